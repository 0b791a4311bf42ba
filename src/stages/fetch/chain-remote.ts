/** Another repository that has a chain of a record, such as its resolutions: asked where it stands, and fetched, under all the checks that a tree has. */
import { listOneRef, type OneRefAnswer } from '../../base/git/ls-remote.ts'
import type { Git } from '../../base/git/spawn.ts'
import { type Transport, transportTo } from '../../base/git/transport.ts'
import type { RefName } from '../../base/model/names.ts'
import type { FetchSettings, Limits } from '../../base/model/roster.ts'
import type { RemoteUrl } from '../../base/text/remote-url.ts'
import { openDesk } from './desk.ts'
import { checkHost } from './address.ts'
import { KnownShapes } from './known-shapes.ts'
import { tightest } from './limits.ts'
import { receive, type Received } from './quarantine.ts'
import { LISTING_SECONDS } from './remote.ts'

/** What a chain may bring beyond what a tree may: far less than a history of a kernel. */
const CHAIN_LIMITS: Partial<Limits> = { packBytes: 1024 ** 3, objects: 5_000_000, treeDepth: 8, pathLength: 200 }

export interface ChainSetting {
  /** In no repository. */
  readonly git: Git
  /** Of the record: what it has of the chain need not be sent again. */
  readonly recordDir: string
  /** For quarantines: on the record's file system. */
  readonly folder: string
  readonly pid: number
  readonly passThrough: Readonly<Record<string, string>>
  readonly fetch: FetchSettings
  readonly limits: Limits
  readonly ref: RefName
}

export type OpenedRemote =
  | { readonly kind: 'ok'; readonly remote: ChainRemote }
  | { readonly kind: 'refused' | 'unreachable'; readonly why: string }

export async function openChainRemote(url: RemoteUrl, setting: ChainSetting): Promise<OpenedRemote> {
  const { git, recordDir: gitDir, folder, pid, passThrough, fetch } = setting
  const proxied = url.scheme === 'https' && Object.keys(passThrough).some((name) => /^(https?|all)_proxy$/i.test(name))
  const host = await checkHost(url, { privateHosts: fetch.privateHosts, proxied })
  if (host.kind !== 'ok') return host
  const desk = await openDesk(git, { folder, pid, gitDir })
  const { globalConfig } = desk
  const transport = transportTo(url, host.addresses, { ...fetch, passThrough, globalConfig })
  // Where trees are fetched only their tips are offered as known; here it is the chain that the other side may have.
  const config = [...transport.config, '-c', `core.alternateRefsPrefixes=${setting.ref}`]
  return { kind: 'ok', remote: new ChainRemote(desk, { ...transport, config }, setting) }
}

/** Dispose of it when nothing is asked any more. */
export class ChainRemote implements AsyncDisposable {
  readonly #desk: { readonly git: Git } & AsyncDisposable
  readonly #setting: ChainSetting
  /** For whoever pushes there. */
  readonly transport: Transport

  constructor(desk: { readonly git: Git } & AsyncDisposable, transport: Transport, setting: ChainSetting) {
    this.#desk = desk
    this.#setting = setting
    this.transport = transport
  }

  [Symbol.asyncDispose](): PromiseLike<void> {
    return this.#desk[Symbol.asyncDispose]()
  }

  /** Where the chain stands over there. */
  stands(): Promise<OneRefAnswer> {
    return listOneRef(this.#desk.git, this.transport, { ref: this.#setting.ref, seconds: LISTING_SECONDS })
  }

  /** Brings it into a repository beside the record, under the same ref. */
  bring(into: { readonly git: Git; readonly gitDir: string }): Promise<Received> {
    const { git, folder, pid, ref, limits } = this.#setting
    const gate = { git, record: into.git, recordDir: into.gitDir, folder, pid, shapes: new KnownShapes() }
    const bounded = tightest([limits, { ...limits, ...CHAIN_LIMITS }])
    const request = { from: ref, type: 'commit', ref, had: undefined, limits: bounded, tolerate: [] } as const
    return receive(gate, this.transport, [request])
  }
}
