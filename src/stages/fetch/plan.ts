/** What is to be fetched from where, worked out before anything is asked: branches under their repository. */
import type { Ref } from '../../base/git/refs.ts'
import { branchFault, REF_UPSTREAM, type RefName, type TreeName, treeRef } from '../../base/model/names.ts'
import type { CommitOid } from '../../base/model/oid.ts'
import type { Limits, Roster, Source, Tree } from '../../base/model/roster.ts'
import { groupBy } from '../../base/std/collections.ts'
import { parseRemoteUrl, type RemoteUrl } from '../../base/text/remote-url.ts'

/** A tip to be brought here: a tree's, or upstream's. */
export interface Wanted {
  /** Undefined for upstream. */
  readonly tree: TreeName | undefined
  readonly branch: string
  readonly pinned: CommitOid | undefined
  /** Where the record keeps it, and what it keeps there now. */
  readonly ref: RefName
  readonly had: CommitOid | undefined
  readonly limits: Limits
  readonly tolerate: readonly string[]
}

export interface Repository {
  readonly url: RemoteUrl
  readonly wanted: readonly Wanted[]
}

export interface FetchPlan {
  readonly upstream: Wanted
  /** In roster order. */
  readonly trees: readonly Wanted[]
  readonly repositories: readonly Repository[]
  /** Wanted from places that are not asked at all. */
  readonly refused: ReadonlyMap<Wanted, string>
}

export function planFetch(roster: Roster, refs: ReadonlyMap<RefName, Ref>, only?: ReadonlySet<TreeName>): FetchPlan {
  const { limits, fetch } = roster
  const had = (ref: RefName): CommitOid | undefined => refs.get(ref)?.oid as CommitOid | undefined
  const upstream: Wanted = {
    tree: undefined,
    branch: roster.upstream.branch,
    pinned: undefined,
    ref: REF_UPSTREAM,
    had: had(REF_UPSTREAM),
    limits: limits.first,
    tolerate: [],
  }
  const chosen = roster.trees.filter((tree) => only === undefined || only.has(tree.name))
  const trees = chosen.map((tree) => wantedTree(tree, had(treeRef(tree.name)), limits))
  const placed = [
    place(upstream, roster.upstream, fetch.schemes),
    ...trees.map((wanted, at) => place(wanted, chosen[at] as Tree, fetch.schemes)),
  ]
  const good = placed.filter((one) => one.kind === 'ok')
  const repositories = [...groupBy(good, ({ url }) => url.sameRepository).values()]
  return {
    upstream,
    trees,
    repositories: repositories.map((members) => ({
      url: (members[0] as Placed).url,
      wanted: members.map(({ wanted }) => wanted),
    })),
    refused: new Map(placed.filter((one) => one.kind === 'refused').map(({ wanted, why }) => [wanted, why])),
  }
}

function wantedTree(tree: Tree, had: CommitOid | undefined, limits: Roster['limits']): Wanted {
  const usual = had === undefined ? limits.first : limits.tree
  return {
    tree: tree.name,
    branch: tree.branch,
    pinned: tree.pinned,
    ref: treeRef(tree.name),
    had,
    limits: { ...usual, ...tree.limits },
    tolerate: tree.tolerate,
  }
}

interface Placed {
  readonly kind: 'ok'
  readonly wanted: Wanted
  readonly url: RemoteUrl
}

/** The roster was checked when it was read; whatever comes here unchecked is caught all the same. */
function place(
  wanted: Wanted,
  source: Source,
  schemes: readonly string[],
): Placed | { kind: 'refused'; wanted: Wanted; why: string } {
  const fault = wanted.pinned === undefined ? branchFault(source.branch) : undefined
  if (fault !== undefined) return { kind: 'refused', wanted, why: `its branch's name ${fault}` }
  const parsed = parseRemoteUrl(source.url, schemes)
  return parsed.kind === 'ok'
    ? { kind: 'ok', wanted, url: parsed.url }
    : { kind: 'refused', wanted, why: `its URL ${parsed.why}` }
}
