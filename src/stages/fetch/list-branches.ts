/** Asks one repository for its branches, and fetches nothing. */
import { listRemote } from '../../base/git/ls-remote.ts'
import type { Git } from '../../base/git/spawn.ts'
import { transportTo } from '../../base/git/transport.ts'
import type { CommitOid } from '../../base/model/oid.ts'
import type { FetchSettings, Limits } from '../../base/model/roster.ts'
import { OperatingError } from '../../base/std/operating-error.ts'
import type { RemoteUrl } from '../../base/text/remote-url.ts'
import { openDesk } from './desk.ts'
import { checkHost } from './address.ts'
import { whyNot } from './quarantine.ts'
import { LISTING_SECONDS } from './remote.ts'

export interface ListingSetting {
  /** In no repository. */
  readonly git: Git
  readonly recordDir: string
  readonly scratchFolder: string
  readonly pid: number
  readonly passThrough: Readonly<Record<string, string>>
  readonly fetch: FetchSettings
  readonly limits: Limits
}

/** Where each branch stands, by its name. Throws when nobody answers: without the list there is nothing to do. */
export async function listBranches(url: RemoteUrl, setting: ListingSetting): Promise<ReadonlyMap<string, CommitOid>> {
  const { git, recordDir: gitDir, scratchFolder: folder, pid, passThrough, fetch, limits } = setting
  const host = await checkHost(url, { privateHosts: fetch.privateHosts, proxied: false })
  if (host.kind !== 'ok') throw unlisted(url, host.why)
  await using desk = await openDesk(git, { folder, pid, gitDir })
  const { globalConfig } = desk
  const transport = transportTo(url, host.addresses, { ...fetch, passThrough, globalConfig })
  const question = { tags: false, seconds: LISTING_SECONDS, refsMax: limits.refs }
  const answer = await listRemote(desk.git, transport, question)
  if (answer.kind !== 'listed')
    throw unlisted(url, answer.kind === 'too-much' ? 'it has too many branches' : whyNot(answer))
  return answer.listing.heads as ReadonlyMap<string, CommitOid>
}

function unlisted(url: RemoteUrl, why: string): OperatingError {
  return new OperatingError(
    'git-failed',
    `${url.text} does not tell its branches: ${why}`,
    'See that it can be reached, or name a folder.',
  )
}
