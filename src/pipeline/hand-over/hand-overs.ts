/** Where each hand-over stands now, with the branch made for those that can go. */
import { type Decided, type HandOverVerb, isHandOver } from '../../base/model/decision.ts'
import type { HandOver, HandOverState } from '../../base/model/hand-over.ts'
import type { TreeFacts } from '../../base/model/facts.ts'
import type { RefName, TreeName } from '../../base/model/names.ts'
import type { CommitOid } from '../../base/model/oid.ts'
import { assert } from '../../base/std/assert.ts'
import { keepRebuilt, rebuild, type Rebuilt } from '../../stages/integrate/needs/rebuild.ts'
import type { Workshop } from '../../stages/integrate/workshop.ts'
import { gatherFacts } from '../judging/gather-facts.ts'
import { topicSlug } from '../topics/group.ts'
import { newestBase } from '../topics/splits.ts'
import { type TopicsDesk, topicsIn } from '../topics/topics.ts'
import { standOf } from './stand.ts'

/** In the order in which they were decided. What is made for them is in the workshop, to be kept or thrown away. */
export async function handOversIn(shop: Workshop, desk: TopicsDesk): Promise<readonly HandOver[]> {
  const { workspace, machine, ground, now } = desk
  const { roster, tips, upstreamTip } = ground
  // A tree that is off the roster has nothing to hand over.
  const decided = ground.decisions
    .filter(isHandOver)
    .filter(({ tree }) => roster.trees.some(({ name }) => name === tree))
  if (decided.length === 0) return []
  const { trees } = await gatherFacts(workspace, machine, { trees: roster.trees, tips, upstreamTip }, now)
  const found: HandOver[] = []
  for (const decision of decided) found.push(await handOverIn(shop, desk, decision, trees))
  return found
}

async function handOverIn(
  shop: Workshop,
  desk: TopicsDesk,
  decision: Decided<HandOverVerb>,
  trees: readonly TreeFacts[],
): Promise<HandOver> {
  const { topics } = await topicsIn(shop, desk, decision.tree, trees)
  const own = trees.find(({ tree }) => tree.name === decision.tree)
  const other = trees.find(({ tree }) => tree.name === decision.to)
  assert(own !== undefined, 'the tree is in the roster')
  const { commits, stand } = standOf({ own, other, topics, handed: decision.commits })
  if (stand.kind !== 'ready') return { decision, commits, state: stand }
  const ids = commits.map(({ commit }) => commit)
  return {
    decision,
    commits,
    state: await offer(shop, desk, decision, { ids, own: own.tip.commit, other: other?.tip.commit }),
  }
}

interface Ends {
  readonly ids: readonly CommitOid[]
  readonly own: CommitOid | undefined
  readonly other: CommitOid | undefined
}

/** On what the tree stands on, or else on upstream as it is: what they need may have landed only there. */
async function offer(
  shop: Workshop,
  { ground }: TopicsDesk,
  { tree, to, topics }: HandOverVerb,
  { ids, own, other }: Ends,
): Promise<HandOverState> {
  const { upstreamTip: upstream, previous } = ground
  const bases = [own && (await newestBase(shop, upstream, own)), upstream].flatMap((base) => base ?? [])
  let made: Rebuilt | undefined
  for (const base of bases) {
    made = await rebuild(shop, { tree: undefined, base, commits: ids })
    if (made.kind === 'blocked') continue
    const { commit: head } = made
    const meets = [
      ...(other === undefined ? [] : [{ name: `the ${to} tree`, commit: other }]),
      ...(previous === undefined ? [] : [{ name: previous.name, commit: previous.commit }]),
    ]
    for (const { name, commit } of meets) {
      const answer = await shop.merger.merge(commit, head)
      if ('refused' in answer) return { kind: 'clashes', where: name, paths: [] }
      if (!answer.clean) return { kind: 'clashes', where: name, paths: answer.stages.map(({ path }) => path) }
    }
    await keepRebuilt(shop, head, [upstream])
    return { kind: 'offered', branch: branchFor(tree, topics), head, base, passed: [] }
  }
  return { kind: 'clashes', where: 'upstream', paths: made?.kind === 'blocked' ? made.paths : [] }
}

/** Longest last part: with what git adds to it, it stays below the 255 bytes a file name may have. */
const NAME_LENGTH_MAX = 100

/** Where the branches stand. */
export const HAND_OVER_BRANCHES = 'refs/heads/hand-over/'

/** `refs/heads/hand-over/rseq/membarrier-x86`. Topics may be typed as subjects have them; git wants no `.lock` at the end. */
export function branchFor(tree: TreeName, topics: readonly string[]): RefName {
  const name = topics
    .map(topicSlug)
    .join('+')
    .slice(0, NAME_LENGTH_MAX)
    .replace(/\.(?:lock)?$/, '')
  return `${HAND_OVER_BRANCHES}${tree}/${name}` as RefName
}
