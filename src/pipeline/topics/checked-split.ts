/** What is to stay out of a tree, as somebody typed it: names of topics and ids of commits. */
import { readPatches } from '../../base/git/patch-ids.ts'
import type { HandOverVerb, SplitVerb } from '../../base/model/decision.ts'
import type { TreeName } from '../../base/model/names.ts'
import { type CommitOid, short } from '../../base/model/oid.ts'
import type { LeftOut } from '../../base/model/split.ts'
import type { Topic, TopicCommit } from '../../base/model/topic.ts'
import { usageError } from '../../base/std/operating-error.ts'
import { atMost } from '../../base/text/at-most.ts'
import { count } from '../../base/text/count.ts'
import { oneLine } from '../../base/text/printable.ts'
import type { Machine, Workspace } from '../workspace.ts'
import { topicSlug } from './group.ts'
import { topicsOf } from './topics.ts'

/** Fewest digits by which a commit is named: less could be the name of a topic as well. */
const DIGITS_MIN = 7

/** Commits named in a complaint. */
const NAMED_MAX = 10

export interface SplitWish {
  readonly tree: TreeName
  readonly named: readonly string[]
  /** What earlier decisions leave out. */
  readonly isOut: readonly LeftOut[]
}

/** Throws where there is no such topic, and where other commits need what is to stay out: the complaint names them. */
export async function checkedSplit(
  workspace: Workspace,
  machine: Machine,
  { tree, named, isOut }: SplitWish,
): Promise<SplitVerb> {
  const { topics } = await topicsOf(workspace, machine, tree)
  const chosen = new Set(named.flatMap((name) => commitsNamed(topics, name, tree)))
  const listed = topics.flatMap(({ commits }) => commits)
  const out = isOut.length === 0 ? new Set() : await outOf(workspace, listed, isOut)
  // What is out already needs nothing.
  const all = listed.filter(({ commit }) => chosen.has(commit) || !out.has(commit))
  const blocking = needing(all, chosen)
  if (blocking.length > 0) throw inTheWay(tree, blocking)
  if (chosen.size === all.length)
    throw usageError(
      `nothing would be left of the ${tree} tree`,
      `Keep all of it out with: tributary hold ${tree} --why "…"`,
    )
  return { verb: 'split', tree, topics: named, without: await withPatches(workspace, [...chosen]) }
}

/** What keeps a tree from being built without these: other commits that need them. None where all of it is well. */
export async function needingLeftOut(
  workspace: Workspace,
  machine: Machine,
  tree: TreeName,
  without: readonly LeftOut[],
): Promise<readonly TopicCommit[]> {
  const { topics } = await topicsOf(workspace, machine, tree)
  const listed = topics.flatMap(({ commits }) => commits)
  return needing(listed, await outOf(workspace, listed, without))
}

/** The same for what is to go by another tree: whatever else needs it stays where it is. */
export async function checkedHandOver(
  workspace: Workspace,
  machine: Machine,
  { tree, to }: Pick<HandOverVerb, 'tree' | 'to'>,
  named: readonly string[],
): Promise<HandOverVerb> {
  if (tree === to) throw usageError(`the ${tree} tree has it already`, 'Name another tree behind --to.')
  const { topics } = await topicsOf(workspace, machine, tree)
  const chosen = new Set(named.flatMap((name) => commitsNamed(topics, name, tree)))
  return { verb: 'hand-over', tree, to, topics: named, commits: await withPatches(workspace, [...chosen]) }
}

/** Those that are out already, by id or, since the tree was rebased, by what they do. */
async function outOf(
  workspace: Workspace,
  listed: readonly TopicCommit[],
  isOut: readonly LeftOut[],
): Promise<ReadonlySet<CommitOid>> {
  const ids = new Set(isOut.map(({ commit }) => commit))
  const patches = new Set(isOut.flatMap(({ patchId }) => patchId ?? []))
  const now = await withPatches(
    workspace,
    listed.map(({ commit }) => commit),
  )
  const still = now.filter(({ commit, patchId }) => ids.has(commit) || (patchId && patches.has(patchId)))
  return new Set(still.map(({ commit }) => commit))
}

async function withPatches({ record }: Workspace, commits: readonly CommitOid[]): Promise<LeftOut[]> {
  const patches = await readPatches(record.git, commits)
  return commits.map((commit) => ({ commit, patchId: patches.get(commit)?.id }))
}

export function commitsNamed(topics: readonly Topic[], name: string, tree: TreeName): CommitOid[] {
  const slug = topicSlug(name)
  const topic = topics.find((one) => one.name === name) ?? topics.find((one) => one.name === slug)
  if (topic !== undefined) return topic.commits.map(({ commit }) => commit)
  const isId = name.length >= DIGITS_MIN && /^[0-9a-f]{1,40}$/.test(name)
  const found = topics.flatMap(({ commits }) => commits).filter(({ commit }) => isId && commit.startsWith(name))
  const [only] = found
  if (only !== undefined && found.length === 1) return [only.commit]
  throw usageError(
    `the ${tree} tree has no topic and no commit called ${JSON.stringify(name)}`,
    `They are listed by: tributary topics ${tree}`,
  )
}

/** What is not chosen and needs what is, directly or by way of others; in the order of the tree. */
function needing(commits: readonly TopicCommit[], chosen: ReadonlySet<CommitOid>): TopicCommit[] {
  const byId = new Map(commits.map((commit) => [commit.commit, commit]))
  const known = new Map<CommitOid, boolean>()
  const leads = (commit: CommitOid): boolean => {
    const before = known.get(commit)
    if (before !== undefined) return before
    known.set(commit, false)
    const found = byId.get(commit)?.needs.some((need) => chosen.has(need.commit) || leads(need.commit)) ?? false
    known.set(commit, found)
    return found
  }
  return commits.filter(({ commit }) => !chosen.has(commit) && leads(commit))
}

function inTheWay(tree: TreeName, blocking: readonly TopicCommit[]): Error {
  const lines = blocking.map(({ commit, subject }) => `${short(commit)} ("${oneLine(subject, 80)}")`)
  return usageError(
    `${count(blocking.length, 'other commit')} of the ${tree} tree ${blocking.length === 1 ? 'needs' : 'need'} what is to stay out`,
    ['They would have to stay out as well:', ...atMost(NAMED_MAX, lines)].join('\n'),
  )
}
