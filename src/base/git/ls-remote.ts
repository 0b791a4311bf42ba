/** Asks a repository which branches and tags it has, without fetching anything. */
import type { RefName } from '../model/names.ts'
import { isOid, type Oid } from '../model/oid.ts'
import type { Git } from './spawn.ts'
import { callRemote, type RemoteAnswer } from './call-remote.ts'
import type { Transport } from './transport.ts'

/** What a ref may take in the answer: an annotated tag stands on two lines, and names are rarely longer than 60 bytes. */
const REF_MAX_BYTES = 320

/** A few refs may have long names all the same. */
const ANSWER_MIN_BYTES = 64 * 1024

export interface Listing {
  /** Branch names, without `refs/heads/`. */
  readonly heads: ReadonlyMap<string, Oid>
  /** Tag names, without `refs/tags/`. */
  readonly tags: ReadonlyMap<string, RemoteTag>
  /** How many branches and tags were offered. */
  readonly count: number
}

export interface RemoteTag {
  readonly oid: Oid
  /** What an annotated tag points to; the tag's own id otherwise. */
  readonly peeled: Oid
}

export interface Question {
  readonly tags: boolean
  readonly seconds: number
  /** More refs than this end the conversation. */
  readonly refsMax: number
}

export type ListingAnswer =
  | { readonly kind: 'listed'; readonly listing: Listing }
  | Exclude<RemoteAnswer, { readonly kind: 'done' }>

/** Ids of 64 digits. */
const OTHER_IDS = /^[0-9a-f]{64}\t/
const OTHER_IDS_ANSWER = {
  kind: 'failed',
  why: 'it names its objects by SHA-256, not SHA-1',
  stderr: '',
  output: '',
} as const

/** Branches only, unless tags are wanted: in protocol 2 the server then does not even send the others. */
export async function listRemote(git: Git, transport: Transport, question: Question): Promise<ListingAnswer> {
  const kinds = question.tags ? ['--heads', '--tags'] : ['--heads']
  const answer = await callRemote(git, transport, {
    args: ['ls-remote', '--quiet', ...kinds, '--end-of-options', transport.url],
    seconds: question.seconds,
    outputMaxBytes: ANSWER_MIN_BYTES + question.refsMax * REF_MAX_BYTES,
  })
  if (answer.kind !== 'done') return answer
  if (OTHER_IDS.test(answer.output)) return OTHER_IDS_ANSWER
  const listing = parseListing(answer.output)
  return listing.count > question.refsMax ? { kind: 'too-much' } : { kind: 'listed', listing }
}

export type AllRefsAnswer =
  /** Full names, as they were sent. */
  { readonly kind: 'listed'; readonly names: readonly string[] } | Exclude<RemoteAnswer, { readonly kind: 'done' }>

/** The names of all refs, whatever they are; `--refs` leaves out HEAD and what tags point to. */
export async function listAllRefs(
  git: Git,
  transport: Transport,
  { seconds, refsMax }: Omit<Question, 'tags'>,
): Promise<AllRefsAnswer> {
  const answer = await callRemote(git, transport, {
    args: ['ls-remote', '--quiet', '--refs', '--end-of-options', transport.url],
    seconds,
    outputMaxBytes: ANSWER_MIN_BYTES + refsMax * REF_MAX_BYTES,
  })
  if (answer.kind !== 'done') return answer
  if (OTHER_IDS.test(answer.output)) return OTHER_IDS_ANSWER
  const names = answer.output.split('\n').flatMap((line) => line.split('\t')[1] ?? [])
  return names.length > refsMax ? { kind: 'too-much' } : { kind: 'listed', names }
}

export type OneRefAnswer =
  /** Undefined when there is no such ref. */
  { readonly kind: 'listed'; readonly oid: Oid | undefined } | Exclude<RemoteAnswer, { readonly kind: 'done' }>

/** Where a single ref stands. A server may answer with more refs whose names end alike. */
export async function listOneRef(
  git: Git,
  transport: Transport,
  { ref, seconds }: { readonly ref: RefName; readonly seconds: number },
): Promise<OneRefAnswer> {
  const answer = await callRemote(git, transport, {
    args: ['ls-remote', '--quiet', '--refs', '--end-of-options', transport.url, ref],
    seconds,
    outputMaxBytes: ANSWER_MIN_BYTES,
  })
  if (answer.kind !== 'done') return answer
  if (OTHER_IDS.test(answer.output)) return OTHER_IDS_ANSWER
  const line = answer.output.split('\n').find((one) => one.endsWith(`\t${ref}`))
  const id = line?.split('\t')[0]
  return { kind: 'listed', oid: id !== undefined && isOid(id) ? (id as Oid) : undefined }
}

/** Lines are `<id>\t<ref>\n`; an annotated tag is followed by what it points to, as `<id>\t<ref>^{}\n` (git-ls-remote(1)). */
export function parseListing(output: string): Listing {
  const heads = new Map<string, Oid>()
  const tags = new Map<string, RemoteTag>()
  for (const line of output.split('\n')) {
    const [id = '', ref = ''] = line.split('\t')
    if (!isOid(id)) continue
    const oid = id as Oid
    if (ref.startsWith('refs/heads/')) heads.set(ref.slice('refs/heads/'.length), oid)
    if (!ref.startsWith('refs/tags/')) continue
    const peeled = ref.endsWith('^{}')
    const name = ref.slice('refs/tags/'.length, peeled ? -'^{}'.length : undefined)
    tags.set(name, { oid: peeled ? (tags.get(name)?.oid ?? oid) : oid, peeled: oid })
  }
  return { heads, tags, count: heads.size + tags.size }
}
