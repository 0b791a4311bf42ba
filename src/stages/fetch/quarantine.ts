/** Brings objects into a quarantine, has them inspected, and lets them join the record: all of one call or none of it. */
import { statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { describeObjects } from '../../base/git/batch-check.ts'
import { fetchRefs } from '../../base/git/fetch.ts'
import { movePack, packNames } from '../../base/git/pack-files.ts'
import { moveRefs, readRefs } from '../../base/git/refs.ts'
import { createScratch, type Scratch } from '../../base/git/scratch.ts'
import type { Git } from '../../base/git/spawn.ts'
import type { RemoteAnswer } from '../../base/git/call-remote.ts'
import type { Transport } from '../../base/git/transport.ts'
import type { RefName } from '../../base/model/names.ts'
import type { CommitOid, Oid } from '../../base/model/oid.ts'
import type { Limits } from '../../base/model/roster.ts'
import { assert, unreachable } from '../../base/std/assert.ts'
import { OperatingError } from '../../base/std/operating-error.ts'
import { inspect, PURPOSE } from './inspect.ts'
import { inBytes, tightest } from './limits.ts'
import type { Shapes } from './tree-shape.ts'
import { watchQuarantine } from './watch.ts'

/** Where quarantines stand and where what passes goes. */
export interface Gate {
  readonly git: Git
  readonly record: Git
  readonly recordDir: string
  /** On the record's file system. */
  readonly folder: string
  readonly pid: number
  readonly shapes: Shapes
}

/** One ref of a remote, and the ref of the record that is to follow it. */
export interface Request {
  /** In full, or the id of a commit. */
  readonly from: string
  /** A tag may stand before the commit. */
  readonly type: 'commit' | 'tag'
  readonly ref: RefName
  readonly had: Oid | undefined
  readonly limits: Limits
  readonly tolerate: readonly string[]
}

export type Received =
  /** In the record now, in the order asked. */
  | { readonly kind: 'here'; readonly oids: readonly Oid[] }
  | { readonly kind: 'unreachable'; readonly why: string; readonly timedOut: boolean }
  | { readonly kind: 'refused'; readonly why: string }

/** Limits are those of the strictest request, so that what passes together would have passed alone. */
export async function receive(gate: Gate, transport: Transport, requests: readonly Request[]): Promise<Received> {
  const { git, record, recordDir, folder, pid } = gate
  await using quarantine = await createScratch(git, { folder, purpose: PURPOSE, pid, gitDir: recordDir })
  const limits = tightest(requests.map((request) => request.limits))
  const watch = watchQuarantine(quarantine.objectsDir, limits)
  const answer = await fetchRefs(quarantine.git, transport, {
    refspecs: requests.map(({ from }, at) => ({ from, to: quarantineRef(at) })),
    seconds: limits.fetchSeconds,
    fileMaxBytes: limits.packBytes,
    signal: watch.signal,
  }).catch(async (error: unknown) => {
    await watch.end()
    throw error
  })
  const broken = await watch.end()
  if (broken !== undefined) return { kind: 'refused', why: broken }
  const packs = await packNames(quarantine.objectsDir)
  // A whole pack means that the remote did its part: what failed after that is what the pack holds.
  if (packs.length === 0 && answer.kind !== 'done') return await notReceived(answer, gate, limits)
  const tips = answer.kind === 'done' ? await readTips(quarantine, requests) : []
  if (typeof tips === 'string') return { kind: 'refused', why: tips }
  const tolerate = common(requests.map((request) => request.tolerate))
  const commits = tips.map(({ commit }) => commit)
  const fault = await inspect({ quarantine, packs, folder, pid, limits, tolerate, tips: commits, shapes: gate.shapes })
  if (fault !== undefined) return { kind: 'refused', why: fault }
  if (answer.kind !== 'done') return { kind: 'refused', why: `git cannot use what it sent: ${whyNot(answer)}` }
  for (const pack of packs) await movePack(pack, quarantine.objectsDir, join(recordDir, 'objects'))
  const oids = tips.map(({ oid }) => oid)
  await moveRefs(
    record,
    requests.flatMap(({ ref, had }, at) => (oids[at] === had ? [] : [{ ref, from: had, to: oids[at] }])),
  )
  return { kind: 'here', oids }
}

function quarantineRef(at: number): RefName {
  return `refs/q/${at}` as RefName
}

const NOT_ALL =
  'its server did not send all that it offers, as a shallow repository does, which lacks the older history'

interface ReceivedTip {
  readonly oid: Oid
  readonly commit: CommitOid
}

/** What arrived for each request, or what is wrong with it. git itself has walked all that these point to and found it there. */
async function readTips(quarantine: Scratch, requests: readonly Request[]): Promise<ReceivedTip[] | string> {
  const refs = await readRefs(quarantine.git, ['refs/q/'])
  const oids = requests.map((_, at) => refs.get(quarantineRef(at))?.oid)
  if (!oids.every((oid) => oid !== undefined)) return NOT_ALL
  const commits = await describeObjects(
    quarantine.git,
    oids.map((oid) => `${oid}^{commit}`),
  )
  // What does not lead to a commit is missing from the answer, so nothing can be told by position then.
  if (commits.length < oids.length) return 'it does not point to a commit'
  const tips = oids.map((oid, at) => ({ oid, commit: commits[at]?.oid as CommitOid }))
  const wrong = tips.some(({ oid, commit }, at) => requests[at]?.type === 'commit' && oid !== commit)
  return wrong ? 'its branch points to a tag instead of a commit' : tips
}

/** Only what every one of them tolerates. */
function common(lists: readonly (readonly string[])[]): string[] {
  const [first = [], ...others] = lists
  return first.filter((item) => others.every((list) => list.includes(item)))
}

type Failure = Exclude<RemoteAnswer, { readonly kind: 'done' }>

async function notReceived(answer: Failure, gate: Gate, limits: Limits): Promise<Received> {
  if (answer.kind === 'failed' && (await diskIsFull(answer.stderr, gate.folder, limits))) {
    throw new OperatingError(
      'disk',
      `there is no room to fetch into: ${answer.why}`,
      'Free some space and run the command again; the record is as it was.',
    )
  }
  return { kind: 'unreachable', why: whyNot(answer), timedOut: answer.kind === 'timed-out' }
}

/** A remote may say that a disk is full too, so that is believed only where ours could be. */
async function diskIsFull(stderr: string, folder: string, limits: Limits): Promise<boolean> {
  if (!/No space left on device|Disk quota exceeded/i.test(stderr)) return false
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize < limits.packBytes
}

export function whyNot(answer: Failure): string {
  switch (answer.kind) {
    case 'failed':
      return answer.why
    case 'timed-out':
      return `no end after ${answer.seconds} s`
    case 'too-much':
      return `it answers more than ${inBytes(512 * 1024 * 1024)}`
    case 'stopped':
      assert(false, 'a call was stopped though no limit was broken')
    default:
      return unreachable(answer)
  }
}
