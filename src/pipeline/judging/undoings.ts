/** Which commits undo a patch that two trees have: by what they do, whatever their messages say. */
import { pathHistory } from '../../base/git/path-history.ts'
import { readUndonePatches } from '../../base/git/patch-ids.ts'
import type { Git } from '../../base/git/spawn.ts'
import type { PatchId } from '../../base/model/commit-facts.ts'
import type { TreeFacts } from '../../base/model/facts.ts'
import type { Undoing } from '../../base/model/merged-twin.ts'
import type { TreeName } from '../../base/model/names.ts'
import type { CommitOid } from '../../base/model/oid.ts'
import { distinct, groupBy } from '../../base/std/collections.ts'
import { parseMessage } from '../../base/text/trailers.ts'
import type { TwinCommit } from '../../rules/twins.ts'

/** Commits of a tree that are read backwards for it, of those that change the same files. */
const COMMITS_MAX = 300

type ByPatch = ReadonlyMap<PatchId | undefined, readonly Undoing[]>

/** What the trees themselves undo of these, by tree: all are read in one go. */
export async function treeUndoings(
  git: Git,
  trees: readonly TreeFacts[],
  twins: readonly TwinCommit[],
): Promise<ReadonlyMap<TreeName, ByPatch>> {
  const paths = pathsOf(twins)
  const involved = new Set(twins.flatMap(({ tree, twin }) => [tree, twin.tree]))
  const candidates = trees.filter(({ tree }) => involved.has(tree.name)).map((one) => commitsAt(one, paths))
  const undone = await readUndonePatches(git, distinct(candidates.flat().map(({ commit }) => commit)))
  return new Map(
    candidates.flatMap((own) => {
      const name = own[0]?.tree
      return name === undefined ? [] : [[name, groupBy(own, ({ commit }) => undone.get(commit))] as const]
    }),
  )
}

/** What upstream undid of them since the tree left it. That takes a walk, so it is asked where something is wrong. */
export async function upstreamUndoings(
  git: Git,
  { bases }: TreeFacts,
  upstream: CommitOid,
  twins: readonly TwinCommit[],
): Promise<ByPatch> {
  const beyond = bases.map(({ oid }) => oid)
  const found = await pathHistory(git, { tip: upstream, beyond, paths: [...pathsOf(twins)] })
  const candidates = found.map(({ commit, subject }): Undoing => ({ commit, subject, tree: undefined }))
  const undone = await readUndonePatches(
    git,
    candidates.map(({ commit }) => commit),
  )
  return groupBy(candidates, ({ commit }) => undone.get(commit))
}

function pathsOf(twins: readonly TwinCommit[]): ReadonlySet<string> {
  return new Set(twins.flatMap(({ commit }) => commit.changes.map(({ path }) => path)))
}

function commitsAt({ tree, commits }: TreeFacts, paths: ReadonlySet<string>): Undoing[] {
  return commits
    .filter(({ changes }) => changes.some(({ path }) => paths.has(path)))
    .slice(-COMMITS_MAX)
    .map(({ oid, message }) => ({ commit: oid, subject: parseMessage(message).subject, tree: tree.name }))
}
