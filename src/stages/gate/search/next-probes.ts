/** Which candidates to probe at the same time: those that are asked for, and those that would be asked for after either answer. */
import { type Candidate, candidateName } from './candidate.ts'
import type { Answer, Known } from './first-red.ts'
import { search, type SearchQuestion } from './search.ts'

/** Looked ahead at most so many answers: with more workers than probes that could matter, some rest. */
const AHEAD_MAX = 12

/** What a search lacks, the surest to be wanted first; nothing when it is over. A pure function of the answers so far. */
export type Lacking = (known: Known) => readonly Candidate[]

/** A search for culprits goes on from one answer at a time. */
export function lackedBy(question: SearchQuestion): Lacking {
  return (known) => {
    const step = search(question, known)
    return step.kind === 'asks' ? [step.probe] : []
  }
}

/**
 * At most `workers` candidates that are not in `running`, the surest to be wanted first. Everything follows from the answers so far, so whoever
 * asks again after a crash is told the same.
 */
export function nextProbes(
  lacking: Lacking,
  known: ReadonlyMap<string, Answer>,
  running: ReadonlySet<string>,
  workers: number,
): Candidate[] {
  const probes = new Map<string, Candidate>()
  let futures: ReadonlyMap<string, Answer>[] = [known]
  for (let ahead = 0; ahead < AHEAD_MAX && futures.length > 0 && probes.size < workers; ahead += 1) {
    const after: ReadonlyMap<string, Answer>[] = []
    for (const future of futures) {
      for (const probe of lacking(knownIn(future))) {
        const name = candidateName(probe)
        if (!running.has(name) && probes.size < workers) probes.set(name, probe)
        for (const answer of ['red', 'green'] as const) after.push(new Map([...future, [name, answer]]))
      }
    }
    futures = after.slice(0, workers * 2)
  }
  return [...probes.values()]
}

export function knownIn(answers: ReadonlyMap<string, Answer>): Known {
  return (candidate) => answers.get(candidateName(candidate))
}
