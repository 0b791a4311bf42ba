/** Which commits touched some paths, and what each changed there line by line: `git log` limited to the paths, then their diffs. */
import type { BlamedCommit } from '../model/conflict.ts'
import { type CommitOid, commitOid } from '../model/oid.ts'
import type { Person } from '../model/person.ts'
import { oneLine } from '../text/printable.ts'
import { type CommitEdge, lineChanges, type PathChange } from './line-changes.ts'
import { pathspec } from './pathspec.ts'
import type { Git } from './spawn.ts'
import { withinLimits } from './within-limits.ts'

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

/** Longest a walk may take, and the most it may print. 10,000 commits take a second; 300 subjects are 30 KB. */
const LIMITS = { timeoutMs: 15_000, outputMaxBytes: 16 * 1024 * 1024 }

/** Longest subject and name kept; both are shown on one line. */
const SUBJECT_MAX = 300
const NAME_MAX = 200

/**
 * The commits in `beyond..tip`, children before parents. A merge is among them only when it differs from all its parents at these
 * paths: otherwise what it has came by one of them. Empty when git cannot tell within the limits.
 */
export async function pathHistory(git: Git, { tip, beyond, paths }: PathHistoryQuestion): Promise<PathCommit[]> {
  if (paths.length === 0) return []
  const range = [tip, ...beyond.map((commit) => `^${commit}`)]
  const args = ['log', ...FORMAT, ...range, '--', ...paths.map(pathspec)]
  const answer = await withinLimits(git, { args, ...LIMITS })
  const commits = answer === undefined ? [] : parseCommits(answer.toString('utf8'))
  const edges = commits.flatMap(edgesOf)
  const changes = await lineChanges(git, edges, paths)
  return commits.map((commit) => ({
    ...commit,
    changes: changes.filter((_, index) => edges[index]?.commit === commit.commit),
  }))
}

function edgesOf({ commit, parents }: Pick<PathCommit, 'commit' | 'parents'>): CommitEdge[] {
  return parents.length === 0 ? [{ commit, parent: undefined }] : parents.map((parent) => ({ commit, parent }))
}

/** `--parents` links the commits to each other past those that did not touch the paths. */
const FORMAT = [
  '-z',
  '--parents',
  '--topo-order',
  `--max-count=${COMMITS_MAX}`,
  '--format=%H%x00%P%x00%an%x00%ae%x00%cn%x00%ce%x00%s',
  '--encoding=UTF-8',
  '--no-patch',
  '--no-notes',
  '--no-color',
] as const

const FIELDS = 7

/** Seven fields a commit, each closed by NUL. */
function parseCommits(text: string): Omit<PathCommit, 'changes'>[] {
  const fields = text.split('\0')
  const commits: Omit<PathCommit, 'changes'>[] = []
  for (let at = 0; at + FIELDS <= fields.length; at += FIELDS) {
    const [oid = '', parents = '', author = '', authorEmail = '', committer = '', committerEmail = '', subject = ''] =
      fields.slice(at, at + FIELDS)
    commits.push({
      commit: commitOid(oid),
      parents: parents.split(' ').filter(Boolean).map(commitOid),
      author: person(author, authorEmail),
      committer: person(committer, committerEmail),
      subject: oneLine(subject, SUBJECT_MAX),
    })
  }
  return commits
}

function person(name: string, email: string): Person {
  return { name: oneLine(name, NAME_MAX), email: oneLine(email, NAME_MAX) }
}
