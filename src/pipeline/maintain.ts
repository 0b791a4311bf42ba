/** Keeps the record quick and small, and makes what is derived from it anew. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { moveRefs, readRefs, type RefMove } from '../base/git/refs.ts'
import { type ReleaseName, tagRef } from '../base/model/names.ts'
import type { IntegrationLock } from '../memory/record/lock.ts'
import { withIntegrationLock } from '../memory/record/lock.ts'
import { pastKeeping } from '../stages/publish/past-keeping.ts'
import { catchUp } from './catch-up.ts'
import { openIndex } from './ground.ts'
import { holderOf } from './holder.ts'
import { look } from './look.ts'
import { rosterOf } from './roster.ts'
import { packRecord } from './upkeep.ts'
import type { Machine, Workspace } from './workspace.ts'

/**
 * Packs what was stored as it came, squeezes it, and writes the commit-graph. No object is pruned: what no ref names goes only by
 * `git gc --prune`, which is the operator's to run. Answers with the releases whose tags were taken away.
 */
export function maintain(workspace: Workspace, machine: Machine): Promise<readonly ReleaseName[]> {
  return withIntegrationLock(workspace.record, holderOf(machine), machine.listen, async (lock: IntegrationLock) => {
    await using looked = await look(workspace)
    await catchUp(workspace, machine.listen, { heads: looked.heads, reading: looked }, lock)
    const { git } = workspace.record
    const untagged = await takeTagsAway(workspace, machine)
    await packRecord(git, lock)
    return untagged
  })
}

/** A tag that somebody has put elsewhere is theirs. The release itself stays: the commit of its run has it as a parent. */
async function takeTagsAway(workspace: Workspace, machine: Machine): Promise<readonly ReleaseName[]> {
  const { publish } = await rosterOf(workspace)
  await using looked = await look(workspace)
  const { git } = workspace.record
  const tags = await readRefs(git, ['refs/tags/'])
  const moves = new Map<ReleaseName, RefMove>()
  for (const name of pastKeeping(await looked.runs.releases(), machine.clock(), publish.keepDays)) {
    const tag = tags.get(tagRef(name))
    if (tag !== undefined && tag.peeled === (await looked.runs.commit(name)))
      moves.set(name, { ref: tag.name, from: tag.oid, to: undefined })
  }
  await moveRefs(git, [...moves.values()])
  return [...moves.keys()]
}

/** Deletes and makes again what is derived: the index, what resolutions are looked up in, the facts of commits, passports, the memo of the last run. */
export function reindex(workspace: Workspace, machine: Machine): Promise<number> {
  return withIntegrationLock(workspace.record, holderOf(machine), machine.listen, async () => {
    const { memoPath, mergesPath, matrixPath, shelfPath, factsPath, passportsPath } = workspace
    // SQLite's log goes with its file: left behind, it would be taken for that of the next one.
    const databases = [shelfPath, passportsPath].flatMap((file) => [file, `${file}-wal`, `${file}-shm`])
    for (const file of [memoPath, mergesPath, matrixPath, factsPath, ...databases]) await rm(file, { force: true })
    await rm(join(workspace.quarantineFolder), { recursive: true, force: true })
    await using looked = await look(workspace)
    using index = await openIndex(workspace)
    await index.rebuild(looked.runs)
    return (await looked.runs.releases()).length
  })
}
