/** Adds resolutions to the record, with all that they name. */
import { copyObjects } from '../base/git/copy-objects.ts'
import type { GitObject } from '../base/git/objects.ts'
import { addPack } from '../base/git/pack.ts'
import { moveRefs } from '../base/git/refs.ts'
import { resolveCommit } from '../base/git/rev-parse.ts'
import type { Git } from '../base/git/spawn.ts'
import type { Instant } from '../base/model/instant.ts'
import { REF_RESOLUTIONS } from '../base/model/names.ts'
import type { CommitOid, Oid } from '../base/model/oid.ts'
import type { Person } from '../base/model/person.ts'
import type { Resolution } from '../base/model/resolution.ts'
import type { IntegrationLock } from '../memory/record/lock.ts'
import { extendResolutions } from '../memory/resolutions/store.ts'
import { blobsOf } from './learned-resolution.ts'
import { openReading, type Workspace } from './workspace.ts'

export interface Keeping {
  /** Where the blobs are that the resolutions name. */
  readonly from: Git
  readonly resolutions: readonly Resolution[]
  /** What no repository holds yet. */
  readonly blobs: readonly GitObject[]
  readonly by: Person
  readonly at: Instant
  readonly message: string
}

/** One commit on the chain, however many they are. */
export async function keepResolutions(
  workspace: Workspace,
  keeping: Keeping,
  _lock: IntegrationLock,
): Promise<CommitOid> {
  const { git } = workspace.record
  const { from, blobs, ...link } = keeping
  const fresh = new Set<Oid>(blobs.map(({ oid }) => oid))
  await copyObjects(
    from,
    git,
    keeping.resolutions.flatMap(blobsOf).filter((oid) => !fresh.has(oid)),
  )
  await using reading = openReading(git)
  for (const blob of blobs) reading.folders.made.set(blob.oid, blob)
  const head = await resolveCommit(git, REF_RESOLUTIONS)
  const next = await extendResolutions(reading.folders, reading.reader, { head, withdrawals: [], ...link })
  await addPack(git, [...reading.folders.made.values()])
  await moveRefs(git, [{ ref: REF_RESOLUTIONS, from: head, to: next }])
  return next
}
