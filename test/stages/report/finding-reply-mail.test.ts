import { expect, test } from 'vitest'
import type { Finding, FindingId } from '../../../src/base/model/finding.ts'
import { encodeMail } from '../../../src/base/text/mail-text.ts'
import { findingReplies } from '../../../src/stages/report/finding-reply-mail.ts'
import { type FindingChange, NO_FINDING_NEWS } from '../../../src/stages/report/new-finding.ts'
import { testOid } from '../../world/facts.ts'
import { day14, everyTree, reportInput } from '../../world/reports.ts'
import { treeName } from '../../world/roster.ts'

const THREAD = {
  messageId: 'next-20260110.finding.one@example.org',
  subject: 'linux-next: duplicate patches in the usb tree',
}

function change(number: number, as: FindingChange['as'], thread = THREAD): FindingChange {
  const finding: Finding = {
    id: `finding${number}` as FindingId,
    rule: 'duplicate',
    tree: treeName('usb'),
    commit: testOid(number),
    subject: `usb: change ${number}`,
    what: 'The same patch is in upstream as another commit.',
    evidence: [],
    remedy: 'Rebase.',
  }
  return { finding, as, thread }
}

function replies(...changes: readonly FindingChange[]) {
  return findingReplies(reportInput(day14(everyTree), { findings: { ...NO_FINDING_NEWS, changes } }))
}

test('what is over is told in one reply to the mail that told of it', () => {
  const [report, ...others] = replies(change(1, 'over'), change(2, 'over'))
  expect(others).toEqual([])
  expect(report?.about).toEqual({ findings: ['finding1', 'finding2'], as: 'over' })
  expect(report && encodeMail(report.mail)).toMatchInlineSnapshot(`
    "From: Next Integrator <integrator@example.org>
    To: usb maintainer <usb@example.org>
    Cc: Next list <next@lists.example.org>
    Date: Wed, 14 Jan 2026 00:00:00 +0000
    Subject: Re: linux-next: duplicate patches in the usb tree
    Message-ID: <linux-next-20260114.finding.finding1.over@example.org>
    In-Reply-To: <next-20260110.finding.one@example.org>
    References: <next-20260110.finding.one@example.org>
    Auto-Submitted: auto-generated
    MIME-Version: 1.0
    Content-Type: text/plain; charset=utf-8
    Content-Transfer-Encoding: 7bit

    Hi all,

    Of what was found in the usb tree this is over in next-20260114; thanks.

      duplicate patch: 000000000000 ("usb: change 1")
      duplicate patch: 000000000000 ("usb: change 2")

    -- 
    Next Integrator
    "
  `)
})

test('what came back is told in its thread; and a digest’s thread is its readers’ alone', () => {
  const digest = {
    messageId: 'next-20260110.finding.one.digest@example.org',
    subject: 'linux-next: 3 things to look at',
  }
  const [back, over] = replies(change(1, 'back'), change(2, 'over', digest)).map(({ mail }) => mail)
  expect(back?.body).toContain('This is in the usb tree again, as of next-20260114.')
  expect([back?.inReplyTo, over?.inReplyTo]).toEqual([THREAD.messageId, digest.messageId])
  expect([back?.cc.length, over?.cc.length]).toEqual([1, 0])
})
