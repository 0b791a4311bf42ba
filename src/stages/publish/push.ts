/** Pushes the release where others fetch it, never over what somebody else put there. */
import { createHash } from 'node:crypto'
import { moveRefs, readRefs } from '../../base/git/refs.ts'
import { branchRef, type RefName, releaseDay, tagRef } from '../../base/model/names.ts'
import type { Release } from '../../base/model/run.ts'
import type { Record } from '../../memory/record/record.ts'
import { tagOf } from './assemble.ts'

/** Longest a push may take: a first push of a kernel is 2 GB. */
const PUSH_TIMEOUT_MS = 3_600_000

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
  const branch = branchRef(releaseDay(release.name).prefix)
  const tag = tagRef(release.name)
  const ref = pushedRef(setting.url)
  const last = (await readRefs(record.git, [ref])).get(ref)?.oid
  const result = await record.git.attempt({
    args: [
      '-c',
      'http.followRedirects=false',
      '-c',
      'transfer.credentialsInUrl=die',
      'push',
      '--porcelain',
      '--quiet',
      '--no-verify',
      '--no-follow-tags',
      '--atomic',
      `--force-with-lease=${branch}:${last ?? ''}`,
      '--end-of-options',
      setting.url,
      `${release.commit}:${branch}`,
      `${tagOf(release.record.plan, release.commit).oid}:${tag}`,
    ],
    timeoutMs: PUSH_TIMEOUT_MS,
    env: { ...setting.env, GIT_ALLOW_PROTOCOL: setting.protocols },
  })
  if (result.exit !== 0)
    return {
      url: setting.url,
      problem: result.stderr || result.stdout.toString('utf8').trim() || `git push ended with exit code ${result.exit}`,
    }
  await moveRefs(record.git, [{ ref, from: last, to: release.commit }])
  return { url: setting.url, problem: undefined }
}

/** Where we note what a repository has from us. Named by a hash: a URL is no ref name. */
function pushedRef(url: string): RefName {
  return `refs/tributary/pushed/${createHash('sha256').update(url).digest('hex').slice(0, 16)}` as RefName
}
