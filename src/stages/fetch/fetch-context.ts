/** What fetching is given, and what it gives. */
import type { Git } from '../../base/git/spawn.ts'
import type { Listener } from '../../base/model/event.ts'
import type { Instant } from '../../base/model/instant.ts'
import type { TreeName } from '../../base/model/names.ts'
import type { CommitOid } from '../../base/model/oid.ts'
import type { Roster } from '../../base/model/roster.ts'
import type { Tip, UpstreamTip } from '../../base/model/tip.ts'

export interface FetchContext {
  /** In no repository. */
  readonly git: Git
  /** In the record. */
  readonly record: Git
  readonly roster: Roster
  /** What the last fetch came to, for each tree that was fetched before. */
  readonly previous: ReadonlyMap<TreeName, Tip>
  readonly previousUpstream: UpstreamTip | undefined
  readonly now: Instant
  /** For quarantines: on the record's file system, so that what passes joins it by a change of name. */
  readonly scratchFolder: string
  readonly pid: number
  /** Variables handed on to git's transports, by name: ssh agent, proxies, certificates, and HOME for a credential helper. */
  readonly passThrough: Readonly<Record<string, string>>
  /** Only these trees, and upstream. */
  readonly only?: ReadonlySet<TreeName>
  /** Takes upstream to stand here, instead of asking its server. */
  readonly upstreamStands?: CommitOid
  readonly listen: Listener
}

export interface FetchResult {
  /** In roster order. */
  readonly tips: readonly Tip[]
  readonly upstream: UpstreamTip
}
