/** Which pairs of trees conflict with one another, as they were last fetched. */
import { gitVersion } from '../base/git/version.ts'
import { type TreeName, treeRef } from '../base/model/names.ts'
import type { CommitOid } from '../base/model/oid.ts'
import { loadFacts, saveFacts } from '../stages/integrate/matrix/facts.ts'
import { conflictingPairs, type Matrix } from '../stages/integrate/matrix/matrix.ts'
import { loadMemo } from '../stages/integrate/memo-file.ts'
import { openWorkshop } from '../stages/integrate/workshop.ts'
import { OperatingError } from '../base/std/operating-error.ts'
import { mergeAttributes } from './attributes.ts'
import { start } from './ground.ts'
import type { Machine, Workspace } from './workspace.ts'

export interface TreesMatrix extends Pick<Matrix, 'pairs' | 'counts'> {
  /** In roster order. */
  readonly trees: readonly { readonly name: TreeName; readonly tip: CommitOid }[]
  /** Of the roster, but never fetched. */
  readonly missing: readonly TreeName[]
}

/** Needs no lock: it reads, and leaves only what spares the next look work. */
export async function matrix(workspace: Workspace, machine: Machine): Promise<TreesMatrix> {
  const { git, pid, scratchFolder } = machine
  const { roster, heads } = await start(workspace)
  if (heads.upstream === undefined)
    throw new OperatingError(
      'usage',
      `${roster.upstream.name} has not been fetched yet`,
      'Fetch it with: tributary fetch',
    )
  await using shop = await openWorkshop(git, { recordDir: workspace.record.gitDir, scratchFolder, pid })
  const version = await gitVersion(git)
  const memo = await loadMemo(workspace.memoPath, { runs: heads.runs, gitVersion: version })
  const attributes = await mergeAttributes(shop, memo, heads.upstream)
  const trees = roster.trees.flatMap(({ name }) => {
    const tip = heads.refs.get(treeRef(name))?.oid as CommitOid | undefined
    return tip === undefined ? [] : [{ name, tip }]
  })
  const key = { gitVersion: version, attributes }
  const known = await loadFacts(workspace.matrixPath, key)
  const { pairs, counts, facts } = await conflictingPairs(shop, { upstream: heads.upstream, trees, attributes }, known)
  await saveFacts(workspace.matrixPath, key, facts, pid)
  const here = new Set(trees.map(({ name }) => name))
  const missing = roster.trees.map(({ name }) => name).filter((name) => !here.has(name))
  return { trees, missing, pairs, counts }
}
