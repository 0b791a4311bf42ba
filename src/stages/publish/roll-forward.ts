/** Brings everything that follows from the newest run up to date with it: safe to do again at any time. */
import { addPack } from '../../base/git/pack.ts'
import { moveRefs, readRefs, type RefMove } from '../../base/git/refs.ts'
import { branchRef, releaseDay, tagRef } from '../../base/model/names.ts'
import type { Release } from '../../base/model/run.ts'
import type { IntegrationLock } from '../../memory/record/lock.ts'
import type { Record } from '../../memory/record/record.ts'
import { tagOf } from './assemble.ts'

/** Moves the branch and the tag to the release. Returns what was not there yet. */
export async function rollRefs(record: Record, release: Release, _lock: IntegrationLock): Promise<readonly RefMove[]> {
  const { prefix } = releaseDay(release.name)
  const branch = branchRef(prefix)
  const tagName = tagRef(release.name)
  const tag = tagOf(release.record.plan, release.commit)
  const refs = await readRefs(record.git, [branch, tagName])
  const moves: RefMove[] = []
  const at = refs.get(branch)?.oid
  if (at !== release.commit) moves.push({ ref: branch, from: at, to: release.commit })
  if (!refs.has(tagName)) {
    // Nothing kept the tag object alive until now: a prune may have taken it.
    await addPack(record.git, [tag])
    moves.push({ ref: tagName, from: undefined, to: tag.oid })
  }
  await moveRefs(record.git, moves)
  return moves
}
