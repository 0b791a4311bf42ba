/** What the gates say of a tree's topics: each is tried without the others, and together with them until it is known which it takes. */
import type { Gate } from '../../base/model/gate.ts'
import type { CommitOid } from '../../base/model/oid.ts'
import type { GateStands, StandGround } from '../../base/model/topic-stand.ts'
import type { Release } from '../../base/model/run.ts'
import { assert } from '../../base/std/assert.ts'
import { usageError } from '../../base/std/operating-error.ts'
import { openCandidates } from '../gating/open-candidates.ts'
import { withGating } from '../gating/open-gating.ts'
import { type StandingTree, standingTrees } from '../gating/standing-trees.ts'
import type { Gating } from '../gating/tell-faults.ts'
import { gather, start } from '../ground.ts'
import { findRelease, look } from '../look.ts'
import type { Machine, Workspace } from '../workspace.ts'
import { askStands } from './ask-stands.ts'
import { type PartGround, PartProbing } from './part-probing.ts'
import { newestBase } from './splits.ts'
import { tellStands } from './tell-stands.ts'
import { broughtTo, topicsIn, type TreeTopics } from './topics.ts'

export interface GatedTopics {
  readonly topics: TreeTopics
  /** In the order of the roster. */
  readonly gates: readonly GateStands[]
}

/** Verdicts join the record, so what was asked once is not asked again. */
export async function gateTopics(workspace: Workspace, machine: Machine, name: string): Promise<GatedTopics> {
  const begun = await start(workspace)
  if (begun.roster.gates.length === 0)
    throw usageError('the roster has no gates', 'Describe them as [[gates]] in tributary.toml: docs/guide/gates.md')
  const release = await lastRelease(workspace)
  const { roster } = begun
  return withGating({ workspace, machine, roster, release, onto: release.commit }, async (gating) => {
    const { shop } = gating
    const now = machine.clock()
    const ground = await gather(begun, workspace, shop, now)
    const desk = { workspace, machine, ground, now }
    const facts = await broughtTo(desk)
    const topics = await topicsIn(shop, desk, name, facts)
    if (topics.topics.length === 0) return { topics, gates: [] }
    if (topics.byMerges.length > 0)
      throw usageError(
        `the ${topics.tree} tree’s own merges settled conflicts, and its commits alone do not give what it has`,
        'Parts of it cannot be put together for a gate.',
      )
    const { runs } = ground.heads
    const trees = triedTrees(standingTrees(release.record), topics, ground.roster.trees)
    using opened = await openCandidates(workspace, machine, shop, { release, runs, isPublished: false, trees })
    const commits = facts.find(({ tree }) => tree.name === topics.tree)?.commits.map(({ oid }) => oid) ?? []
    const parts = await partsOf(gating, { ...topics, commits }, trees)
    const gates: GateStands[] = []
    for (const gate of roster.gates)
      gates.push(await standsBy(gating, gate, { ...parts, candidates: opened.candidates }))
    return { topics, gates }
  })
}

async function lastRelease(workspace: Workspace): Promise<Release> {
  await using looked = await look(workspace)
  return await findRelease(looked.runs, undefined)
}

/**
 * The release's trees, with this one as it was last fetched; last, where it did not go in. Those that have some of its commits bring
 * them whatever is left out here, and would hide that they are needed.
 */
function triedTrees(
  standing: readonly StandingTree[],
  { tree: name, tip, topics }: TreeTopics,
  roster: readonly StandingTree['admission']['tree'][],
): StandingTree[] {
  const sharing = new Set(topics.flatMap(({ commits }) => commits.flatMap(({ alsoIn }) => alsoIn)))
  const tree = roster.find((one) => one.name === name)
  assert(tree !== undefined && tip !== undefined, 'topics are of a tree that was fetched')
  const versions = [{ commit: tip, release: undefined }]
  const admission = {
    tree,
    tip: { tree: name, state: 'same' as const, commit: tip },
    versions,
    reason: { kind: 'as-fetched' as const },
  }
  const own = { name, version: tip, mergeCommit: undefined, settled: [], admission }
  const others = standing.filter((one) => one.name === name || !sharing.has(one.name))
  return others.some((one) => one.name === name)
    ? others.map((one) => (one.name === name ? own : one))
    : [...others, own]
}

interface TriedTree extends TreeTopics {
  /** Parents before children. */
  readonly commits: readonly CommitOid[]
}

async function partsOf(
  { shop, release }: Gating,
  { tree, tip, topics, commits }: TriedTree,
  trees: readonly StandingTree[],
): Promise<Omit<PartGround, 'candidates'>> {
  assert(tip !== undefined, 'topics are of a tree that was fetched')
  const base = await newestBase(shop, release.record.plan.upstream.tip, tip)
  if (base === undefined) throw usageError(`the ${tree} tree shares no history with upstream`, 'It can go in nowhere.')
  const place = trees.findIndex(({ name }) => name === tree)
  const others = trees.map((_, at) => at).filter((at) => at !== place)
  return { base, place, others, topics, commits }
}

/** With all else in the release; where that does not do without the tree at all, on upstream alone. */
async function standsBy(gating: Gating, gate: Gate, parts: PartGround): Promise<GateStands> {
  const inRelease = await standsOn(gating, gate, 'release', parts)
  if (inRelease.kind === 'told' || parts.others.length === 0) return inRelease
  const onUpstream = await standsOn(gating, gate, 'upstream', { ...parts, others: [] })
  return onUpstream.kind === 'told' ? onUpstream : inRelease
}

async function standsOn(gating: Gating, gate: Gate, ground: StandGround, parts: PartGround): Promise<GateStands> {
  const probing = new PartProbing(gating, gate, parts)
  const names = parts.topics.map(({ name }) => name)
  const needs = parts.topics.map((topic) => topic.needs.map((name) => names.indexOf(name)))
  const workers = await gating.book.slotsFor(gate)
  const found = await askStands({ needs, workers, ask: (held) => probing.ask(held) })
  return tellStands(found, { gate: gate.name, ground, names, answerTo: (held) => probing.known(held) })
}
