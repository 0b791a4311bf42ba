/** Puts together our chain of resolutions and somebody else's, without loss and without what is not in order. */
import { countBeyond } from '../../../base/git/commit-walk.ts'
import { Folders } from '../../../base/git/folders.ts'
import type { ObjectReader } from '../../../base/git/object-reader.ts'
import { type GitObject, makeCommit } from '../../../base/git/objects.ts'
import { overlay } from '../../../base/git/overlay.ts'
import type { Git } from '../../../base/git/spawn.ts'
import type { Instant } from '../../../base/model/instant.ts'
import { type CommitOid, EMPTY_TREE } from '../../../base/model/oid.ts'
import type { Person } from '../../../base/model/person.ts'
import { rootOf } from '../../record/chain.ts'
import { sift, type Sifted } from './sift.ts'

export interface Uniting {
  readonly ours: CommitOid | undefined
  readonly theirs: CommitOid
  readonly by: Person
  readonly at: Instant
}

export interface United extends Sifted {
  /** Where the chain stands afterwards; ours when nothing is new. */
  readonly head: CommitOid | undefined
  /** Whether all of theirs stands in ours now, so that their history may become part of it. */
  readonly isWhole: boolean
  /** Folders and commit that stand in neither chain. Where theirs is not whole, all that ours lacks. */
  readonly made: readonly GitObject[]
}

/** A repository that sees both chains, and one that has ours alone. */
export interface Readers {
  readonly both: ObjectReader
  readonly own: ObjectReader
}

/**
 * Their commit becomes a parent only when nothing of it was refused: so what is refused never comes into our record, is told each time, and may
 * still join when a later version of Tributary can read it. Undefined when there is more than anybody records.
 */
export async function unite(
  git: Git,
  { both, own }: Readers,
  { ours, theirs, by, at }: Uniting,
): Promise<United | undefined> {
  const folders = new Folders(both)
  const [here, there] = [ours === undefined ? EMPTY_TREE : await rootOf(both, ours), await rootOf(both, theirs)]
  const sifted = await sift(folders, both, { ours: here, theirs: there, now: at })
  if (sifted === undefined) return undefined
  const isWhole = sifted.refused.length === 0
  if (sifted.leaves.length === 0) return { ...sifted, head: ours, isWhole, made: [] }
  const desk = isWhole ? folders : new Folders(own)
  const tree = await overlay(desk, here, sifted.leaves)
  if (isWhole && tree === there && (ours === undefined || (await countBeyond(git, [ours], [theirs])) === 0))
    return { ...sifted, head: theirs, isWhole, made: [] }
  const parents = [...(ours === undefined ? [] : [ours]), ...(isWhole ? [theirs] : [])]
  const commit = makeCommit({ tree, parents, by, at, message: messageOf(sifted) })
  return { ...sifted, head: commit.oid, isWhole, made: [...desk.made.values(), commit] }
}

function messageOf({ resolutions, withdrawals }: Sifted): string {
  return `fetch: ${resolutions.length} resolutions and ${withdrawals.length} withdrawals of others\n`
}
