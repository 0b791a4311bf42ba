/** Which topics a gate passes by themselves, and which not without another: what to ask next, until it is known. Pure. */
import { assert } from '../../base/std/assert.ts'
import { type Candidate, candidateName } from '../../stages/gate/search/candidate.ts'
import { type Answer, asFarAsKnown, type Ask, firstRed, type Known } from '../../stages/gate/search/first-red.ts'
import { knownIn, type Lacking, nextProbes } from '../../stages/gate/search/next-probes.ts'

/** A topic without which another is red: `red` is what was held without it, `green` the same with it. */
export interface FoundNeed {
  readonly on: number
  readonly red: Candidate
  readonly green: Candidate
}

export type FoundStand =
  | { readonly kind: 'alone'; readonly green: Candidate }
  | { readonly kind: 'needs'; readonly needs: readonly FoundNeed[] }
  /** This candidate says nothing. */
  | { readonly kind: 'unclear'; readonly silent: Candidate }

export type Stands =
  /** Each of these is lacking, whatever the others say. */
  | { readonly kind: 'asks'; readonly probes: readonly Candidate[] }
  /** By the topics' places. */
  | { readonly kind: 'found'; readonly stands: readonly FoundStand[] }
  /** With all topics, or with none of them, the gate is not green, so nothing follows from what it says of some. */
  | { readonly kind: 'unfit'; readonly at: 'all' | 'none'; readonly said: Answer }

/** `needs`: for each topic, the places of those without which it does not even apply. A candidate is the places it holds. */
export function findStands(needs: readonly (readonly number[])[], known: Known): Stands {
  const all = needs.map((_, place) => place)
  const whole = known(all)
  if (whole !== undefined && whole !== 'green') return { kind: 'unfit', at: 'all', said: whole }
  const none = known([])
  if (whole === undefined) return { kind: 'asks', probes: none === undefined ? [all, []] : [all] }
  if (none === undefined) return { kind: 'asks', probes: [[]] }
  if (none !== 'green') return { kind: 'unfit', at: 'none', said: none }
  const steps = all.map((place) => asFarAsKnown(known, (ask) => standOf(needs, place, ask)))
  const stands = steps.flatMap((step) => (step.kind === 'asks' ? [] : [step]))
  if (stands.length === all.length) return { kind: 'found', stands }
  const lacking = steps.flatMap((step) => (step.kind === 'asks' ? [step.probe] : []))
  // Topics that need each other to apply lack the same.
  return { kind: 'asks', probes: [...new Map(lacking.map((held) => [candidateName(held), held])).values()] }
}

/**
 * At most `workers` candidates to ask about at the same time, that are not in `running`: what is lacking, then what either answer would
 * make lacking. That the gate fits at all is asked first, since all else would be built in vain.
 */
export function nextAsked(
  needs: readonly (readonly number[])[],
  known: ReadonlyMap<string, Answer>,
  running: ReadonlySet<string>,
  workers: number,
): Candidate[] {
  const lacking: Lacking = (answers) => {
    const step = findStands(needs, answers)
    return step.kind === 'asks' ? step.probes : []
  }
  const isFit = [needs.map((_, place) => place), []].every((held) => known.has(candidateName(held)))
  if (isFit) return nextProbes(lacking, known, running, workers)
  const first = lacking(knownIn(known)).filter((held) => !running.has(candidateName(held)))
  return first.slice(0, workers)
}

/** Adds one topic after the other that it does not do without, each found by halving, until the gate is green. */
function standOf(needs: readonly (readonly number[])[], place: number, ask: Ask): FoundStand {
  const found: FoundNeed[] = []
  let held = closed(needs, [place])
  let others = needs.map((_, other) => other)
  for (;;) {
    const said = ask(held)
    if (said === 'silent') return { kind: 'unclear', silent: held }
    if (said === 'green') return found.length === 0 ? { kind: 'alone', green: held } : { kind: 'needs', needs: found }
    others = others.filter((other) => !held.includes(other))
    const holding = (beginning: Candidate): Candidate => closed(needs, [...held, ...beginning])
    // The search is for the first red one of beginnings, and here they are red until one is green.
    const { length, green: red } = firstRed(others, 0, (beginning) => opposite(ask(holding(beginning))))
    const last = others[length - 1]
    assert(last !== undefined, 'what is red alone and green with all becomes green somewhere')
    if (red !== length - 1) return { kind: 'unclear', silent: holding(others.slice(0, length - 1)) }
    found.push({ on: last, red: holding(others.slice(0, length - 1)), green: holding(others.slice(0, length)) })
    held = closed(needs, [...held, last])
    others = others.slice(0, length - 1)
  }
}

function opposite(answer: Answer): Answer {
  if (answer === 'silent') return answer
  return answer === 'red' ? 'green' : 'red'
}

/** With all that they need to apply, ascending. */
function closed(needs: readonly (readonly number[])[], places: Candidate): Candidate {
  const all = new Set(places)
  // A set that grows while it is gone through shows what was added.
  for (const place of all) for (const needed of needs[place] ?? []) all.add(needed)
  return [...all].sort((a, b) => a - b)
}
