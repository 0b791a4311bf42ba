/** Gathers what rules judge by: the commits that each tree brings, read from git once and kept beside the record. */
import { readCommitFacts } from '../../base/git/commit-facts.ts'
import { type CommitLink, commitsBeyond } from '../../base/git/commit-walk.ts'
import type { CommitFacts } from '../../base/model/commit-facts.ts'
import type { Facts, TreeFacts } from '../../base/model/facts.ts'
import type { Instant } from '../../base/model/instant.ts'
import type { TreeName } from '../../base/model/names.ts'
import type { CommitOid } from '../../base/model/oid.ts'
import type { Tree } from '../../base/model/roster.ts'
import type { Tip } from '../../base/model/tip.ts'
import { assert } from '../../base/std/assert.ts'
import { distinct } from '../../base/std/collections.ts'
import { loadDerived, saveDerived } from '../../memory/record/derived-file.ts'
import { type Machine, openReading, type Workspace } from '../workspace.ts'
import { commitsOfTips } from './commits-of-trees.ts'
import { fixedCommits } from './fixed-commits.ts'
import { lostCommits } from './lost-commits.ts'
import { readOwners } from './read-owners.ts'
import { upstreamTwins } from './upstream-twins.ts'

/** What facts are gathered from. */
export interface FactGround {
  readonly trees: readonly Tree[]
  readonly tips: ReadonlyMap<TreeName, Tip>
  readonly upstreamTip: CommitOid
}

/** What trees bring, for whoever asks nothing beside it: neither what tags name, nor what upstream has twice. */
export type BroughtFacts = Omit<TreeFacts, 'twins'>

export async function gatherFacts(
  workspace: Workspace,
  machine: Pick<Machine, 'pid'>,
  ground: FactGround,
  now: Instant,
): Promise<Omit<Facts, 'calendar' | 'arrivals' | 'mergedTwins'>> {
  const { git } = workspace.record
  const { upstreamTip } = ground
  const judged = await gatherBrought(workspace, machine, ground)
  const beyond = distinct(judged.flatMap(({ commits, merges }) => [...commits, ...merges]))
  await using reading = openReading(git)
  const [owners, named, twins] = await Promise.all([
    readOwners(reading, upstreamTip),
    fixedCommits(git, beyond, upstreamTip),
    upstreamTwins(git, upstreamTip, judged),
  ])
  const whole = judged.map((tree, place): TreeFacts => ({ ...tree, twins: twins[place] ?? new Map() }))
  return { trees: whole, upstream: upstreamTip, owners, named, now }
}

export async function gatherBrought(
  workspace: Workspace,
  machine: Pick<Machine, 'pid'>,
  { trees, tips, upstreamTip }: FactGround,
): Promise<readonly BroughtFacts[]> {
  const { git } = workspace.record
  const fetched = trees.flatMap((tree) => tips.get(tree.name) ?? [])
  const ends = fetched.map(({ commit }) => commit)
  const [links, lost] = await Promise.all([
    commitsBeyond(git, distinct(ends.flatMap((end) => end ?? [])), [upstreamTip]),
    lostCommits(git, fetched, upstreamTip),
  ])
  const reached = commitsOfTips(links, ends)
  const bases = reached.map((commits) => boundaryOf(commits, links))
  const beyond = links.map(({ commit }) => commit)
  const aside = [...ends.flatMap((end) => end ?? []), ...bases.flat(), ...lost.flat()]
  const facts = await factsOf(workspace, machine, distinct([...beyond, ...aside]))
  const met = new Set<CommitOid>()
  const known = (commits: readonly CommitOid[]): CommitFacts[] => commits.map((commit) => factOf(facts, commit))
  return fetched.map((tip, place) => {
    const tree = trees.find(({ name }) => name === tip.tree)
    assert(tree !== undefined, `the tip of ${tip.tree} is of no tree`)
    const all = known(reached[place] ?? [])
    const commits = all.filter((commit) => !isMerge(commit))
    const brings = commits.filter(({ oid }) => !met.has(oid))
    for (const { oid } of brings) met.add(oid)
    const end = tip.commit && factOf(facts, tip.commit)
    const gone = known(lost[place] ?? []).filter((commit) => !isMerge(commit))
    return {
      tree,
      tip,
      commits,
      merges: all.filter(isMerge),
      brings,
      end,
      bases: known(bases[place] ?? []),
      lost: gone,
    }
  })
}

/** Commits that these stand on and that are none of them. */
function boundaryOf(commits: readonly CommitOid[], links: readonly CommitLink[]): CommitOid[] {
  const inside = new Set(commits)
  return distinct(links.filter(({ commit }) => inside.has(commit)).flatMap(({ parents }) => parents)).filter(
    (parent) => !inside.has(parent),
  )
}

function isMerge({ parents }: CommitFacts): boolean {
  return parents.length > 1
}

function factOf(facts: ReadonlyMap<CommitOid, CommitFacts>, commit: CommitOid): CommitFacts {
  const found = facts.get(commit)
  assert(found !== undefined, `nothing is known of commit ${commit}`)
  return found
}

/** Changed whenever the shape of `CommitFacts` does, or the way they are read. */
const FORMAT = 'tributary commit facts 2'

/** On a usual day 85 % of the trees stand where they stood, so most are in the file that the last time left. */
async function factsOf(
  { factsPath, record }: Workspace,
  { pid }: Pick<Machine, 'pid'>,
  commits: readonly CommitOid[],
): Promise<ReadonlyMap<CommitOid, CommitFacts>> {
  const kept = (await loadDerived<ReadonlyMap<CommitOid, CommitFacts>>(factsPath, FORMAT)) ?? new Map()
  const unread = commits.filter((commit) => !kept.has(commit))
  const read = await readCommitFacts(record.git, unread)
  const fresh = new Map(read.map((commit) => [commit.oid, commit]))
  const facts = new Map(commits.map((commit) => [commit, fresh.get(commit) ?? factOf(kept, commit)]))
  if (unread.length > 0 || kept.size > facts.size) await saveDerived(factsPath, FORMAT, facts, pid)
  return facts
}
