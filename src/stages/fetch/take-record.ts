/** Brings another repository's record into an empty one, through the same quarantine and checks as a tree. */
import { listAllRefs } from '../../base/git/ls-remote.ts'
import type { Git } from '../../base/git/spawn.ts'
import type { SshFiles } from '../../base/git/ssh-words.ts'
import { transportTo } from '../../base/git/transport.ts'
import { FSCK_TOLERABLE } from '../../base/model/fsck-messages.ts'
import type { RefName } from '../../base/model/names.ts'
import type { Limits } from '../../base/model/roster.ts'
import type { RemoteUrl } from '../../base/text/remote-url.ts'
import { openDesk } from './desk.ts'
import { KnownShapes, saveShapes } from './known-shapes.ts'
import { inCount } from './limits.ts'
import { type Gate, receive, type Request, whyNot } from './quarantine.ts'
import { recordRefs } from './record-refs.ts'
import { LISTING_SECONDS } from './remote.ts'

export interface TakingSetting {
  /** In no repository. */
  readonly git: Git
  /** In the empty record. */
  readonly record: Git
  readonly recordDir: string
  /** For the quarantine: on the record's file system. */
  readonly scratchFolder: string
  readonly pid: number
  readonly passThrough: Readonly<Record<string, string>>
  readonly ssh: SshFiles
  readonly limits: Limits
}

export type Taken =
  | {
      readonly kind: 'here'
      /** Refs over there that are none of a record's and stayed there. */
      readonly left: number
    }
  | { readonly kind: 'unreachable'; readonly why: string }
  | { readonly kind: 'refused'; readonly why: string }

/**
 * No roster says yet what its trees are forgiven, so the faults that a tree can be forgiven are forgiven here; what hides
 * files or runs commands never is.
 */
export async function takeRecord(url: RemoteUrl, setting: TakingSetting): Promise<Taken> {
  const { git, record, recordDir, scratchFolder: folder, pid, passThrough, ssh, limits } = setting
  await using desk = await openDesk(git, { folder, pid, gitDir: recordDir })
  const { globalConfig } = desk
  // The operator named this very address, so it may be one of the operator's own network.
  const transport = transportTo(url, [], { ...ssh, credentialHelper: undefined, passThrough, globalConfig })
  const listed = await listAllRefs(desk.git, transport, { seconds: LISTING_SECONDS, refsMax: limits.refs })
  if (listed.kind === 'too-much')
    return { kind: 'refused', why: `it offers more than the ${inCount(limits.refs)} refs that are allowed` }
  if (listed.kind !== 'listed') return { kind: 'unreachable', why: whyNot(listed) }
  const refs = recordRefs(listed.names)
  const left = listed.names.length - refs.length
  if (refs.length === 0) return { kind: 'here', left }
  const shapes = new KnownShapes()
  const gate: Gate = { git, record, recordDir, folder, pid, shapes }
  const received = await receive(
    gate,
    transport,
    refs.map((ref) => requestFor(ref, limits)),
  )
  if (received.kind !== 'here') return received
  await saveShapes(folder, shapes, pid)
  return { kind: 'here', left }
}

function requestFor(ref: RefName, limits: Limits): Request {
  const type = /^refs\/(upstream\/)?tags\//.test(ref) ? 'tag' : 'commit'
  return { from: ref, type, ref, had: undefined, limits, tolerate: FSCK_TOLERABLE }
}
