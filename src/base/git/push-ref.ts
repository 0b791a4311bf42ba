/** Moves one ref of another repository to a commit of ours, from where it is known to stand and from nowhere else. */
import type { RefName } from '../model/names.ts'
import type { CommitOid, Oid } from '../model/oid.ts'
import type { Git } from './spawn.ts'
import { callRemote, type RemoteAnswer } from './call-remote.ts'
import type { Transport } from './transport.ts'

export interface RefPush {
  readonly ref: RefName
  readonly commit: CommitOid
  /** Where it must stand over there; undefined: nowhere yet. */
  readonly from: Oid | undefined
  readonly seconds: number
}

export function pushRef(
  git: Git,
  transport: Transport,
  { ref, commit, from, seconds }: RefPush,
): Promise<RemoteAnswer> {
  return callRemote(git, transport, {
    args: [
      'push',
      '--quiet',
      '--no-verify',
      '--no-follow-tags',
      '--recurse-submodules=no',
      `--force-with-lease=${ref}:${from ?? ''}`,
      '--end-of-options',
      transport.url,
      `${commit}:${ref}`,
    ],
    seconds,
  })
}
