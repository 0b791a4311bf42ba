/** Asks one repository what it has, and works out what of it must be fetched. */
import { type Listing, type ListingAnswer, listRemote } from '../../base/git/ls-remote.ts'
import type { Git } from '../../base/git/spawn.ts'
import { type Transport, type TransportSetting, transportTo } from '../../base/git/transport.ts'
import type { Oid } from '../../base/model/oid.ts'
import { checkHost, type HostPolicy } from './address.ts'
import type { Offers } from './already-here.ts'
import { inCount } from './limits.ts'
import type { Repository, Wanted } from './plan.ts'
import { whyNot } from './quarantine.ts'
import type { Server } from './server.ts'
import type { Answer } from './settle.ts'

/** How long a list of branches may take. Servers under load answer within 20 s. */
export const LISTING_SECONDS = 60

/** A repository that was asked. */
export interface Remote {
  readonly transport: Transport
  readonly server: Server
  /** Undefined when there was nothing to ask. */
  readonly listing: Listing | undefined
  /** What is known from the listing alone. */
  readonly answers: ReadonlyMap<Wanted, Answer>
  /** What must be had: where it stands now. */
  readonly offers: Offers
}

export interface Asking {
  /** A repository of its own to run in, so that none of the operator's is looked at. */
  readonly git: Git
  readonly setting: TransportSetting
  readonly policy: HostPolicy
  readonly server: Server
}

export type Asked =
  | { readonly kind: 'ok'; readonly remote: Remote }
  | Exclude<Answer, { readonly kind: 'here' | 'gone' }>

/** One process a repository, however many trees come from it. */
export async function askRemote(repository: Repository, asking: Asking): Promise<Asked> {
  const { url, wanted } = repository
  const { server } = asking
  const host = await checkHost(url, asking.policy)
  if (host.kind !== 'ok') return host
  const transport = transportTo(url, host.addresses, asking.setting)
  if (wanted.every(({ pinned }) => pinned !== undefined)) {
    return { kind: 'ok', remote: { transport, server, ...sort(wanted, undefined) } }
  }
  const refsMax = Math.max(...wanted.map(({ limits }) => limits.refs))
  const seconds = Math.min(LISTING_SECONDS, ...wanted.map(({ limits }) => limits.fetchSeconds))
  const tags = wanted.some(({ tree }) => tree === undefined)
  const answer = await askOnce(server, () => listRemote(asking.git, transport, { tags, seconds, refsMax }))
  if (answer.kind === 'too-much') return { kind: 'refused', why: tooManyRefs(refsMax) }
  if (answer.kind !== 'listed') return { kind: 'unreachable', why: answer.kind === 'silent' ? SILENT : whyNot(answer) }
  return { kind: 'ok', remote: { transport, server, ...sort(wanted, answer.listing) } }
}

const SILENT = 'its server did not answer for the repositories before it'

function askOnce(
  server: Server,
  ask: () => Promise<ListingAnswer>,
): Promise<ListingAnswer | { readonly kind: 'silent' }> {
  return server.run(async () => {
    if (server.silent) return { kind: 'silent' }
    const answer = await ask()
    server.heard(answer.kind)
    return answer
  })
}

function sort(wanted: readonly Wanted[], listing: Listing | undefined): Pick<Remote, 'listing' | 'answers' | 'offers'> {
  const answers = new Map<Wanted, Answer>()
  const offers = new Map<Wanted, Oid>()
  for (const one of wanted) {
    const { pinned, branch, had, limits } = one
    const offered = pinned ?? listing?.heads.get(branch)
    if (pinned === undefined && listing && listing.count > limits.refs) {
      answers.set(one, { kind: 'refused', why: tooManyRefs(limits.refs) })
    } else if (offered === undefined) answers.set(one, { kind: 'gone' })
    else if (offered === had) answers.set(one, { kind: 'here', commit: had })
    else offers.set(one, offered)
  }
  return { listing, answers, offers }
}

function tooManyRefs(refs: number): string {
  return `its repository offers more than the ${inCount(refs)} branches and tags that are allowed`
}
