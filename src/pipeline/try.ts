/** What would happen if one more branch were merged, or another branch in place of a tree's: nothing is published, and the record stays as it is. */
import { type DiffStat, diffStat } from '../base/git/diff-stat.ts'
import { commitsBeyond } from '../base/git/commit-walk.ts'
import { gitVersion } from '../base/git/version.ts'
import type { Admission } from '../base/model/admission.ts'
import type { Conflict, ConflictId } from '../base/model/conflict.ts'
import type { DecisionId } from '../base/model/decision.ts'
import type { Instant } from '../base/model/instant.ts'
import type { ReleaseName, TreeName } from '../base/model/names.ts'
import type { CommitOid, TreeOid } from '../base/model/oid.ts'
import type { Settled } from '../base/model/settling.ts'
import type { Split } from '../base/model/split.ts'
import type { Tree } from '../base/model/roster.ts'
import type { Tip } from '../base/model/tip.ts'
import { assert, OurBug, unreachable } from '../base/std/assert.ts'
import { admit } from '../stages/admit/admit.ts'
import { type Integrated, integrate } from '../stages/integrate/integrate.ts'
import { loadMemo } from '../stages/integrate/memo-file.ts'
import { rebuiltTrees } from '../stages/integrate/conflict/originals.ts'
import { mergeOnto } from '../stages/integrate/merge-onto.ts'
import { type LastMerges, loadMerges } from '../stages/integrate/merges-file.ts'
import type { SettlingGround } from '../stages/integrate/settle/settle.ts'
import { openWorkshop, type Workshop } from '../stages/integrate/workshop.ts'
import { mergeAttributes } from './attributes.ts'
import { fetchAside, openAside, treeFor, type Tried } from './fetch-aside.ts'
import { gather, type Ground, start } from './ground.ts'
import { holdsIn } from './judging/holds.ts'
import { makePlan, sameInputs, settlingFrom } from './plan.ts'
import { openSettling, retiredFixes } from './settling.ts'
import { splitsOf } from './topics/splits.ts'
import type { Machine, Workspace } from './workspace.ts'

export interface Trial {
  /** The name it goes by in `conflicts`: its tree's, or one that no tree of the roster has. */
  readonly tree: TreeName
  readonly tip: CommitOid | undefined
  /** What it was merged with: upstream, and this many trees that went in before and after it. */
  readonly upstream: CommitOid
  readonly trees: number
  /** The last release: what it took of the trees is what they fall back on. */
  readonly on: ReleaseName | undefined
  readonly outcome: TrialOutcome
  /** Conflicts that other trees, merged after it, have with it. */
  readonly met: readonly Conflict[]
  /** The combined diff of each conflict, by its id. */
  readonly diffs: ReadonlyMap<ConflictId, string>
}

export type TrialOutcome =
  | { readonly kind: 'merged'; readonly commits: number; readonly stat: DiffStat; readonly settled: readonly Settled[] }
  | { readonly kind: 'conflicted'; readonly conflicts: readonly Conflict[] }
  /** All of it comes in with an earlier tree. */
  | { readonly kind: 'already-in' }
  /** Nothing beyond upstream. */
  | { readonly kind: 'empty' }
  /** `why` is printable text. */
  | { readonly kind: 'gone' | 'unreachable' | 'refused'; readonly why: string }

export async function tryBranch(workspace: Workspace, machine: Machine, tried: Tried): Promise<Trial> {
  const asked = gitVersion(machine.git)
  asked.catch(() => undefined)
  const begun = await start(workspace)
  const { roster, heads } = begun
  const tree = treeFor(roster, tried)
  // What the branch brings joins this instead of the record, and goes away with it.
  await using aside = await openAside(machine, workspace)
  const { pid, scratchFolder } = machine
  await using shop = await openWorkshop(machine.git, {
    recordDir: aside.gitDir,
    scratchFolder,
    pid,
    gitVersion: asked,
  })
  const now = machine.clock()
  const version = await asked
  // While the branch is fetched, git gets ready to merge it.
  shop.merger.begin()
  const [tip, ground, last] = await Promise.all([
    fetchAside(aside.git, { workspace, machine, roster, tree, now, upstream: heads.upstream }),
    gather(begun, workspace, shop, now),
    tried.as === undefined ? loadMerges(workspace.mergesPath, { runs: heads.runs, gitVersion: version }) : undefined,
  ])
  const found = { tree: tree.name, tip: tip.commit, upstream: ground.upstreamTip, on: ground.previous?.name }
  const { commit } = tip
  if (commit === undefined) return { ...found, trees: 0, outcome: notHere(tip), met: [], diffs: new Map() }
  if (tip.state === 'empty') return { ...found, trees: 0, outcome: { kind: 'empty' }, met: [], diffs: new Map() }
  const splits = await splitsOf(shop, ground)
  const setting = { workspace, ground, splits, tree, tip, gitVersion: version, now }
  const quick = last && (await ontoLastRelease(shop, setting, last))
  return { ...found, ...(quick ?? (await withAllTrees(shop, machine, setting))) }
}

interface TrialSetting {
  readonly workspace: Workspace
  readonly ground: Ground
  readonly splits: ReadonlyMap<DecisionId, Split>
  readonly tree: Tree
  readonly tip: Tip
  readonly gitVersion: string
  readonly now: Instant
}

type Judged = Pick<Trial, 'trees' | 'outcome' | 'met' | 'diffs'>

/** While the last release is what a run would give again, what stands in it need not be merged again. */
async function ontoLastRelease(shop: Workshop, setting: TrialSetting, last: LastMerges): Promise<Judged | undefined> {
  const { workspace, ground, splits, tree, tip, gitVersion, now } = setting
  const { previous, roster, tips, decisions, past, kept, heads } = ground
  if (previous === undefined || tip.commit === undefined) return undefined
  const { record } = previous
  const admissions = admit({ trees: roster.trees, tips, decisions, past, kept, holds: holdsIn(record), splits, now })
  const facts = { ...ground, admissions, instant: now, releases: [], ...heads }
  const plan = makePlan({ ...facts, previousRun: heads.runs, retired: retiredFixes(record), gitVersion })
  if (!sameInputs(plan, record.plan) || record.plan.gitVersion !== gitVersion) return undefined
  shop.useAttributes(record.plan.attributes)
  const standing = {
    upstream: ground.upstreamTip,
    tree: record.contentTree,
    ...last,
    rebuilt: rebuiltTrees(record.plan.trees),
  }
  using opened = await openSettling(workspace, shop, plan.settling)
  if (await bringsFixes(shop, opened.ground, { tip: tip.commit, known: [ground.upstreamTip, last.head] }))
    return undefined
  const merged = await mergeOnto(shop, standing, { tree: tree.name, version: tip.commit }, opened.ground)
  const judged = { trees: last.earlier.length, met: [], diffs: new Map<ConflictId, string>() }
  if (merged.kind === 'merged') {
    const stat = await sizeOf(shop, record.contentTree, merged.tree)
    return { ...judged, outcome: { kind: 'merged', commits: merged.commits, stat, settled: merged.settled } }
  }
  if (merged.kind !== 'conflicted') return { ...judged, outcome: merged }
  const diffs = new Map(merged.conflicts.map(({ conflict, diff }) => [conflict.id, diff]))
  const conflicts = merged.conflicts.map(({ conflict }) => conflict)
  return { ...judged, diffs, outcome: { kind: 'conflicted', conflicts } }
}

/** Whether a merge fix is about a commit that the branch brings: then all of it has to be put together. */
async function bringsFixes(
  shop: Workshop,
  settling: SettlingGround | undefined,
  { tip, known }: { readonly tip: CommitOid; readonly known: readonly CommitOid[] },
): Promise<boolean> {
  const fixes = (await settling?.shelf?.mergeFixes()) ?? []
  const about = new Set(fixes.flatMap(({ needed }) => needed?.commits ?? []))
  if (about.size === 0) return false
  const links = await commitsBeyond(shop.git, [tip], known)
  return links.some(({ commit }) => about.has(commit))
}

/** Everything is merged as a run would merge it now, with the branch in its place. */
async function withAllTrees(shop: Workshop, machine: Machine, setting: TrialSetting): Promise<Judged> {
  const { workspace, ground, tree, gitVersion, now } = setting
  const memo = await loadMemo(workspace.memoPath, { runs: ground.heads.runs, gitVersion })
  const attributes = mergeAttributes(shop, memo, ground.upstreamTip)
  const admissions = admissionsWith(setting)
  const signature = { by: ground.roster.project.integrator, at: now }
  const { resolutions } = ground.heads
  const settling = settlingFrom({ roster: ground.roster, resolutions, retired: retiredFixes(ground.previous?.record) })
  using opened = await openSettling(workspace, shop, settling)
  const order = { upstream: ground.upstreamTip, admissions, signature, attributes, settling: opened.ground }
  const integrated = await integrate(shop, { ...order, listen: machine.listen }, memo)
  const others = integrated.merges.filter(({ admission }) => admission.tree.name !== tree.name)
  return {
    trees: others.filter(({ outcome }) => 'result' in outcome).length,
    outcome: await outcomeOf(shop, integrated, tree.name),
    met: metBy(integrated, tree.name),
    diffs: integrated.diffs,
  }
}

/** What a run would admit now, with the tried branch in its tree's place or last. */
function admissionsWith({ ground, splits, tree, tip, now }: TrialSetting): readonly Admission[] {
  const { roster, tips, decisions, past, kept, previous } = ground
  const holds = holdsIn(previous?.record)
  const usual = admit({ trees: roster.trees, tips, decisions, past, kept, holds, splits, now })
  const versions = tip.commit === undefined ? [] : [{ commit: tip.commit, release: undefined }]
  const own: Admission = { tree, tip, versions, reason: { kind: 'as-fetched' } }
  const replaces = usual.some((admission) => admission.tree.name === tree.name)
  return replaces ? usual.map((admission) => (admission.tree.name === tree.name ? own : admission)) : [...usual, own]
}

async function outcomeOf(shop: Workshop, integrated: Integrated, tree: TreeName): Promise<TrialOutcome> {
  const outcome = integrated.merges.find((merge) => merge.admission.tree.name === tree)?.outcome
  assert(outcome !== undefined, 'each admission has an outcome')
  switch (outcome.kind) {
    case 'merged': {
      const brought = integrated.brought.get(tree)
      assert(brought !== undefined, 'a merge brings something')
      const stat = await sizeOf(shop, brought.from, brought.to)
      return { kind: 'merged', commits: brought.commits.length, stat, settled: outcome.settled }
    }
    case 'left-out':
      return { kind: 'conflicted', conflicts: outcome.conflicts }
    case 'already-in':
    case 'empty':
      return { kind: outcome.kind }
    case 'refused':
      return { kind: 'refused', why: outcome.why }
    case 'previous':
    case 'held':
    case 'unreachable':
      throw new OurBug(`a tried branch has one version, and it is here: ${outcome.kind}`)
    default:
      return unreachable(outcome)
  }
}

function sizeOf({ git, folders, loose }: Workshop, from: TreeOid, to: TreeOid): Promise<DiffStat> {
  for (const tree of [from, to]) folders.show(tree, loose)
  return diffStat(git, from, to)
}

function notHere(tip: Tip): TrialOutcome {
  if (tip.state === 'gone') return { kind: 'gone', why: 'there is no such branch' }
  assert('why' in tip, 'what was not fetched has a reason')
  return { kind: tip.state, why: tip.why }
}

/** Conflicts of other trees in which this one has lines. */
function metBy(integrated: Integrated, tree: TreeName): readonly Conflict[] {
  return integrated.merges.flatMap(({ admission, outcome }) =>
    admission.tree.name === tree || !('conflicts' in outcome)
      ? []
      : outcome.conflicts.filter(
          ({ settled, pairs }) =>
            settled === undefined && pairs.some(({ ours }) => ours.some((side) => side.tree === tree)),
        ),
  )
}
