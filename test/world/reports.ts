/** The small world that reports are tested in: four trees, of which usb clashes with net. */
import type { Conflict } from '../../src/base/model/conflict.ts'
import type { RunRecord } from '../../src/base/model/run.ts'
import { encodeMail } from '../../src/base/text/mail-text.ts'
import { formatMergeLog } from '../../src/base/text/merge-log.ts'
import { followEpisodes } from '../../src/memory/record/episodes/follow.ts'
import { composeReports } from '../../src/stages/report/compose-reports.ts'
import type { ReportInput } from '../../src/stages/report/input.ts'
import { commitNamed, INTEGRATOR, releaseNamed, testConflict, testRecord, type TreeInRelease } from './release.ts'
import { testTree } from './roster.ts'
import { NO_FINDING_NEWS } from '../../src/stages/report/new-finding.ts'

export const project: ReportInput['project'] = {
  name: 'linux',
  integrator: INTEGRATOR,
  lists: [{ name: 'Next list', email: 'next@lists.example.org' }],
  prefix: 'next',
}

export const net: TreeInRelease = { tree: testTree('net', { kind: 'fixes' }) }
export const usb: TreeInRelease = { tree: testTree('usb', { branch: 'for-next' }) }
export const x86: TreeInRelease = { tree: testTree('x86') }
export const rseq: TreeInRelease = { tree: testTree('rseq', { contacts: [] }) }
export const everyTree: readonly TreeInRelease[] = [net, usb, x86, rseq]

export const usbYesterday = { commit: commitNamed('usb of yesterday'), release: releaseNamed('next-20260113') }

/** usb clashes, and goes in as it was yesterday. */
export const usbAsBefore: TreeInRelease = {
  ...usb,
  planned: { versions: [{ commit: commitNamed('tip of usb'), release: undefined }, usbYesterday] },
  done: { outcome: 'previous', version: usbYesterday.commit, versionFrom: usbYesterday.release },
}

export const clash = testConflict({
  tree: 'usb',
  partner: 'net',
  path: 'drivers/usb/core.c',
  ours: ['net: hand the ring to the hub driver'],
  theirs: ['usb: size the ring by what the hub reports'],
})

export function day13(trees: readonly TreeInRelease[], conflicts: readonly Conflict[] = []): RunRecord {
  return testRecord('next-20260113', trees, { conflicts })
}

export function day14(trees: readonly TreeInRelease[], conflicts: readonly Conflict[] = []): RunRecord {
  return testRecord('next-20260114', trees, { conflicts })
}

/** The news are what following the release before and this one gives. */
export function reportInput(record: RunRecord, more: Partial<ReportInput> = {}): ReportInput {
  const before = more.previous === undefined ? [] : followEpisodes([], more.previous).episodes
  return {
    project,
    trees: everyTree.map(({ tree }) => tree),
    record,
    previous: undefined,
    tips: [],
    decisions: [],
    cycle: undefined,
    diffs: new Map(),
    news: followEpisodes(before, record).news,
    threads: new Map(),
    onRecord: { resolutions: new Map(), withdrawals: new Map() },
    findings: NO_FINDING_NEWS,
    mayHear: () => true,
    statistics: { nonMergeCommits: 1296, files: 1462, insertions: 139_542, deletions: 18_998 },
    publishedAt: ['https://example.org/linux-next.git'],
    resolutionsAt: '/srv/next/record.git',
    mergeLog: formatMergeLog(record, new Map()),
    ...more,
  }
}

/** All mails as they are sent; the last is the summary. */
export function mails(input: ReportInput): string[] {
  return composeReports(input).map(({ mail }) => encodeMail(mail))
}

export function conflictMails(input: ReportInput): string[] {
  return mails(input).slice(0, -1)
}

export function summary(input: ReportInput): string {
  return mails(input).at(-1) ?? ''
}

/** The part of a summary that differs from day to day. */
export function news(input: ReportInput): string {
  return /(?<=Hi all,\n\n)[^]*?(?=\n\nNon-merge)/.exec(summary(input))?.[0] ?? ''
}
