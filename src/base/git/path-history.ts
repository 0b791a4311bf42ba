/** Which commits touched some paths, and what each changed there line by line: `git log` limited to the paths, then their diffs. */
import type { BlamedCommit } from '../model/conflict.ts'
import { type CommitOid, commitOid } from '../model/oid.ts'
import type { Person } from '../model/person.ts'
import { oneLine } from '../text/printable.ts'
import { lineChanges } from './line-changes.ts'
import { askForPatch, type PathChange, PatchReader, RAW_FORMAT } from './patch-reader.ts'
import { pathspec } from './pathspec.ts'
import type { Git } from './spawn.ts'

/** A commit that touched one of the paths. */
export interface PathCommit extends BlamedCommit {
  /** The nearest ancestors that touched them too; where there is none, the first one that is not asked about. */
  readonly parents: readonly CommitOid[]
  /** What changed against each parent, in their order; a commit without parents has one list. */
  readonly changes: readonly (readonly PathChange[])[]
}

export interface PathHistoryQuestion {
  readonly tip: CommitOid
  /** Commits whose history is not asked about. */
  readonly beyond: readonly CommitOid[]
  /** Raw paths of files or folders. */
  readonly paths: readonly string[]
}

/** Most commits read: the newest. Trees bring a handful to a file; upstream may bring hundreds to a busy one. */
const COMMITS_MAX = 300

/** Longest subject and name kept; both are shown on one line. */
export const SUBJECT_MAX = 300
export const NAME_MAX = 200

/**
 * The commits in `beyond..tip`, children before parents. A merge is among them only when it differs from all its parents at these
 * paths: otherwise what it has came by one of them. Empty when git cannot tell within the limits.
 */
export async function pathHistory(git: Git, { tip, beyond, paths }: PathHistoryQuestion): Promise<PathCommit[]> {
  if (paths.length === 0) return []
  const range = [tip, ...beyond.map((commit) => `^${commit}`)]
  const answer = await askForPatch(git, ['log', ...FORMAT, ...range, '--', ...paths.map(pathspec)])
  const commits = answer === undefined ? [] : parseCommits(answer)
  const edges = commits.filter(isMerge).flatMap(({ commit, parents }) => parents.map((parent) => ({ commit, parent })))
  const mergeChanges = await lineChanges(git, edges, paths)
  return commits.map((commit) => {
    if (!isMerge(commit)) return commit
    return { ...commit, changes: mergeChanges.filter((_, index) => edges[index]?.commit === commit.commit) }
  })
}

function isMerge({ parents }: PathCommit): boolean {
  return parents.length > 1
}

/**
 * `--parents` links the commits to each other past those that did not touch the paths. Merges are shown without changes: with `-m` git
 * would also keep those that brought nothing.
 */
const FORMAT = [
  '--parents',
  '--topo-order',
  `--max-count=${COMMITS_MAX}`,
  '--format=%H%x00%P%x00%an%x00%ae%x00%cn%x00%ce%x00%s',
  '--encoding=UTF-8',
  '--no-notes',
  ...RAW_FORMAT,
] as const

/** Seven fields a commit, each closed by NUL, then LF and its changes where there are some. */
function parseCommits(answer: Buffer): PathCommit[] {
  const reader = new PatchReader(answer)
  const commits: PathCommit[] = []
  while (!reader.isDone) {
    const commit = commitOid(reader.field())
    const parents = reader.field().split(' ').filter(Boolean).map(commitOid)
    const author = person(reader.field(), reader.field())
    const committer = person(reader.field(), reader.field())
    const subject = oneLine(utf8(reader.field()), SUBJECT_MAX)
    reader.skipNewline()
    commits.push({ commit, parents, author, committer, subject, changes: [reader.changes()] })
  }
  return commits
}

function person(name: string, email: string): Person {
  return { name: oneLine(utf8(name), NAME_MAX), email: oneLine(utf8(email), NAME_MAX) }
}

function utf8(raw: string): string {
  return Buffer.from(raw, 'latin1').toString('utf8')
}
