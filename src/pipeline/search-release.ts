/** Who made a gate red: asks the gate about one candidate after the other until the search knows, then about commits, and says what it found. */
import { commitsBeyond } from '../base/git/commit-walk.ts'
import type { Gate } from '../base/model/gate.ts'
import type { Instant } from '../base/model/instant.ts'
import type { Listener } from '../base/model/event.ts'
import type { NamedCulprit, SearchedTree, SearchOutcome, SearchReport } from '../base/model/search-report.ts'
import type { Verdict } from '../base/model/verdict.ts'
import { settleAll } from '../base/std/settle-all.ts'
import { type Candidate, candidateName } from '../stages/gate/search/candidate.ts'
import { decidingReds, foundBy } from '../stages/gate/search/deciding.ts'
import type { Answer } from '../stages/gate/search/first-red.ts'
import { holdersOf } from '../stages/gate/search/holders.ts'
import { knownIn, lackedBy, nextProbes } from '../stages/gate/search/next-probes.ts'
import { type Culprit, type Search, search, type SearchQuestion } from '../stages/gate/search/search.ts'
import type { Workshop } from '../stages/integrate/workshop.ts'
import type { CandidateGround, Candidates } from './gating/candidates.ts'
import { nameCulprit, type NamingGround } from './gating/name-culprit.ts'
import { Probing } from './gating/probing.ts'
import type { StandingTree } from './gating/standing-trees.ts'
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
    ...(ground.isPublished ? {} : { isDraft: true }),
    at,
    red: red.key,
    trees: trees.map(searchedTree),
    probes: probing.probes,
    outcome,
  }
}

function searchedTree({ name, version, admission: { reason } }: StandingTree): SearchedTree {
  const reverted = reason.kind === 'given-up' ? reason.reverted : []
  return { name, version, ...(reverted.length === 0 ? {} : { reverted }) }
}

type Found = Extract<Search, { readonly kind: 'found' }>

async function searchOut(ground: SearchGround, probing: Probing, red: Verdict): Promise<SearchOutcome> {
  const { shop, release, trees } = ground
  const whole = trees.map((_, place) => place)
  probing.take(whole, red)
  // One more run now may save a dozen that lead nowhere.
  await probing.again(whole)
  const versions = trees.map(({ version }) => version)
  const links = await commitsBeyond(shop.git, versions, [release.record.plan.upstream.tip])
  const holders = holdersOf(versions, links)
  const question = { trees: trees.length, holders: (place: number) => holders[place] ?? [place] }
  const naming = { shop, trees, links, probing }
  for (;;) {
    if (probing.flaky !== undefined) return probing.flaky
    const wasClean = probing.isClean
    const found = await askedOut(question, probing, ground.slots)
    const outcome = found.kind === 'upstream' ? await upstreamOutcome(probing) : await nameAll(naming, found)
    if (probing.flaky === undefined && probing.isClean === wasClean) return outcome
  }
}

async function upstreamOutcome(probing: Probing): Promise<SearchOutcome> {
  await probing.again([])
  return { kind: 'upstream' }
}

/** Undone by whoever calls where it turns out that a gate is flaky, or was misled by what was left in a work tree. */
async function nameAll(naming: NamingGround, found: Found): Promise<SearchOutcome> {
  const { probing } = naming
  const wasClean = probing.isClean
  const culprits: NamedCulprit[] = []
  let rest: Candidate = naming.trees.map((_, place) => place)
  for (const culprit of found.culprits) {
    rest = rest.filter((place) => !culprit.removed.includes(place))
    const confirmed = culprit.confirmed && (await isSeenTwice(probing, culprit, rest))
    if (probing.flaky !== undefined || probing.isClean !== wasClean) break
    culprits.push(await nameCulprit(naming, { ...culprit, confirmed }))
  }
  return { kind: 'found', culprits, rest: found.restIs }
}

/** Red with it and green without it, each twice, the second time in an empty work tree. Those that it takes for that are needed as surely. */
async function isSeenTwice(probing: Probing, culprit: Culprit, rest: Candidate): Promise<boolean> {
  for (const places of decidingReds(culprit)) if ((await probing.again(places)) !== 'red') return false
  for (const other of culprit.set.slice(0, -1)) {
    const without = foundBy(culprit, other).filter((place) => place !== other)
    if ((await saidTwice(probing, without)) !== 'green') return false
  }
  const said = await saidTwice(
    probing,
    culprit.red.filter((place) => !culprit.removed.includes(place)),
  )
  // What does not merge leaves it to what is left over as a whole.
  return (said === 'silent' ? await saidTwice(probing, rest) : said) === 'green'
}

async function saidTwice(probing: Probing, places: Candidate): Promise<Answer> {
  const said = probing.answers.get(candidateName(places)) ?? (await probing.ask('trees', places))
  return said !== 'green' || probing.isClean ? said : probing.again(places)
}

/** Asks until nothing more is asked: at each step what is wanted surest, and beside it what may be wanted next. */
async function askedOut(question: SearchQuestion, probing: Probing, slots: number) {
  for (;;) {
    const step = search(question, knownIn(probing.answers))
    if (step.kind !== 'asks') return step
    const probes = nextProbes(lackedBy(question), probing.answers, new Set(), slots)
    await settleAll(probes.map((places) => probing.ask('trees', places)))
  }
}
