/** The moment a release exists: one ref, moved by compare-and-swap. */
import type { RefMover } from '../../base/git/refs.ts'
import { REF_RUNS } from '../../base/model/names.ts'
import type { CommitOid } from '../../base/model/oid.ts'
import type { IntegrationLock } from '../../memory/record/lock.ts'

/** Throws when another run came in between; nothing is published then. */
export async function commitRun(
  mover: RefMover,
  from: CommitOid | undefined,
  to: CommitOid,
  _lock: IntegrationLock,
): Promise<void> {
  await mover.move([{ ref: REF_RUNS, from, to }])
}
