/** Who made a gate red: asks the gate about one candidate after the other until the search knows, then about commits, and says what it found. */
import { commitsBeyond } from '../base/git/commit-walk.ts'
import type { Gate } from '../base/model/gate.ts'
import type { Instant } from '../base/model/instant.ts'
import type { Listener } from '../base/model/event.ts'
import type { SearchOutcome, SearchReport } from '../base/model/search-report.ts'
import type { Verdict } from '../base/model/verdict.ts'
import { assert } from '../base/std/assert.ts'
import { settleAll } from '../base/std/settle-all.ts'
import type { Candidate } from '../stages/gate/search/candidate.ts'
import { decidingReds } from '../stages/gate/search/deciding.ts'
import { holdersOf } from '../stages/gate/search/holders.ts'
import { knownIn, nextProbes } from '../stages/gate/search/next-probes.ts'
import { type Culprit, search, type SearchQuestion } from '../stages/gate/search/search.ts'
import type { Workshop } from '../stages/integrate/workshop.ts'
import type { CandidateGround, Candidates } from './gating/candidates.ts'
import { nameCulprit } from './gating/name-culprit.ts'
import { Probing } from './gating/probing.ts'
import type { VerdictBook } from './gating/verdict-book.ts'

export interface SearchGround extends CandidateGround {
  readonly shop: Workshop
  readonly book: VerdictBook
  readonly candidates: Candidates
  /** Gates that run at the same time. */
  readonly slots: number
  readonly at: Instant
  readonly listen: Listener
}

export async function searchRelease(ground: SearchGround, gate: Gate, red: Verdict): Promise<SearchReport> {
  const { release, trees, at } = ground
  const probing = new Probing(ground, gate)
  const outcome = await searchOut(ground, probing, red)
  return {
    gate: gate.name,
    release: release.name,
    at,
    red: red.key,
    trees: trees.map(({ name, version }) => ({ name, version })),
    probes: probing.probes,
    outcome,
  }
}

async function searchOut(ground: SearchGround, probing: Probing, red: Verdict): Promise<SearchOutcome> {
  const { shop, release, trees } = ground
  const whole = trees.map((_, place) => place)
  probing.take(whole, red)
  // One more run now may save a dozen that lead nowhere.
  if (!(await isRedAgain(probing, [whole]))) return asFlaky(probing)
  const versions = trees.map(({ version }) => version)
  const links = await commitsBeyond(shop.git, versions, [release.record.plan.upstream.tip])
  const holders = holdersOf(versions, links)
  const question = { trees: trees.length, holders: (place: number) => holders[place] ?? [place] }
  const found = await askedOut(question, probing, ground.slots)
  if (found.kind === 'upstream') {
    return (await isRedAgain(probing, [[]])) ? found : asFlaky(probing)
  }
  const named = []
  for (const culprit of found.culprits) {
    if (!(await isRedAgain(probing, decidingReds(culprit)))) return asFlaky(probing)
    const seen = await nameCulprit({ shop, trees, links, probing }, confirmedIn(culprit, probing))
    if (probing.flaky !== undefined) return asFlaky(probing)
    named.push(seen)
  }
  return { kind: 'found', culprits: named, rest: found.restIs }
}

/** Asks until nothing more is asked: at each step what is wanted surest, and beside it what may be wanted next. */
async function askedOut(question: SearchQuestion, probing: Probing, slots: number) {
  for (;;) {
    const step = search(question, knownIn(probing.answers))
    if (step.kind !== 'asks') return step
    const probes = nextProbes(question, probing.answers, new Set(), slots)
    await settleAll(probes.map((places) => probing.ask('trees', places)))
  }
}

/** Whether each of these, which were red, is so again; false as soon as one of them passes. */
async function isRedAgain(probing: Probing, reds: readonly Candidate[]): Promise<boolean> {
  for (const places of reds) {
    await probing.again(places)
    if (probing.flaky !== undefined) return false
  }
  return true
}

/** What could not be tried again was seen red once only: nobody is confirmed by that. */
function confirmedIn(culprit: Culprit, probing: Probing): Culprit {
  const isSure = decidingReds(culprit).every((places) => probing.isTwiceRed(places))
  return { ...culprit, confirmed: culprit.confirmed && isSure }
}

function asFlaky({ flaky }: Probing): SearchOutcome {
  assert(flaky !== undefined, 'a search ends as flaky when something was')
  return flaky
}
