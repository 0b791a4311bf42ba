/** Writes down everything a release is made from, and tells whether anything changed since the last. Pure. */
import type { Admission } from '../base/model/admission.ts'
import type { CommitOid } from '../base/model/oid.ts'
import type { Instant } from '../base/model/instant.ts'
import { compactDay } from '../base/model/instant.ts'
import { type ReleaseName, releaseDay, releaseName } from '../base/model/names.ts'
import type { ResolutionId, Settling } from '../base/model/settling.ts'
import type { Roster } from '../base/model/roster.ts'
import type { Plan, PlannedTree } from '../base/model/run.ts'

export interface PlanFacts {
  readonly roster: Roster
  readonly admissions: readonly Admission[]
  readonly upstreamTip: CommitOid
  readonly instant: Instant
  readonly releases: readonly ReleaseName[]
  readonly decisions: CommitOid | undefined
  readonly previousRun: CommitOid | undefined
  /** Head of the chain of resolutions, and the merge fixes retired by earlier releases. */
  readonly resolutions: CommitOid | undefined
  readonly retired: readonly ResolutionId[]
  readonly gitVersion: string
  /** SHA-256 of tributary.toml. */
  readonly configuration: string
}

/** Everything but upstream's merge attributes, which are read while history is. */
export type Draft = Omit<Plan, 'attributes'>

export function makePlan(facts: PlanFacts): Draft {
  const { roster } = facts
  return {
    release: nextName(roster.project.prefix, compactDay(facts.instant), facts.releases),
    instant: facts.instant,
    integrator: roster.project.integrator,
    gitVersion: facts.gitVersion,
    upstream: {
      name: roster.upstream.name,
      url: roster.upstream.url,
      branch: roster.upstream.branch,
      tip: facts.upstreamTip,
    },
    trees: facts.admissions.map(plannedTree),
    decisions: facts.decisions,
    previousRun: facts.previousRun,
    recordFolder: roster.publish.recordFolder,
    settling: settlingFrom(facts),
    configuration: facts.configuration,
  }
}

/** Undefined when nothing could settle a conflict, so that most plans need not speak of it. */
export function settlingFrom(facts: Pick<PlanFacts, 'roster' | 'resolutions' | 'retired'>): Settling | undefined {
  const { roster, resolutions, retired } = facts
  const { automatic, rules } = roster.resolutions
  return resolutions === undefined && rules.length === 0 ? undefined : { resolutions, automatic, rules, retired }
}

function plannedTree({ tree, tip, versions, reason }: Admission): PlannedTree {
  return {
    name: tree.name,
    kind: tree.kind,
    url: tree.url,
    branch: tree.branch,
    group: tree.group,
    pinned: tree.pinned,
    state: tip.state,
    tip: tip.commit,
    since: 'since' in tip ? tip.since : undefined,
    versions,
    reason,
  }
}

/** The first free name of the day. */
function nextName(prefix: string, day: string, releases: readonly ReleaseName[]): ReleaseName {
  const places = releases.map(releaseDay).filter((release) => release.prefix === prefix && release.day === day)
  return releaseName(prefix, day, places.length === 0 ? 0 : Math.max(...places.map(({ place }) => place)) + 1)
}

/**
 * Whether a plan would give the release that is there already. The list of a tree's earlier versions does not count: it only ever grows
 * by what the last release took and shrinks by what is too old, neither of which is news. Nor do retired merge fixes, which change nothing.
 */
export function sameInputs(plan: Draft, last: Draft): boolean {
  return inputs(plan) === inputs(last)
}

function inputs(plan: Draft): string {
  const trees = plan.trees.map(({ name, tip, reason }) => [name, tip, reason])
  const resolutions = plan.settling?.resolutions
  return JSON.stringify([
    plan.upstream,
    plan.integrator,
    plan.recordFolder,
    plan.configuration,
    plan.decisions,
    resolutions,
    trees,
  ])
}
