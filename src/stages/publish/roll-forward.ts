/** Where branch and tag must go so that they name the newest release. */
import { readRefs, type RefMove } from '../../base/git/refs.ts'
import { branchRef, releaseDay, tagRef } from '../../base/model/names.ts'
import type { Release } from '../../base/model/run.ts'
import type { IntegrationLock } from '../../memory/record/lock.ts'
import type { Record } from '../../memory/record/record.ts'
import { tagOf } from './assemble.ts'

/** The moves that are still to be made; the tag's object must be in the record. */
export async function releaseMoves(
  record: Record,
  release: Release,
  _lock: IntegrationLock,
): Promise<readonly RefMove[]> {
  const branch = branchRef(releaseDay(release.name).prefix)
  const tag = tagRef(release.name)
  const refs = await readRefs(record.git, [branch, tag])
  const at = refs.get(branch)?.oid
  const moves: RefMove[] = at === release.commit ? [] : [{ ref: branch, from: at, to: release.commit }]
  if (refs.has(tag)) return moves
  return [...moves, { ref: tag, from: undefined, to: tagOf(release.record.plan, release.commit).oid }]
}
