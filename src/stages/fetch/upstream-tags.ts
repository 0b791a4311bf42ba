/** Upstream's tags: those that lie in its history come along, for they tell where the release cycle is. */
import { describeObjects } from '../../base/git/batch-check.ts'
import { commitsBeyond } from '../../base/git/commit-walk.ts'
import type { Listing, RemoteTag } from '../../base/git/ls-remote.ts'
import { moveRefs, type Ref } from '../../base/git/refs.ts'
import type { Git } from '../../base/git/spawn.ts'
import { branchFault, REF_UPSTREAM_TAGS, type RefName } from '../../base/model/names.ts'
import type { CommitOid, Oid } from '../../base/model/oid.ts'
import type { Limits } from '../../base/model/roster.ts'
import type { Brought } from './parts.ts'
import type { Request } from './quarantine.ts'

export interface TagQuestion {
  readonly listing: Listing
  /** The record's, before this fetch. */
  readonly refs: ReadonlyMap<RefName, Ref>
  readonly upstream: CommitOid
  readonly limits: Limits
}

type Bring = (requests: readonly Request[]) => Promise<ReadonlyMap<Request, Brought>>

/** Makes the record's tags upstream's. Returns why tags were not taken. */
export async function bringTags(record: Git, question: TagQuestion, bring: Bring): Promise<string[]> {
  const plan = planTags(question.listing, question.refs)
  const within = await tagsWithin(record, plan.wanted, question.upstream)
  // A plain tag needs no fetch: its commit is here.
  await moveRefs(record, [
    ...within.filter(isPlain).map(({ ref, had, oid }) => ({ ref, from: had, to: oid })),
    ...plan.gone.map(({ name, oid }) => ({ ref: name, from: oid, to: undefined })),
  ])
  const brought = await bring(within.filter((tag) => !isPlain(tag)).map((tag) => tagRequest(tag, question.limits)))
  return [...brought.values()].flatMap((one) => (one.kind === 'here' ? [] : [one.why]))
}

function isPlain({ oid, peeled }: RemoteTag): boolean {
  return oid === peeled
}

/** How the record's tags must change to be upstream's. */
export interface TagPlan {
  /** New or moved, and not known to lie outside upstream's history. */
  readonly wanted: readonly WantedTag[]
  /** No longer offered. */
  readonly gone: readonly Ref[]
}

export interface WantedTag extends RemoteTag {
  readonly ref: RefName
  readonly had: Oid | undefined
}

export function planTags(listing: Listing, refs: ReadonlyMap<RefName, Ref>): TagPlan {
  const recorded = [...refs.values()].filter(({ name }) => name.startsWith(REF_UPSTREAM_TAGS))
  const names = [...listing.tags.keys()].filter((name) => branchFault(name) === undefined && !name.includes('\ufffd'))
  const room = withoutClashes(
    names,
    recorded.map(({ name }) => name.slice(REF_UPSTREAM_TAGS.length)),
  )
  const wanted = room.flatMap((name) => {
    const tag = listing.tags.get(name) as RemoteTag
    const ref = `${REF_UPSTREAM_TAGS}${name}` as RefName
    const had = refs.get(ref)?.oid
    return had === tag.oid ? [] : [{ ...tag, ref, had }]
  })
  return { wanted, gone: recorded.filter(({ name }) => !listing.tags.has(name.slice(REF_UPSTREAM_TAGS.length))) }
}

/** `a` and `a/b` cannot stand beside each other as refs, though a server can offer both: the shorter stays. */
function withoutClashes(names: readonly string[], recorded: readonly string[]): string[] {
  const taken = new Set([...names, ...recorded])
  const folders = new Set(recorded.flatMap(parents))
  return names.filter((name) => !parents(name).some((parent) => taken.has(parent)) && !folders.has(name))
}

function parents(name: string): string[] {
  const parts = name.split('/')
  return parts.slice(1).map((_, at) => parts.slice(0, at + 1).join('/'))
}

/** Those whose commit upstream's history holds, so that no tag brings a history of its own. */
async function tagsWithin(record: Git, wanted: readonly WantedTag[], upstream: CommitOid): Promise<WantedTag[]> {
  const facts = await describeObjects(
    record,
    wanted.map(({ peeled }) => peeled),
  )
  const commits = facts.filter(({ type }) => type === 'commit').map(({ oid }) => oid as CommitOid)
  const outside = new Set<Oid>((await commitsBeyond(record, commits, [upstream])).map(({ commit }) => commit))
  const inside = new Set<Oid>(commits.filter((commit) => !outside.has(commit)))
  return wanted.filter(({ peeled }) => inside.has(peeled))
}

function tagRequest({ ref, had }: WantedTag, limits: Limits): Request {
  const name = ref.slice(REF_UPSTREAM_TAGS.length)
  return { from: `refs/tags/${name}`, type: 'tag', ref, had, limits, tolerate: [] }
}
