import { describe, expect, test } from 'vitest'
import { composeReports } from '../../../src/stages/report/compose-reports.ts'
import { commitNamed, dayOf, INTEGRATOR, testRecord } from '../../world/release.ts'
import { testTree, treeName } from '../../world/roster.ts'
import { readStrictly } from '../../world/strict-mail.ts'
import {
  clash,
  day13,
  day14,
  everyTree,
  net,
  news,
  project,
  reportInput,
  rseq,
  summary,
  usb,
  usbAsBefore,
  x86,
} from '../../world/reports.ts'

describe('the summary', () => {
  test('of the only tree there is counts nothing', () => {
    const moved = day14([{ ...net, planned: { tip: commitNamed('net, moved on') } }])
    expect(summary(reportInput(moved, { previous: day13([net]) }))).toContain(
      "The one tree moved; Linus' tree did not.",
    )
  })

  test('of a day with news', () => {
    const record = day14(
      [
        net,
        { ...usbAsBefore, planned: { ...usbAsBefore.planned, state: 'rewound', tip: commitNamed('usb, rewound') } },
        { ...x86, planned: { state: 'unreachable', since: dayOf('2026-01-14') } },
        { tree: testTree('docs') },
        rseq,
      ],
      [{ ...clash, version: commitNamed('tip of usb') }],
    )
    const tips = [
      { tree: treeName('usb'), state: 'rewound', commit: commitNamed('a'), previous: commitNamed('b'), lost: 3 },
      {
        tree: treeName('x86'),
        state: 'unreachable',
        commit: undefined,
        since: dayOf('2026-01-14'),
        why: 'no route to host',
      },
    ] as const
    expect(summary(reportInput(record, { previous: day13(everyTree), tips }))).toMatchInlineSnapshot(`
      "From: Next Integrator <integrator@example.org>
      To: Next list <next@lists.example.org>
      Date: Wed, 14 Jan 2026 00:00:00 +0000
      Subject: linux-next: Tree for Jan 14
      Message-ID: <linux-next-20260114.summary@example.org>
      Auto-Submitted: auto-generated
      MIME-Version: 1.0
      Content-Type: text/plain; charset=utf-8
      Content-Transfer-Encoding: 7bit

      Hi all,

      Changes since 20260113:

      New tree: docs.

      The usb tree was rewound: 3 commits that it had are no longer in it.

      The usb tree gained a conflict with the net tree in drivers/usb/core.c;
      it is used as it was in next-20260113.

      The x86 tree could not be fetched (no route to host); its last good
      version has been used since 2026-01-14.

      1 of the 4 trees moved; Linus' tree did not.

      Non-merge commits (relative to Linus' tree): 1296
       1462 files changed, 139542 insertions(+), 18998 deletions(-)

      ------------------------------------------------------------------------

      This release is the tag next-20260114, and until the next one also the
      branch next, of

        https://example.org/linux-next.git

      Each release is made afresh on upstream, so "git pull" would merge
      today's into yesterday's. Fetch it, and reset to it a branch that holds
      nothing of your own:

        git fetch https://example.org/linux-next.git next
        git reset --hard FETCH_HEAD

      Next/Trees names the trees it is made of, Next/SHA1s their tips, and
      Next/merge.log, which is also below, what became of each.

      This release is made of 6 trees, counting Linus' tree and 1 tree of
      fixes for the version that is being stabilised.

      -- 
      Next Integrator

      $ git checkout next
      $ git reset --hard fd54d5aa0112
      Merging origin/master (fd54d5aa0112)
      Merging net/main (20106193e06b)
      Merging usb/for-next (261283b77ec9)
      CONFLICT (content): Merge conflict in drivers/usb/core.c
      $ git merge --abort
      Merging next-20260113 version of usb
      Merging x86/main (8dcc03972640)
      Merging docs/main (7198d725bfee)
      Merging rseq/main (ffccbb1acd21)
      "
    `)
  })

  test('of a quiet day says so in a sentence', () => {
    const moved = { ...x86, planned: { state: 'moved', tip: commitNamed('x86, moved on') } } as const
    expect(news(reportInput(day14([net, usb, moved, rseq]), { previous: day13(everyTree) }))).toMatchInlineSnapshot(`
      "Changes since 20260113:

      A quiet day. 1 of the 4 trees moved; Linus' tree did not. Everything
      merges as it did before."
    `)
    expect(news(reportInput(day14(everyTree), { previous: day13(everyTree) }))).toMatchInlineSnapshot(`
      "Changes since 20260113:

      A quiet day. No tree moved. Everything merges as it did before."
    `)
  })

  test('of the first release, one that is pushed nowhere and carries no files', () => {
    const plain = day14([usb])
    const record = { ...plain, plan: { ...plain.plan, recordFolder: undefined } }
    const none = { nonMergeCommits: 1, files: 1, insertions: 0, deletions: 1 }
    expect(summary(reportInput(record, { publishedAt: [], statistics: none }))).toMatchInlineSnapshot(`
      "From: Next Integrator <integrator@example.org>
      To: Next list <next@lists.example.org>
      Date: Wed, 14 Jan 2026 00:00:00 +0000
      Subject: linux-next: Tree for Jan 14
      Message-ID: <linux-next-20260114.summary@example.org>
      Auto-Submitted: auto-generated
      MIME-Version: 1.0
      Content-Type: text/plain; charset=utf-8
      Content-Transfer-Encoding: 7bit

      Hi all,

      This is the first release, next-20260114.

      Non-merge commits (relative to Linus' tree): 1
       1 file changed, 1 deletion(-)

      ------------------------------------------------------------------------

      This release is the tag next-20260114, and until the next one also the
      branch next, in the record of the integration; it is pushed nowhere.

      This release is made of 2 trees, counting Linus' tree.

      -- 
      Next Integrator

      $ git checkout next
      $ git reset --hard fd54d5aa0112
      Merging origin/master (fd54d5aa0112)
      Merging usb/for-next (261283b77ec9)
      "
    `)
  })

  test('of a second release in a day names its place', () => {
    const again = testRecord('next-20260114.1', everyTree)
    expect(readStrictly(summary(reportInput(again, { previous: day14(everyTree) }))).subject).toBe(
      'linux-next: Tree for Jan 14.1',
    )
    const next = reportInput(testRecord('next-20260115', everyTree), { previous: again })
    expect(news(next)).toContain('Changes since 20260114.1:')
  })

  test('of a project without lists goes to the integrator', () => {
    const [report] = composeReports(reportInput(day14(everyTree), { project: { ...project, lists: [] } }))
    expect(report?.mail.to).toEqual([INTEGRATOR])
  })
})
