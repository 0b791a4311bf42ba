/** Pushes the release where others fetch it, never over what somebody else put there. */
import { createHash } from 'node:crypto'
import { moveRefs, readRefs } from '../../base/git/refs.ts'
import { parseListing } from '../../base/git/ls-remote.ts'
import { branchRef, type RefName, releaseDay, tagRef } from '../../base/model/names.ts'
import { type Oid, short } from '../../base/model/oid.ts'
import type { Release } from '../../base/model/run.ts'
import { printable } from '../../base/text/printable.ts'
import type { Record } from '../../memory/record/record.ts'
import { tagOf } from './assemble.ts'

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
}

/** Whether the release is not known to have reached this repository. */
export async function isPending(record: Record, url: string, release: Release): Promise<boolean> {
  const ref = pushedRef(url)
  return (await readRefs(record.git, [ref])).get(ref)?.oid !== release.commit
}

/** The lease is what we pushed last, or that the branch is not there yet: an unknown state is never overwritten. */
export async function pushRelease(record: Record, release: Release, setting: PushSetting): Promise<Pushed> {
  const { url } = setting
  const ref = pushedRef(url)
  const last = (await readRefs(record.git, [ref])).get(ref)?.oid
  const first = await attempt(record, release, setting, last)
  if (first === undefined) return noted(record, release, url, last)
  const there = await branchThere(record, release, setting)
  if (there === undefined || there === last) return { url, problem: first }
  if (!(await isOurs(record, there))) return { url, problem: overtaken(release, there, last) }
  // An earlier run pushed it and died before it could note that.
  const second = await attempt(record, release, setting, there)
  return second === undefined ? noted(record, release, url, last) : { url, problem: second }
}

async function noted(record: Record, release: Release, url: string, last: Oid | undefined): Promise<Pushed> {
  await moveRefs(record.git, [{ ref: pushedRef(url), from: last, to: release.commit }])
  return { url, problem: undefined }
}

/** Pushes branch and tag together or not at all; what went wrong as printable text, undefined when nothing did. */
async function attempt(
  record: Record,
  release: Release,
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
      `${tagOf(release.record.plan, release.commit).oid}:${tagRef(release.name)}`,
    ],
    timeoutMs: PUSH_TIMEOUT_MS,
    env: { ...setting.env, GIT_ALLOW_PROTOCOL: setting.protocols },
  })
  if (result.exit === 0) return undefined
  const words = result.stderr || printable(result.stdout.toString('utf8')).trim()
  return words || `git push ended with exit code ${result.exit}`
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

/** Whether it is one of our releases. */
async function isOurs(record: Record, commit: Oid): Promise<boolean> {
  const tags = await readRefs(record.git, ['refs/tags/'])
  return [...tags.values()].some((tag) => tag.peeled === commit)
}

function overtaken(release: Release, there: Oid, last: Oid | undefined): string {
  const { prefix } = releaseDay(release.name)
  const back = last === undefined ? 'remove it there' : `put it back to ${short(last)} there`
  return `its branch ${prefix} is at ${short(there)}, which is no release of ours: somebody else moved it, and it is not overwritten. When that may go, ${back}; the next run pushes again.`
}

/** Where we note what a repository has from us. Named by a hash: a URL is no ref name. */
function pushedRef(url: string): RefName {
  return `refs/tributary/pushed/${createHash('sha256').update(url).digest('hex').slice(0, 16)}` as RefName
}
