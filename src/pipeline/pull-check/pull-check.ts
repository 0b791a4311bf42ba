/** What upstream wants to know before it pulls: what next knows of the commits, what rules find in them, what they conflict with. */
import { commitsBeyond } from '../../base/git/commit-walk.ts'
import { gitVersion } from '../../base/git/version.ts'
import type { Facts, TreeFacts } from '../../base/model/facts.ts'
import type { CommitOid } from '../../base/model/oid.ts'
import type { PulledFinding, PullFacts, PullVerdict, SharedCommits } from '../../base/model/pull-check.ts'
import { PLAIN_TREE, type Tree } from '../../base/model/roster.ts'
import { assert } from '../../base/std/assert.ts'
import { usageError } from '../../base/std/operating-error.ts'
import { loadMemo } from '../../stages/integrate/memo-file.ts'
import { openWorkshop, type Workshop } from '../../stages/integrate/workshop.ts'
import { mergeAttributes } from '../attributes.ts'
import { calendarOf } from '../cycle.ts'
import { freeName, openAside } from '../fetch-aside.ts'
import { gather, type Ground, start } from '../ground.ts'
import { type FactGround, gatherFacts } from '../judging/gather-facts.ts'
import { mergedTwins } from '../judging/merged-twins.ts'
import { judge } from '../judging/judge.ts'
import { settlingFrom } from '../plan.ts'
import { openSettling, retiredFixes } from '../settling.ts'
import type { Machine, Workspace } from '../workspace.ts'
import { gatesOn } from './gates-on.ts'
import { knownInNext } from './known-in-next.ts'
import { type Neighbourhood, withOthers, withUpstream } from './neighbours.ts'
import { findSubject, type PullQuestion, type PullSubject } from './subject.ts'
import { pullVerdict } from './verdict.ts'

export interface PullCheck {
  readonly facts: PullFacts
  readonly verdict: PullVerdict
}

/** `as`: the tree of the roster whose rules and land it has; found out where it is left out. */
export async function pullCheck(
  workspace: Workspace,
  machine: Machine,
  question: PullQuestion,
  as?: string,
): Promise<PullCheck> {
  const begun = await start(workspace)
  // What a branch brings joins this instead of the record, and goes away with it.
  await using aside = await openAside(machine, workspace)
  const subject = await findSubject({ workspace, machine, begun, aside: aside.git }, question)
  const { pid, scratchFolder } = machine
  await using shop = await openWorkshop(machine.git, { recordDir: aside.gitDir, scratchFolder, pid })
  const now = machine.clock()
  const ground = await gather(begun, workspace, shop, now)
  const here = { ...workspace, record: { ...workspace.record, git: aside.git, gitDir: aside.gitDir } }
  const { roster, runs, upstreamTip: upstream, decisions } = ground
  const gathered = await gatherFacts(here, machine, groundWith(ground, subject.tip), now)
  const calendar = await calendarOf(workspace, { roster, upstream, now })
  // Whoever pulls is the one who has the window open: nothing is late for them.
  const memo = await loadMemo(workspace.memoPath, {
    runs: ground.heads.runs,
    gitVersion: await gitVersion(machine.git),
  })
  shop.useAttributes(await mergeAttributes(shop, memo, upstream))
  const branch = await factsWith(
    { ...gathered, calendar, arrivals: undefined, mergedTwins: [] },
    { shop, ground, subject, as },
  )
  const [pulled, ...others] = branch.trees
  assert(pulled !== undefined, 'what is pulled stands first')
  // It stands before all other trees, so what it has twice is what upstream has as well.
  const facts = { ...branch, mergedTwins: await mergedTwins(shop, { trees: [pulled], upstream }) }
  const home = roster.trees.find(({ name }) => name === pulled.tree.name)
  const commits = await knownInNext(workspace, { runs, now, calendar }, pulled.commits)
  const found = judge(facts, roster.rules, decisions).filter(
    ({ finding, accepted }) => finding.tree === pulled.tree.name && accepted === undefined,
  )
  const met = await meetNeighbours(shop, { workspace, ground, pulled, others })
  const told: PullFacts = {
    tree: home?.name,
    tip: subject.tip,
    upstream,
    commits,
    merges: pulled.merges.length,
    asked: subject.asked,
    findings: found.map(({ finding, severity }): PulledFinding => ({ ...finding, severity })),
    ...met,
    shared: others.flatMap((other) => sharedWith(pulled, other)),
    gates: await gatesOn(shop, ground, subject.tip),
  }
  return { facts: told, verdict: pullVerdict(told) }
}

/** What is pulled goes before all others, so that each of its commits is judged as its own. */
function groundWith({ roster, tips, upstreamTip }: Ground, tip: CommitOid): FactGround {
  const tree: Tree = {
    name: freeName(roster),
    kind: 'next',
    url: '',
    branch: '',
    ...PLAIN_TREE,
    group: undefined,
    pinned: undefined,
  }
  return {
    trees: [tree, ...roster.trees],
    tips: new Map([[tree.name, { tree: tree.name, state: 'same', commit: tip }], ...tips]),
    upstreamTip,
  }
}

interface FactsDesk {
  readonly shop: Workshop
  readonly ground: Ground
  readonly subject: PullSubject
  readonly as: string | undefined
}

/** The same with the branch in its own tree's place, and without what lies before the range. */
async function factsWith(facts: Facts, { shop, ground, subject, as }: FactsDesk): Promise<Facts> {
  const [pulled, ...others] = facts.trees
  assert(pulled !== undefined, 'what is pulled stands first')
  const home = homeOf(ground, others, subject.tip, as)
  const tree = home?.tree ?? pulled.tree
  const range = subject.from === undefined ? pulled : await within(shop, pulled, subject.from)
  return {
    ...facts,
    trees: [{ ...range, tree, tip: { ...pulled.tip, tree: tree.name } }, ...others.filter((other) => other !== home)],
  }
}

/** The tree that was named, else the first that has the tip. */
function homeOf(
  { roster }: Ground,
  others: readonly TreeFacts[],
  tip: CommitOid,
  as: string | undefined,
): TreeFacts | undefined {
  if (as === undefined)
    return others.find(({ commits, merges }) => [...commits, ...merges].some(({ oid }) => oid === tip))
  const named = others.find(({ tree }) => tree.name === as)
  if (named !== undefined || roster.trees.some(({ name }) => name === as)) return named
  throw usageError(
    `there is no tree ${JSON.stringify(as)} in the roster`,
    'The trees are listed by: tributary trees list',
  )
}

async function within({ git }: Workshop, pulled: TreeFacts, from: CommitOid): Promise<TreeFacts> {
  const end = pulled.tip.commit
  const links = end === undefined ? [] : await commitsBeyond(git, [end], [from])
  const inside = new Set(links.map(({ commit }) => commit))
  const kept = pulled.commits.filter(({ oid }) => inside.has(oid))
  return { ...pulled, commits: kept, brings: kept, merges: pulled.merges.filter(({ oid }) => inside.has(oid)) }
}

interface Meeting {
  readonly workspace: Workspace
  readonly ground: Ground
  readonly pulled: TreeFacts
  readonly others: readonly TreeFacts[]
}

async function meetNeighbours(
  shop: Workshop,
  { workspace, ground, pulled, others }: Meeting,
): Promise<Pick<PullFacts, 'conflicts' | 'refused' | 'waiting'>> {
  const { roster, heads, previous, upstreamTip: upstream } = ground
  const settling = settlingFrom({ roster, resolutions: heads.resolutions, retired: retiredFixes(previous?.record) })
  using opened = await openSettling(workspace, shop, settling)
  const tip = pulled.tip.commit
  assert(tip !== undefined, 'what is pulled is here')
  const around: Neighbourhood = {
    upstream,
    name: pulled.tree.name,
    tip,
    pulled,
    others: others.flatMap((facts) =>
      facts.tip.commit === undefined ? [] : [{ name: facts.tree.name, tip: facts.tip.commit, facts }],
    ),
    settling: opened.ground,
  }
  return { ...(await withUpstream(shop, around)), waiting: await withOthers(shop, around) }
}

/** What it and another tree both bring. */
function sharedWith({ commits }: TreeFacts, other: TreeFacts): SharedCommits[] {
  const theirs = new Set(other.commits.map(({ oid }) => oid))
  const shared = commits.filter(({ oid }) => theirs.has(oid)).length
  return shared === 0 ? [] : [{ tree: other.tree.name, commits: shared }]
}
