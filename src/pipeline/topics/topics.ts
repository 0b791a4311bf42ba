/** The topics of one tree as it was last fetched, and what each needs of the others: said from its commits, proved by taking them apart. */
import { diffTrees } from '../../base/git/diff-tree.ts'
import { parseCommit } from '../../base/git/objects.ts'
import { gitVersion } from '../../base/git/version.ts'
import type { Instant } from '../../base/model/instant.ts'
import type { TreeName } from '../../base/model/names.ts'
import { type CommitOid, EMPTY_TREE } from '../../base/model/oid.ts'
import type { NeededCommit, Topic, TopicCommit } from '../../base/model/topic.ts'
import { assert } from '../../base/std/assert.ts'
import { usageError } from '../../base/std/operating-error.ts'
import { parseMessage } from '../../base/text/trailers.ts'
import { loadMemo } from '../../stages/integrate/memo-file.ts'
import { type LinedUp, lineUp } from '../../stages/integrate/needs/line-up.ts'
import { findNeeds, type Needs } from '../../stages/integrate/needs/needs.ts'
import { openWorkshop, type Workshop } from '../../stages/integrate/workshop.ts'
import { mergeAttributes } from '../attributes.ts'
import { gather, type Ground, start } from '../ground.ts'
import { type BroughtFacts, gatherBrought } from '../judging/gather-facts.ts'
import type { Machine, Workspace } from '../workspace.ts'
import { groupCommits } from './group.ts'
import { newestBase } from './splits.ts'

export interface TreeTopics {
  readonly tree: TreeName
  readonly tip: CommitOid | undefined
  readonly upstream: CommitOid
  /** By their first commits, parents before children. */
  readonly topics: readonly Topic[]
  /** Raw paths that are in the tree as its merges made them, and not as its commits one after the other would. */
  readonly byMerges: readonly string[]
}

export async function topicsOf(workspace: Workspace, machine: Machine, name: string): Promise<TreeTopics> {
  const { git, pid, scratchFolder } = machine
  const now = machine.clock()
  await using shop = await openWorkshop(git, { recordDir: workspace.record.gitDir, scratchFolder, pid })
  const ground = await gather(await start(workspace), workspace, shop, now)
  const desk = { workspace, machine, ground, now }
  return await topicsIn(shop, desk, name, await broughtTo(desk))
}

export function broughtTo({ workspace, machine, ground }: TopicsDesk): Promise<readonly BroughtFacts[]> {
  const { roster, tips, upstreamTip } = ground
  return gatherBrought(workspace, machine, { trees: roster.trees, tips, upstreamTip })
}

export interface TopicsDesk {
  readonly workspace: Workspace
  readonly machine: Machine
  readonly ground: Ground
  readonly now: Instant
}

/** The same for whoever goes on with the workshop, from what is known of the trees. */
export async function topicsIn(
  shop: Workshop,
  { workspace, machine, ground }: TopicsDesk,
  name: string,
  trees: readonly BroughtFacts[],
): Promise<TreeTopics> {
  const { upstreamTip, heads } = ground
  const own = trees.find(({ tree }) => tree.name === name)
  if (own === undefined)
    throw usageError(
      `there is no tree ${JSON.stringify(name)} in the roster`,
      'The trees are listed by: tributary trees list',
    )
  const memo = await loadMemo(workspace.memoPath, { runs: heads.runs, gitVersion: await gitVersion(machine.git) })
  shop.useAttributes(await mergeAttributes(shop, memo, upstreamTip))
  const { line, needs, byMerges } = await takeApart(shop, own, upstreamTip)
  const others = trees.filter(({ tree }) => tree.name !== own.tree.name).map(commitsIn)
  const told = own.commits.map(
    (commit, at): TopicCommit => ({
      commit: commit.oid,
      subject: parseMessage(commit.message).subject,
      author: commit.author.who,
      needs: (needs[at]?.direct ?? []).map(({ on, paths }): NeededCommit => ({ commit: commitAt(line, on), paths })),
      alsoIn: others.filter(({ commits }) => commits.has(commit.oid)).map((other) => other.name),
    }),
  )
  const linked = own.commits.map(({ message }, at) => ({ message, needs: needs[at]?.direct.map(({ on }) => on) ?? [] }))
  const topics = groupCommits(linked).map(
    ({ places, ...group }): Topic => ({
      ...group,
      commits: places.flatMap((place) => told[place] ?? []),
    }),
  )
  return { tree: own.tree.name, tip: own.tip.commit, upstream: upstreamTip, topics, byMerges }
}

function commitsIn({ tree, commits }: BroughtFacts): {
  readonly name: TreeName
  readonly commits: ReadonlySet<CommitOid>
} {
  return { name: tree.name, commits: new Set(commits.map(({ oid }) => oid)) }
}

interface TakenApart {
  readonly line: LinedUp
  readonly needs: readonly Needs[]
  readonly byMerges: readonly string[]
}

/** The commits are put one behind the other on what the tree shares with upstream. */
async function takeApart(shop: Workshop, { tip, commits }: BroughtFacts, upstream: CommitOid): Promise<TakenApart> {
  const end = tip.commit
  if (end === undefined || commits.length === 0)
    return { line: { base: EMPTY_TREE, steps: [] }, needs: [], byMerges: [] }
  const newest = await newestBase(shop, upstream, end)
  const base = newest === undefined ? EMPTY_TREE : parseCommit(await shop.reader.read(newest, 'commit')).tree
  const line = await lineUp(
    shop,
    base,
    commits.map(({ oid }) => oid),
  )
  const needs = await findNeeds(shop, line)
  const stands = line.steps.at(-1)?.after ?? base
  const { tree } = parseCommit(await shop.reader.read(end, 'commit'))
  const [differing = []] = stands === tree ? [] : await diffTrees(shop.git, [{ from: stands, to: tree }])
  return { line, needs, byMerges: differing.map(({ path }) => path) }
}

function commitAt({ steps }: LinedUp, place: number): CommitOid {
  const step = steps[place]
  assert(step !== undefined, 'a need is on a commit of the line')
  return step.commit
}
