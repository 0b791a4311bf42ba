/** From places to names: the trees of a culprit, the commits in them, and whether it is the merge that is wrong. */
import type { CommitLink } from '../../base/git/commit-walk.ts'
import { parseCommit, subjectOf } from '../../base/git/objects.ts'
import type { TreeName } from '../../base/model/names.ts'
import type { CommitOid } from '../../base/model/oid.ts'
import type { CulpritCommit, NamedCulprit } from '../../base/model/search-report.ts'
import type { FirstError } from '../../base/model/verdict.ts'
import { assert } from '../../base/std/assert.ts'
import type { Candidate } from '../../stages/gate/search/candidate.ts'
import { foundBy } from '../../stages/gate/search/deciding.ts'
import type { Culprit } from '../../stages/gate/search/search.ts'
import { TreeHistory } from '../../stages/gate/search/tree-history.ts'
import { originalOf } from '../../stages/integrate/needs/part-of.ts'
import type { Workshop } from '../../stages/integrate/workshop.ts'
import { CommitSearch } from './commit-search.ts'
import type { Probing } from './probing.ts'
import type { StandingTree } from './standing-trees.ts'

export interface NamingGround {
  readonly shop: Workshop
  readonly trees: readonly StandingTree[]
  /** History beyond upstream. */
  readonly links: readonly CommitLink[]
  readonly probing: Probing
}

export async function nameCulprit(ground: NamingGround, culprit: Culprit): Promise<NamedCulprit> {
  const { trees, probing } = ground
  const last = trees[culprit.set.at(-1) ?? -1]
  const verdict = probing.verdictOn(culprit.red)
  assert(last !== undefined && verdict !== undefined, 'a culprit was seen red')
  const error = verdict.outcome.kind === 'failed' ? verdict.outcome.error : undefined
  const [other, ...more] = culprit.set.slice(0, -1)
  const isOne = culprit.confirmed && culprit.suspects.length === 1
  return {
    trees: namesOf(trees, culprit.set),
    removed: namesOf(trees, culprit.removed),
    suspects: namesOf(trees, culprit.suspects),
    isConfirmed: culprit.confirmed,
    commit: isOne ? await commitIn(ground, culprit, culprit.set.at(-1) ?? 0, error) : undefined,
    with: isOne && other !== undefined && more.length === 0 ? await commitIn(ground, culprit, other, error) : undefined,
    merge: (await isWrongMerge(culprit, probing)) ? { commit: last.mergeCommit, settled: last.settled } : undefined,
    verdict: verdict.key,
    error,
  }
}

/** That the tree passes by itself is said of somebody's work, so it is seen twice, too. */
async function isWrongMerge({ alone, confirmed, set }: Culprit, probing: Probing): Promise<boolean> {
  if (!confirmed || alone !== 'green') return false
  return probing.isClean || (await probing.again(set.slice(-1))) === 'green'
}

/** Which of a tree's commits turned the candidate red that the tree was found by. */
async function commitIn(
  { trees, links, probing, shop }: NamingGround,
  culprit: Culprit,
  place: number,
  error: FirstError | undefined,
): Promise<CulpritCommit | undefined> {
  const tree = trees[place]
  if (tree === undefined) return undefined
  const { name, version, admission } = tree
  const candidate = foundBy(culprit, place)
  const history = new TreeHistory(links)
  const before = candidate.filter((other) => other < place).flatMap((other) => trees[other]?.version ?? [])
  const elsewhere = history.reachable(before)
  const commit = await new CommitSearch(history, probing, { candidate, place, version, elsewhere, error }).find()
  if (commit === undefined) return undefined
  const described = await describe(shop, name, commit)
  // People know it by the id that it has in the tree.
  const original = admission.reason.kind === 'split' ? await originalOf(shop, commit) : undefined
  return original === undefined ? described : { ...described, commit: original }
}

async function describe(shop: Workshop, tree: TreeName, commit: CommitOid): Promise<CulpritCommit> {
  const { message, author, committer } = parseCommit(await shop.reader.read(commit, 'commit'))
  return { tree, commit, subject: subjectOf(message), author, committer }
}

function namesOf(trees: readonly StandingTree[], places: Candidate): TreeName[] {
  return places.flatMap((place) => trees[place]?.name ?? [])
}
