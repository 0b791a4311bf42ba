/** From places to names: the trees of a culprit, the commits in them, and whether it is the merge that is wrong. */
import type { CommitLink } from '../../base/git/commit-walk.ts'
import { parseCommit, subjectOf } from '../../base/git/objects.ts'
import type { TreeName } from '../../base/model/names.ts'
import type { CommitOid } from '../../base/model/oid.ts'
import type { CulpritCommit, NamedCulprit, UpTo } from '../../base/model/search-report.ts'
import type { FirstError } from '../../base/model/verdict.ts'
import { assert } from '../../base/std/assert.ts'
import type { Candidate } from '../../stages/gate/search/candidate.ts'
import { foundBy } from '../../stages/gate/search/deciding.ts'
import type { Answer } from '../../stages/gate/search/first-red.ts'
import { reachable, stepsOf } from '../../stages/gate/search/holders.ts'
import type { Culprit } from '../../stages/gate/search/search.ts'
import { searchSteps } from '../../stages/gate/search/steps.ts'
import type { Workshop } from '../../stages/integrate/workshop.ts'
import type { Probing } from './probing.ts'
import type { StandingTree } from './standing-trees.ts'

/** Probes that one commit may cost, those that say nothing counted: enough for a thousand commits and a few that do not merge. */
export const COMMIT_PROBES_MAX = 16

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
    merge: culprit.alone === 'green' ? { commit: last.mergeCommit, settled: last.settled } : undefined,
    verdict: verdict.key,
    error,
  }
}

/** Which of a tree's commits turned the candidate red that the tree was found by. */
async function commitIn(
  ground: NamingGround,
  culprit: Culprit,
  place: number,
  error: FirstError | undefined,
): Promise<CulpritCommit | undefined> {
  const { trees, links, probing } = ground
  const tree = trees[place]
  if (tree === undefined) return undefined
  const candidate = foundBy(culprit, place)
  const steps = stepsOf(tree.version, links, elsewhereIn(candidate, place, ground))
  const step = await turnedRed(steps, (commit) => probing.ask('commits', candidate, { place, commit }, error))
  if (step === undefined) return undefined
  // With all of them it is the candidate itself, which was seen red twice.
  const isWhole = step === steps.at(-1)
  const upTo: UpTo = { place, commit: step }
  if (!isWhole) await probing.again(candidate, upTo)
  return isWhole || probing.isTwiceRed(candidate, upTo) ? describe(ground.shop, tree.name, step) : undefined
}

async function turnedRed(
  steps: readonly CommitOid[],
  ask: (commit: CommitOid) => Promise<Answer>,
): Promise<CommitOid | undefined> {
  const answers = new Map<number, Answer>()
  while (answers.size <= COMMIT_PROBES_MAX) {
    const found = searchSteps(steps.length, ({ length }) => (length === steps.length ? 'red' : answers.get(length)))
    if (found.kind === 'found') return steps[found.step]
    if (found.kind === 'unclear') return undefined
    const { length } = found.probe
    const commit = steps[length - 1]
    assert(commit !== undefined, 'without any step it is known to be green')
    answers.set(length, await ask(commit))
  }
  return undefined
}

/** Whether another tree of the candidate, merged before this one, holds a commit. */
function elsewhereIn(
  candidate: Candidate,
  place: number,
  { trees, links }: NamingGround,
): (commit: CommitOid) => boolean {
  const parents = new Map(links.map(({ commit, parents: of }) => [commit, of]))
  const held = candidate
    .filter((other) => other < place)
    .map((other) => {
      const version = trees[other]?.version
      return version === undefined ? new Set<CommitOid>() : reachable(version, parents)
    })
  return (commit) => held.some((commits) => commits.has(commit))
}

async function describe(shop: Workshop, tree: TreeName, commit: CommitOid): Promise<CulpritCommit> {
  const { message, author, committer } = parseCommit(await shop.reader.read(commit, 'commit'))
  return { tree, commit, subject: subjectOf(message), author, committer }
}

function namesOf(trees: readonly StandingTree[], places: Candidate): TreeName[] {
  return places.flatMap((place) => trees[place]?.name ?? [])
}
