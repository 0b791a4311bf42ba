/** The project as its operator wrote it down in tributary.toml: which trees, in what order, under which limits. */
import type { RuleSettings } from './finding.ts'
import type { CycleSettings } from './cycle.ts'
import type { Gate, GateKind, GatePoolSettings, OnFailure } from './gate.ts'
import type { CommitOid } from './oid.ts'
import type { TreeName } from './names.ts'
import type { Person } from './person.ts'
import type { SettlingRule, Tier } from './settling.ts'

/** A label only: fixes trees are for the current release, next trees for the one after. Position alone orders. */
export type TreeKind = 'fixes' | 'next'

/** A branch of a repository somewhere. */
export interface Source {
  readonly url: string
  readonly branch: string
}

/** One maintainer's tree. */
export interface Tree extends Source {
  readonly name: TreeName
  readonly kind: TreeKind
  /** Whom its reports go to, in order; empty means the lists and the integrator. */
  readonly contacts: readonly Person[]
  /** Globs of the paths this tree owns. */
  readonly owns: readonly string[]
  /** The sub-integration it is merged in first; its members stand together in the roster. */
  readonly group: TreeName | undefined
  /** fsck message ids tolerated for this tree beyond the usual ones, such as `missingSpaceBeforeDate`. */
  readonly tolerate: readonly string[]
  /** A commit instead of a branch: the tree never moves. */
  readonly pinned: CommitOid | undefined
  readonly limits: Partial<Limits>
  /** What becomes of findings in this tree, where it is otherwise than in others. */
  readonly rules: RuleSettings
  /** What becomes of it when it makes a gate of that kind red; where it says nothing, the gate does. */
  readonly onFailure: Readonly<Partial<Record<GateKind, OnFailure>>>
}

/** What holds for a tree that the roster says nothing more of. */
export const PLAIN_TREE = { contacts: [], owns: [], tolerate: [], limits: {}, rules: {}, onFailure: {} } as const

export interface Upstream extends Source {
  /** As mails name it: `Linus' tree`. */
  readonly name: string
}

export interface Project {
  readonly name: string
  readonly integrator: Person
  /** Mailing lists that hear of everything. */
  readonly lists: readonly Person[]
  /** First part of a release's name and the branch it is published on: `next`. */
  readonly prefix: string
}

export interface FetchSettings {
  /** URL schemes that may be fetched from. `file` also allows absolute paths. */
  readonly schemes: readonly string[]
  readonly connectionsPerHost: number
  /** Private key for ssh, known hosts for ssh, and a git credential helper, all by path or name only. */
  readonly identity: string | undefined
  readonly knownHosts: string | undefined
  readonly credentialHelper: string | undefined
  /** Whether hosts with private, loopback or link-local addresses may be contacted. */
  readonly privateHosts: boolean
}

/** What one tree may cost. Bytes, seconds, counts. */
export interface Limits {
  readonly fetchSeconds: number
  readonly packBytes: number
  readonly objects: number
  readonly refs: number
  readonly treeDepth: number
  readonly pathLength: number
}

export interface LimitSettings {
  /** For a tree's later fetches. */
  readonly tree: Limits
  /** For the first fetch of a tree and for upstream, which bring whole histories. */
  readonly first: Limits
}

export interface PublishSettings {
  /** Repositories the release is pushed to. */
  readonly push: readonly string[]
  /** Whether the resolutions are pushed there with it. They may tell of what is not public. */
  readonly resolutions: boolean
  /** Folder of the release that carries Trees, SHA1s, merge.log and run.json; undefined when they are not wanted. */
  readonly recordFolder: string | undefined
  /** How long a release keeps its tag that another of the same day has replaced. The last of a day keeps it for ever. */
  readonly keepDays: number
}

/** Which of a conflict's authors hear of it: those whose address is known from elsewhere, or all. */
export type CcPolicy = 'known' | 'all'

export interface ReportSettings {
  readonly cc: CcPolicy
}

export interface ResolutionSettings {
  /** The tiers that settle a conflict without anybody's word. */
  readonly automatic: readonly Tier[]
  /** The first whose glob fits a path holds. */
  readonly rules: readonly SettlingRule[]
}

export interface Roster {
  readonly project: Project
  readonly upstream: Upstream
  readonly fetch: FetchSettings
  readonly limits: LimitSettings
  readonly publish: PublishSettings
  readonly report: ReportSettings
  readonly resolutions: ResolutionSettings
  /** In the order they are tried in. */
  readonly gates: readonly Gate[]
  readonly gatePool: GatePoolSettings
  /** Undefined when runs ask no rule. */
  readonly rules: RuleSettings | undefined
  /** Undefined when the roster does not speak of it. */
  readonly cycle: CycleSettings | undefined
  readonly trees: readonly Tree[]
}
