/** Where branch and tag must go so that they name the newest release. */
import { readRefs, type RefMove } from '../../base/git/refs.ts'
import { branchRef, releaseDay, tagRef } from '../../base/model/names.ts'
import type { Release } from '../../base/model/run.ts'
import type { IntegrationLock } from '../../memory/record/lock.ts'
import type { Record } from '../../memory/record/record.ts'
import { tagOf } from './assemble.ts'

/** The moves that are still to be made, the tag's first: the branch never names what has no tag. The tag's object must be in the record. */
export async function releaseMoves(
  record: Record,
  release: Release,
  _lock: IntegrationLock,
): Promise<readonly RefMove[]> {
  const branch = branchRef(releaseDay(release.name).prefix)
  const tag = tagRef(release.name)
  const refs = await readRefs(record.git, [branch, tag])
  const moves: RefMove[] = []
  if (!refs.has(tag)) moves.push({ ref: tag, from: undefined, to: tagOf(release.record.plan, release.commit).oid })
  const at = refs.get(branch)?.oid
  if (at !== release.commit) moves.push({ ref: branch, from: at, to: release.commit })
  return moves
}
