/** Which commits undo a patch that two trees have: by what they do, whatever their messages say. */
import { pathHistory } from '../../base/git/path-history.ts'
import { readUndonePatches } from '../../base/git/patch-ids.ts'
import type { Git } from '../../base/git/spawn.ts'
import type { PatchId } from '../../base/model/commit-facts.ts'
import type { TreeFacts } from '../../base/model/facts.ts'
import type { Undoing } from '../../base/model/merged-twin.ts'
import type { CommitOid } from '../../base/model/oid.ts'
import { distinct, groupBy } from '../../base/std/collections.ts'
import { parseMessage } from '../../base/text/trailers.ts'
import type { TwinCommit } from '../../rules/twins.ts'

/** Commits of a side that are read backwards for it, of those that change the same files. */
const COMMITS_MAX = 300

export interface TwinSides {
  readonly tree: TreeFacts
  /** Undefined for upstream. */
  readonly other: TreeFacts | undefined
  readonly upstream: CommitOid
}

/** For each twin. */
export async function undoingsOf(
  git: Git,
  { tree, other, upstream }: TwinSides,
  twins: readonly TwinCommit[],
): Promise<Undoing[][]> {
  const paths = distinct(twins.flatMap(({ commit }) => commit.changes.map(({ path }) => path)))
  const theirs = other === undefined ? await upstreamCommits(git, tree, upstream, paths) : commitsAt(other, paths)
  const candidates = [...commitsAt(tree, paths), ...theirs]
  const undone = await readUndonePatches(
    git,
    candidates.map(({ commit }) => commit),
  )
  const byPatch = groupBy(candidates, ({ commit }) => undone.get(commit))
  return twins.map(({ commit: { patchId } }) => byPatch.get(patchId as PatchId) ?? [])
}

function commitsAt({ tree, commits }: TreeFacts, paths: readonly string[]): Undoing[] {
  const wanted = new Set(paths)
  return commits
    .filter(({ changes }) => changes.some(({ path }) => wanted.has(path)))
    .slice(-COMMITS_MAX)
    .map(({ oid, message }) => ({ commit: oid, subject: parseMessage(message).subject, tree: tree.name }))
}

/** What came there since the tree left it. */
async function upstreamCommits(
  git: Git,
  { bases }: TreeFacts,
  upstream: CommitOid,
  paths: readonly string[],
): Promise<Undoing[]> {
  const beyond = bases.map(({ oid }) => oid)
  const found = await pathHistory(git, { tip: upstream, beyond, paths })
  return found.map(({ commit, subject }) => ({ commit, subject, tree: undefined }))
}
