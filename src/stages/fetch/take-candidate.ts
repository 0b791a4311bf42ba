/** Brings what a gate is to be tried on into a worker's own repository, through the same quarantine and checks as a tree. */
import { readRefs } from '../../base/git/refs.ts'
import type { Transport } from '../../base/git/transport.ts'
import { FSCK_TOLERABLE } from '../../base/model/fsck-messages.ts'
import type { RefName } from '../../base/model/names.ts'
import type { CommitOid } from '../../base/model/oid.ts'
import type { Limits } from '../../base/model/roster.ts'
import { type Gate, type Received, receive } from './quarantine.ts'

/** Keeps what was brought last, so that of the next candidate only what differs is sent. */
const REF = 'refs/trees/candidate' as RefName

/**
 * The record has let all of this in by the rules of its roster, which a worker does not know. So what a roster can forgive is forgiven
 * here; what hides files or runs commands never is, whoever else let it pass. One at a time.
 */
export async function takeCandidate(
  gate: Gate,
  transport: Transport,
  candidate: CommitOid,
  limits: Limits,
): Promise<Received> {
  const had = (await readRefs(gate.record, [REF])).get(REF)?.oid
  return receive(gate, transport, [
    { from: candidate, type: 'commit', ref: REF, had, limits, tolerate: FSCK_TOLERABLE },
  ])
}
