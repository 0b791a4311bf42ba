import { expect, test } from 'vitest'
import type { Finding, FindingId } from '../../../src/base/model/finding.ts'
import { encodeMail } from '../../../src/base/text/mail-text.ts'
import { findingReports } from '../../../src/stages/report/finding-mail.ts'
import type { AddressPolicy } from '../../../src/stages/report/known-addresses.ts'
import { testOid } from '../../world/facts.ts'
import { day14, everyTree, reportInput } from '../../world/reports.ts'
import { treeName } from '../../world/roster.ts'

function finding(number: number, more: Partial<Finding> = {}): Finding {
  return {
    id: `finding${number}` as FindingId,
    rule: 'sign-off',
    tree: treeName('usb'),
    commit: testOid(number),
    subject: `usb: change ${number}`,
    what: 'It has no Signed-off-by of its committer.',
    evidence: ['committer: Usb Maintainer <usb@example.org>'],
    remedy: 'Whoever applies a commit adds their own Signed-off-by below the others.',
    ...more,
  }
}

const AUTHOR = { name: 'An Author', email: 'author@example.org' }

function mailsAbout(findings: readonly Finding[], mayHear: AddressPolicy = () => true): string[] {
  const found = findings.map((one) => ({ finding: one, author: AUTHOR }))
  return findingReports(reportInput(day14(everyTree), { findings: found, mayHear })).map(({ mail }) => encodeMail(mail))
}

test('what one rule found in one tree is one mail, in the form that its readers know', () => {
  const owner = { name: 'X86 Maintainer', email: 'x86@example.org' }
  const [mail, ...others] = mailsAbout([finding(1), finding(2, { concerns: [owner] })])
  expect(others).toEqual([])
  expect(mail).toMatchInlineSnapshot(`
    "From: Next Integrator <integrator@example.org>
    To: usb maintainer <usb@example.org>
    Cc: Next list <next@lists.example.org>, An Author <author@example.org>,
     X86 Maintainer <x86@example.org>
    Date: Wed, 14 Jan 2026 00:00:00 +0000
    Subject: linux-next: Signed-off-by missing for commits in the usb tree
    Message-ID: <linux-next-20260114.finding.finding1@example.org>
    Auto-Submitted: auto-generated
    MIME-Version: 1.0
    Content-Type: text/plain; charset=utf-8
    Content-Transfer-Encoding: 7bit

    Hi all,

    Commit

      000000000000 ("usb: change 1")

    It has no Signed-off-by of its committer.

      committer: Usb Maintainer <usb@example.org>

    Commit

      000000000000 ("usb: change 2")

    It has no Signed-off-by of its committer.

      committer: Usb Maintainer <usb@example.org>

    Whoever applies a commit adds their own Signed-off-by below the others.

    -- 
    Next Integrator
    "
  `)
})

test('another tree or rule is another mail', () => {
  const mails = mailsAbout([finding(1), finding(2, { tree: treeName('net') }), finding(3, { rule: 'ownership' })])
  expect(mails.map((mail) => /^Subject: (.*)$/m.exec(mail)?.[1])).toEqual([
    'linux-next: Signed-off-by missing for commit in the usb tree',
    'linux-next: Signed-off-by missing for commit in the net tree',
    'linux-next: change to code of others in the usb tree',
  ])
})

test('strangers are not written to', () => {
  const [mail] = mailsAbout([finding(1)], () => false)
  expect(mail).not.toContain(AUTHOR.email)
})

test('of many only some are spelled out', () => {
  const [mail = ''] = mailsAbout(Array.from({ length: 13 }, (_, place) => finding(place)))
  expect(mail.match(/^Commit$/gm)).toHaveLength(10)
  expect(mail).toContain('And 3 more:\n\n  tributary findings usb\n')
})

test('text from outside forges no field and no line', () => {
  const nasty = 'x\r\nBcc: victim@example.org\u001b[31m'
  const [mail = ''] = mailsAbout([finding(1, { subject: nasty, what: nasty, evidence: [nasty], remedy: nasty })])
  expect(mail).not.toMatch(/^Bcc:/m)
  expect(mail).not.toContain('\u001b')
})
