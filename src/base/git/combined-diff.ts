/** How a merge's result differs from both its sides, as `git diff --cc` shows a conflict; and how one commit's file differs from another's. */
import type { CommitOid } from '../model/oid.ts'
import { pathspec } from './pathspec.ts'
import type { Git } from './spawn.ts'
import { withinLimits } from './within-limits.ts'

/** Longest and largest a diff may get before it is not shown at all. */
const LIMITS = { timeoutMs: 10_000, outputMaxBytes: 8 * 1024 * 1024 }

/** Files larger than this are compared as a whole (core.bigFileThreshold): nobody reads such a diff, and making it takes seconds. */
const COMPARED_MAX = '4m'

/** The combined diff of a merge commit at raw paths; empty where the result is one side's own. Undefined beyond the limits. */
export function combinedDiff(git: Git, merge: CommitOid, paths: readonly string[]): Promise<Buffer | undefined> {
  return show(git, ['--cc', '--no-commit-id', merge], paths)
}

export function plainDiff(
  git: Git,
  from: CommitOid,
  to: CommitOid,
  paths: readonly string[],
): Promise<Buffer | undefined> {
  return show(git, [from, to], paths)
}

/** Ids have twelve digits, as in the kernel's mails; combined diffs know only the setting for it. */
function show(git: Git, what: readonly string[], paths: readonly string[]): Promise<Buffer | undefined> {
  const config = ['core.quotePath=false', 'core.abbrev=12', `core.bigFileThreshold=${COMPARED_MAX}`]
  const args = [
    ...config.flatMap((setting) => ['-c', setting]),
    'diff-tree',
    ...FORMAT,
    ...what,
    '--',
    ...paths.map(pathspec),
  ]
  return withinLimits(git, { args, ...LIMITS })
}

const FORMAT = [
  '-r',
  '--patch',
  '--find-renames',
  '--diff-algorithm=histogram',
  '--no-color',
  '--no-ext-diff',
  '--no-textconv',
] as const
