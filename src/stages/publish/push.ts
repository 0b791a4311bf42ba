/** Pushes the release where others fetch it, never over what somebody else put there. */
import { callRemote } from '../../base/git/call-remote.ts'
import { listOneRef } from '../../base/git/ls-remote.ts'
import { moveRefs, readRefs, type Ref } from '../../base/git/refs.ts'
import type { Transport } from '../../base/git/transport.ts'
import { branchRef, type RefName, releaseDay, tagRef } from '../../base/model/names.ts'
import { type Oid, short } from '../../base/model/oid.ts'
import type { Release } from '../../base/model/run.ts'
import { unreachable } from '../../base/std/assert.ts'
import { oneLine } from '../../base/text/printable.ts'
import type { Record } from '../../memory/record/record.ts'
import { tagOf } from './assemble.ts'
import { pushedRef } from './pushed-ref.ts'

/** Longest a push may take: a first push of a kernel is 2 GB. */
const PUSH_SECONDS = 3600

/** Most memory for putting together what is pushed, which is our own and may be all of a kernel: 10 million objects, at 400 bytes or so each. */
const MEMORY_MAX_BYTES = 16 * 1024 ** 3

/** How long the other side may take to say where the branch stands. */
const LISTING_SECONDS = 60

export interface PushSetting {
  /** As it is noted and told. */
  readonly url: string
  readonly transport: Transport
}

/** What one push came to; `problem` is printable. */
export interface Pushed {
  readonly url: string
  readonly problem: string | undefined
  /** Earlier releases whose tags came along, because their own push had failed. */
  readonly madeUpFor: number
}

/** What a repository is to have: the newest release, and the tags of those that it should have had before. */
export interface Owed {
  readonly release: Release
  readonly missed: readonly Release[]
}

/** The release that is known to have reached this repository last. */
export async function lastPushed(record: Record, url: string): Promise<Oid | undefined> {
  const ref = pushedRef(url, 'release')
  return (await readRefs(record.git, [ref])).get(ref)?.oid
}

/** The lease is what we pushed last, or that the branch is not there yet: an unknown state is never overwritten. */
export async function pushRelease(record: Record, { release, missed }: Owed, setting: PushSetting): Promise<Pushed> {
  const { url } = setting
  const last = await lastPushed(record, url)
  const tags = await releaseTags(record)
  const owed = { release, missed: missed.filter(({ name }) => tags.has(tagRef(name))) }
  const failed = (problem: string): Pushed => ({ url, problem, madeUpFor: 0 })
  const noted = async (): Promise<Pushed> => {
    await moveRefs(record.git, [{ ref: pushedRef(url, 'release'), from: last, to: release.commit }])
    return { url, problem: undefined, madeUpFor: owed.missed.length }
  }
  const first = await attempt(record, owed, setting, last)
  if (first === undefined) return noted()
  const there = await branchThere(record, release, setting)
  if (there === undefined || there === last) return failed(first)
  if (![...tags.values()].some((tag) => tag.peeled === there)) return failed(overtaken(release, there, last))
  // An earlier run pushed it and died before it could note that.
  const second = await attempt(record, owed, setting, there)
  return second === undefined ? noted() : failed(second)
}

/** Of our releases; one that somebody took out of the record is not made again. */
function releaseTags(record: Record): Promise<ReadonlyMap<RefName, Ref>> {
  return readRefs(record.git, ['refs/tags/'])
}

/** Pushes branch and tags together or not at all; what went wrong as printable text, undefined when nothing did. */
async function attempt(
  record: Record,
  { release, missed }: Owed,
  setting: PushSetting,
  lease: Oid | undefined,
): Promise<string | undefined> {
  const branch = branchRef(releaseDay(release.name).prefix)
  const answer = await callRemote(record.git, setting.transport, {
    args: [
      'push',
      '--porcelain',
      '--quiet',
      '--no-verify',
      '--no-follow-tags',
      '--atomic',
      `--force-with-lease=${branch}:${lease ?? ''}`,
      '--end-of-options',
      setting.transport.url,
      `${release.commit}:${branch}`,
      ...[release, ...missed].map(tagRefspec),
    ],
    seconds: PUSH_SECONDS,
    memoryMaxBytes: MEMORY_MAX_BYTES,
  })
  switch (answer.kind) {
    case 'done':
      return undefined
    case 'failed': {
      const refusals = refusedRefs(answer.output)
      return refusals === '' ? `it could not be pushed; ${answer.why}` : `its server refuses ${refusals}`
    }
    case 'timed-out':
      return `it could not be pushed; no end after ${answer.seconds} s`
    case 'too-much':
      return 'it could not be pushed; its server answers without end'
    case 'stopped':
      return 'it could not be pushed; it was stopped'
    default:
      return unreachable(answer)
  }
}

/** Lines of a ref that was not taken are `!\t<from>:<to>\t[<summary>] (<reason>)` (git-push(1), OUTPUT). */
function refusedRefs(porcelain: string): string {
  const lines = porcelain.split('\n').flatMap((line) => {
    const [flag, refspec = '', summary = ''] = line.split('\t')
    return flag === '!' ? [`${refspec.slice(refspec.indexOf(':') + 1)} ${summary.replace(/^\[.*?\] /, '')}`] : []
  })
  return oneLine(lines.join(', '), 300)
}

function tagRefspec({ name, commit, record: { plan } }: Release): string {
  return `${tagOf(plan, commit).oid}:${tagRef(name)}`
}

/** Where the branch stands over there; undefined when it is not there or nobody answers. */
async function branchThere(record: Record, release: Release, setting: PushSetting): Promise<Oid | undefined> {
  const ref = branchRef(releaseDay(release.name).prefix)
  const answer = await listOneRef(record.git, setting.transport, { ref, seconds: LISTING_SECONDS })
  return answer.kind === 'listed' ? answer.oid : undefined
}

function overtaken(release: Release, there: Oid, last: Oid | undefined): string {
  const { prefix } = releaseDay(release.name)
  const back = last === undefined ? 'remove it there' : `put it back to ${short(last)} there`
  return `its branch ${prefix} is at ${short(there)}, which is no release of ours: somebody else moved it, and it is not overwritten. When that may go, ${back}; the next run pushes again.`
}
