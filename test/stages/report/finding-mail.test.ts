import { expect, test } from 'vitest'
import type { Finding, FindingId } from '../../../src/base/model/finding.ts'
import { encodeMail } from '../../../src/base/text/mail-text.ts'
import { findingReports } from '../../../src/stages/report/finding-mail.ts'
import type { AddressPolicy } from '../../../src/stages/report/known-addresses.ts'
import { testOid } from '../../world/facts.ts'
import { NO_FINDING_NEWS } from '../../../src/stages/report/new-finding.ts'
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
  const untold = findings.map((one) => ({ finding: one, author: AUTHOR }))
  const news = { ...NO_FINDING_NEWS, untold }
  return findingReports(reportInput(day14(everyTree), { findings: news, mayHear })).map(({ mail }) => encodeMail(mail))
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
    'linux-next: change to code of others in the usb tree',
    'linux-next: Signed-off-by missing for commit in the net tree',
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

test('what stood before anybody asked is one mail for all rules, to the people of the tree alone', () => {
  const untold = [finding(1), finding(2, { rule: 'duplicate' }), finding(3)].map((one) => ({
    finding: one,
    author: AUTHOR,
  }))
  const news = { untold, changes: [], digested: new Set([treeName('usb')]) }
  const [report, ...others] = findingReports(reportInput(day14(everyTree), { findings: news }))
  expect(others).toEqual([])
  expect(report?.about).toEqual({ findings: ['finding1', 'finding2', 'finding3'].toSorted(), as: 'new' })
  expect(report && encodeMail(report.mail)).toMatchInlineSnapshot(`
    "From: Next Integrator <integrator@example.org>
    To: usb maintainer <usb@example.org>
    Date: Wed, 14 Jan 2026 00:00:00 +0000
    Subject: linux-next: 3 things to look at in the usb tree
    Message-ID: <linux-next-20260114.finding.finding1.digest@example.org>
    Auto-Submitted: auto-generated
    MIME-Version: 1.0
    Content-Type: text/plain; charset=utf-8
    Content-Transfer-Encoding: 7bit

    Hi all,

    Rules look at what the usb tree brings, from next-20260114 on. This is
    what stands already:

    Signed-off-by missing for commits (2):

      000000000000 ("usb: change 1")
      000000000000 ("usb: change 3")

    duplicate patch:

      000000000000 ("usb: change 2")

    All of it, with what is to be done:

      tributary findings usb

    From now on you hear of what is new, of each rule by itself, and when it
    is over.

    -- 
    Next Integrator
    "
  `)
})

test('a tree with findings of one rule only has that rule’s own mail, also then', () => {
  const untold = [{ finding: finding(1), author: AUTHOR }]
  const news = { untold, changes: [], digested: new Set([treeName('usb')]) }
  const [report] = findingReports(reportInput(day14(everyTree), { findings: news }))
  expect(report?.mail.subject).toBe('linux-next: Signed-off-by missing for commit in the usb tree')
})

test('trees that have not moved for a year are told together, in a table', () => {
  const idle = (number: number, tree: string, row: readonly string[]): Finding =>
    finding(number, { rule: 'idle-tree', tree: treeName(tree), commit: undefined, subject: tree, row })
  const [first, second, ...others] = mailsAbout([
    idle(1, 'usb', ['usb', '2024-11-02', 'git://example.org/usb.git#next', '3 commits beyond upstream']),
    finding(2, { tree: treeName('net') }),
    idle(3, 'net', ['net', '2024-12-24', 'https://example.org/net.git#main', 'nothing beyond upstream']),
  ])
  expect(others).toEqual([])
  expect(first).toContain('Subject: linux-next: Signed-off-by missing for commit in the net tree')
  expect(second).toMatchInlineSnapshot(`
    "From: Next Integrator <integrator@example.org>
    To: Next list <next@lists.example.org>
    Cc: usb maintainer <usb@example.org>, net maintainer <net@example.org>
    Date: Wed, 14 Jan 2026 00:00:00 +0000
    Subject: linux-next: trees to be removed
    Message-ID: <linux-next-20260114.finding.finding1@example.org>
    Auto-Submitted: auto-generated
    MIME-Version: 1.0
    Content-Type: text/plain; charset=utf-8
    Content-Transfer-Encoding: 7bit

    Hi all,

    Nothing was committed to these trees for more than a year, so they are
    to be removed:

      Tree  Last commit  Where                             What it has
      usb   2024-11-02   git://example.org/usb.git#next    3 commits beyond upstream
      net   2024-12-24   https://example.org/net.git#main  nothing beyond upstream

    Whoever wants one kept says so, or better moves its branch. One that was
    removed is added again on request.

    -- 
    Next Integrator
    "
  `)
})
