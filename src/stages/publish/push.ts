/** Pushes the release where others fetch it, never over what somebody else put there. */
import { gitSays } from '../../base/git/complaint.ts'
import { moveRefs, readRefs, type Ref } from '../../base/git/refs.ts'
import { parseListing } from '../../base/git/ls-remote.ts'
import { branchRef, type RefName, releaseDay, tagRef } from '../../base/model/names.ts'
import { type Oid, short } from '../../base/model/oid.ts'
import type { Release } from '../../base/model/run.ts'
import { oneLine } from '../../base/text/printable.ts'
import type { Record } from '../../memory/record/record.ts'
import { tagOf } from './assemble.ts'
import { pushedRef } from './pushed-ref.ts'

/** Longest a push may take: a first push of a kernel is 2 GB. */
const PUSH_TIMEOUT_MS = 3_600_000

const NETWORK = ['-c', 'http.followRedirects=false', '-c', 'transfer.credentialsInUrl=die'] as const

export interface PushSetting {
  readonly url: string
  /** What git may speak, as GIT_ALLOW_PROTOCOL takes it: `https:ssh`. */
  readonly protocols: string
  /** Variables git needs to reach the remote: ssh agent, proxies, certificates. */
  readonly env: Readonly<{ [name: string]: string }>
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
  const result = await record.git.attempt({
    args: [
      ...NETWORK,
      'push',
      '--porcelain',
      '--quiet',
      '--no-verify',
      '--no-follow-tags',
      '--atomic',
      `--force-with-lease=${branch}:${lease ?? ''}`,
      '--end-of-options',
      setting.url,
      `${release.commit}:${branch}`,
      ...[release, ...missed].map(tagRefspec),
    ],
    timeoutMs: PUSH_TIMEOUT_MS,
    env: { ...setting.env, GIT_ALLOW_PROTOCOL: setting.protocols },
  })
  if (result.exit === 0) return undefined
  const refusals = refusedRefs(result.stdout.toString('utf8'))
  return refusals === '' ? `it could not be pushed; ${gitSays(result.stderr)}` : `its server refuses ${refusals}`
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
  const { prefix } = releaseDay(release.name)
  const result = await record.git.attempt({
    args: [...NETWORK, 'ls-remote', '--quiet', '--heads', '--end-of-options', setting.url, branchRef(prefix)],
    env: { ...setting.env, GIT_ALLOW_PROTOCOL: setting.protocols },
  })
  return result.exit === 0 ? parseListing(result.stdout.toString('utf8')).heads.get(prefix) : undefined
}

function overtaken(release: Release, there: Oid, last: Oid | undefined): string {
  const { prefix } = releaseDay(release.name)
  const back = last === undefined ? 'remove it there' : `put it back to ${short(last)} there`
  return `its branch ${prefix} is at ${short(there)}, which is no release of ours: somebody else moved it, and it is not overwritten. When that may go, ${back}; the next run pushes again.`
}
