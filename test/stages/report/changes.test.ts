import { describe, expect, test } from 'vitest'
import type { ConflictId } from '../../../src/base/model/conflict.ts'
import type { Decision, DecisionId } from '../../../src/base/model/decision.ts'
import type { RunRecord } from '../../../src/base/model/run.ts'
import type { ReportInput } from '../../../src/stages/report/input.ts'
import { commitNamed, dayOf, INTEGRATOR, releaseNamed, type TreeInRelease } from '../../world/release.ts'
import { testTree, treeName } from '../../world/roster.ts'
import {
  clash,
  day13,
  day14,
  everyTree,
  net,
  news,
  reportInput,
  rseq,
  summary,
  usb,
  usbAsBefore,
  x86,
} from '../../world/reports.ts'

describe('what the summary says of', () => {
  const after = (before: RunRecord, now: RunRecord, more: Partial<ReportInput> = {}): string =>
    news(reportInput(now, { previous: before, ...more })).replace('Changes since 20260113:\n\n', '')

  test('a tree that is behind for the second day, or gets its tip in again', () => {
    const bad = day13([net, usbAsBefore, x86, rseq], [clash])
    expect(after(bad, day14([net, usbAsBefore, x86, rseq], [clash]))).toMatchInlineSnapshot(`
      "A quiet day. No tree moved. Everything merges as it did before.

      Standing from earlier releases:

      The usb tree still has its conflict with the net tree in
      drivers/usb/core.c; it is used as it was in next-20260113."
    `)
    expect(
      after(bad, day14([net, { ...usb, done: { outcome: 'left-out' } }, x86, rseq], [clash])),
    ).toMatchInlineSnapshot(`
      "The usb tree still has its conflict with the net tree in
      drivers/usb/core.c; it is left out.

      No tree moved."
    `)
    expect(after(bad, day14(everyTree))).toMatchInlineSnapshot(`
      "The usb tree lost its conflict with the net tree in drivers/usb/core.c.

      No tree moved."
    `)
  })

  test('a conflict whose other side went upstream', () => {
    const bad = day13([net, usbAsBefore, x86, rseq], [clash])
    const upstream = { ...clash, oursBy: { ...clash.oursBy, tree: undefined } }
    expect(after(bad, day14([net, usbAsBefore, x86, rseq], [upstream]))).toMatchInlineSnapshot(`
      "The conflict of the usb tree in drivers/usb/core.c is now with Linus'
      tree, no longer with the net tree.

      No tree moved."
    `)
    const shifted = { ...upstream, id: 'another id' as ConflictId }
    expect(after(bad, day14([net, usbAsBefore, x86, rseq], [shifted]))).toContain("is now with Linus'\ntree")
  })

  test('a conflict that is settled, at once or later, and open again', () => {
    const settled = { ...clash, settled: [{ kind: 'rule', take: 'union' }] } as const
    const open = day13([net, usbAsBefore, x86, rseq], [clash])
    expect(after(day13(everyTree), day14(everyTree, [settled]))).toMatchInlineSnapshot(`
      "The usb tree gained a conflict with the net tree in drivers/usb/core.c,
      settled at once by the roster's rule to take both sides.

      No tree moved."
    `)
    expect(after(open, day14(everyTree, [settled]))).toMatchInlineSnapshot(`
      "The conflict of the usb tree with the net tree in drivers/usb/core.c is
      settled by the roster's rule to take both sides.

      No tree moved."
    `)
    expect(after(day13(everyTree, [settled]), day14([net, usbAsBefore, x86, rseq], [clash]))).toMatchInlineSnapshot(`
      "The conflict of the usb tree with the net tree in drivers/usb/core.c is
      open again; it is used as it was in next-20260113.

      No tree moved."
    `)
    expect(after(day13(everyTree, [settled]), day14(everyTree, [settled]))).toMatchInlineSnapshot(`
      "A quiet day. No tree moved. Everything merges as it did before.

      Standing from earlier releases:

      A known conflict is settled as before."
    `)
  })

  test('a conflict whose own side went upstream', () => {
    const bad = day13([net, usbAsBefore, x86, rseq], [clash])
    const turned = {
      ...clash,
      tree: net.tree.name,
      version: commitNamed('tip of net'),
      oursBy: { ...clash.oursBy, tree: undefined },
    }
    expect(
      after(bad, day14([{ ...net, done: { outcome: 'left-out' } }, usb, x86, rseq], [turned])),
    ).toMatchInlineSnapshot(`
      "The conflict in drivers/usb/core.c is now between the net tree and
      Linus' tree, no longer between the usb tree and the net tree.

      No tree moved."
    `)
  })

  test('trees that came, went and changed places', () => {
    const docs = { tree: testTree('docs') }
    expect(after(day13(everyTree), day14([usb, x86, net, docs]))).toMatchInlineSnapshot(`
      "New tree: docs.

      No longer merged: rseq.

      The net tree is now merged after the x86 tree.

      No tree moved."
    `)
  })

  test('decisions, and their end', () => {
    const decisions: Decision[] = [
      { verb: 'keep', tree: treeName('net'), at: releaseNamed('next-20260110') },
      { verb: 'hold', tree: treeName('usb') },
      { verb: 'drop', tree: treeName('x86') },
    ].map((verb, n) => ({
      ...(verb as Decision),
      id: `d${n}` as DecisionId,
      who: INTEGRATOR,
      when: dayOf('2026-01-13'),
      why: ['', 'It breaks the build of all others.', 'abandoned'][n] ?? '',
    }))
    const [kept, held, dropped] = ['d0', 'd1', 'd2'] as [DecisionId, DecisionId, DecisionId]
    const decided: TreeInRelease[] = [
      { ...net, planned: { reason: { kind: 'kept', decision: kept, release: releaseNamed('next-20260110') } } },
      { ...usb, planned: { reason: { kind: 'held', decision: held } }, done: { outcome: 'held' } },
      { ...x86, planned: { reason: { kind: 'dropped', decision: dropped } }, done: { outcome: 'held' } },
      rseq,
    ]
    expect(after(day13(everyTree), day14(decided), { decisions })).toMatchInlineSnapshot(`
      "The net tree is kept as it was in next-20260110, as Next Integrator
      decided on 2026-01-13.

      The usb tree is held: nothing of it goes in, as Next Integrator decided
      on 2026-01-13: It breaks the build of all others.

      The x86 tree is dropped, as Next Integrator decided on 2026-01-13:
      abandoned.

      No tree moved."
    `)
    const yesterday = day13(decided)
    expect(after(yesterday, day14(decided), { decisions })).toMatchInlineSnapshot(`
      "A quiet day. No tree moved. Everything merges as it did before.

      Standing from earlier releases:

      The net tree is kept as it was in next-20260110, as Next Integrator
      decided on 2026-01-13.

      The usb tree is held: nothing of it goes in, as Next Integrator decided
      on 2026-01-13: It breaks the build of all others."
    `)
    expect(after(yesterday, day14(everyTree))).toMatchInlineSnapshot(`
      "The net tree goes in again as its maintainers push it.

      The usb tree goes in again as its maintainers push it.

      The x86 tree goes in again as its maintainers push it.

      No tree moved."
    `)
    expect(summary(reportInput(day14(decided), { decisions }))).toContain('made of 4 trees')
  })

  test('trees that cannot be fetched or merged, and their return', () => {
    const since = dayOf('2026-01-12')
    const bad: TreeInRelease[] = [
      { ...net, planned: { state: 'gone', since } },
      { ...usb, planned: { state: 'refused', since } },
      {
        ...x86,
        planned: { state: 'unreachable', since, tip: undefined, reason: { kind: 'nothing-yet' } },
        done: { outcome: 'unreachable' },
      },
      { ...rseq, done: { outcome: 'refused', why: 'git merge-tree ended twice' } },
    ]
    const tips = [
      {
        tree: treeName('usb'),
        state: 'refused',
        commit: undefined,
        since,
        why: 'its pack is larger than 100 MB',
      } as const,
    ]
    expect(after(day13(everyTree), day14(bad), { tips })).toMatchInlineSnapshot(`
      "The branch of the net tree is gone; its last good version has been used
      since 2026-01-12.

      What the usb tree offers was refused (its pack is larger than 100 MB);
      its last good version has been used since 2026-01-12.

      The x86 tree could not be fetched; there is no earlier version to use.

      The rseq tree could not be merged by git (git merge-tree ended twice).

      No tree moved."
    `)
    expect(after(day13(bad), day14(bad))).toMatchInlineSnapshot(`
      "A quiet day. No tree moved. Everything merges as it did before.

      Standing from earlier releases:

      The branch of the net tree is gone; its last good version has been used
      since 2026-01-12.

      What the usb tree offers was refused; its last good version has been
      used since 2026-01-12.

      The x86 tree could not be fetched; there is no earlier version to use.

      The rseq tree could not be merged by git (git merge-tree ended twice)."
    `)
    expect(after(day13(bad), day14(everyTree))).toMatchInlineSnapshot(`
      "The net tree can be fetched again.

      The usb tree can be fetched again.

      The x86 tree can be fetched again.

      1 of the 4 trees moved; Linus' tree did not."
    `)
  })
})
