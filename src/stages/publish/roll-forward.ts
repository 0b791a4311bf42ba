/** Where branch and tag must go so that they name the newest release. */
import { readRefs, type RefMove } from '../../base/git/refs.ts'
import { branchRef, releaseDay, tagRef } from '../../base/model/names.ts'
import type { Oid } from '../../base/model/oid.ts'
import type { Release } from '../../base/model/run.ts'
import type { Record } from '../../memory/record/record.ts'
import { tagOf } from './assemble.ts'

/** Where the refs that name releases stand. */
export interface Standing {
  readonly branch: Oid | undefined
  /** Whether the release's tag is there. */
  readonly hasTag: boolean
}

export async function standingOf(record: Record, release: Release): Promise<Standing> {
  const branch = branchRef(releaseDay(release.name).prefix)
  const tag = tagRef(release.name)
  const refs = await readRefs(record.git, [branch, tag])
  return { branch: refs.get(branch)?.oid, hasTag: refs.has(tag) }
}

/** The moves that are still to be made, the tag's first: the branch never names what has no tag. The tag's object must be in the record. */
export function releaseMoves(release: Release, { branch, hasTag }: Standing): readonly RefMove[] {
  const moves: RefMove[] = []
  if (!hasTag) {
    const tag = tagOf(release.record.plan, release.commit)
    moves.push({ ref: tagRef(release.name), from: undefined, to: tag.oid })
  }
  if (branch !== release.commit)
    moves.push({ ref: branchRef(releaseDay(release.name).prefix), from: branch, to: release.commit })
  return moves
}
