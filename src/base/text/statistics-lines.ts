/** The statistics of a merge window as lines, in the order in which the kernel's have been published since 2008. */
import type { CommitKeys } from '../model/passport.ts'
import type { WindowStatistics } from '../model/window-statistics.ts'
import { count } from './count.ts'
import { oneLine } from './printable.ts'
import { commonest, firstWord, type Tally } from './tally.ts'

/** Rows of each list. */
export const COMMONEST = 10

export function statisticsLines(counted: WindowStatistics): string[] {
  const { candidate, base, release, inUpstream, inNext, sameCommit, samePatch, sameSubject } = counted
  const known = sameCommit + samePatch + sameSubject
  const share = inUpstream === 0 ? 0 : Math.floor((known * 100) / inUpstream)
  return [
    `No merges are counted. ${release} was the first release after the merge window opened.`,
    '',
    ...numbers([
      [`Commits in ${oneLine(candidate)} (beyond ${oneLine(base)}):`, inUpstream],
      [`Commits in ${release}:`, inNext],
      ['Commits with the same id:', sameCommit],
      ['Others with the same patch:', samePatch],
      ['Others with the same subject:', sameSubject],
    ]),
    '',
    `So ${count(known, 'commit')} of ${oneLine(candidate)}, ${share} %, had been in ${release}.`,
    ...breakdown(
      `${count(counted.pastNext.length, 'commit')} of ${oneLine(candidate)} went past it.`,
      counted.pastNext,
    ),
    ...breakdown(
      `${count(counted.notTaken.length, 'commit')} of ${release} did not make it into ${oneLine(candidate)}.`,
      counted.notTaken,
    ),
  ]
}

function numbers(rows: readonly (readonly [string, number])[]): string[] {
  const width = Math.max(...rows.map(([, amount]) => String(amount).length))
  const indent = Math.max(...rows.map(([what]) => what.length))
  return rows.map(([what, amount]) => `${what.padEnd(indent)}  ${String(amount).padStart(width)}`)
}

function breakdown(sentence: string, commits: readonly CommitKeys[]): string[] {
  if (commits.length === 0) return []
  return [
    '',
    sentence,
    ...list('By the first word of their subjects:', commonest(commits, firstWord, COMMONEST)),
    ...list(
      'By author:',
      commonest(commits, ({ author }) => author.email, COMMONEST),
    ),
    ...list(
      'By committer:',
      commonest(commits, ({ committer }) => committer.email, COMMONEST),
    ),
  ]
}

function list(title: string, tallies: readonly Tally[]): string[] {
  const width = Math.max(...tallies.map(({ commits }) => String(commits).length))
  return ['', title, ...tallies.map(({ what, commits }) => `  ${String(commits).padStart(width)} ${oneLine(what)}`)]
}
