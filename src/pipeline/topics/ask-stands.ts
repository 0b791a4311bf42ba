/** Asks a gate about topics until it is known which of them stand by themselves: as many questions at a time as there are workers. */
import { assert } from '../../base/std/assert.ts'
import { type Candidate, candidateName } from '../../stages/gate/search/candidate.ts'
import type { Answer } from '../../stages/gate/search/first-red.ts'
import { knownIn } from '../../stages/gate/search/next-probes.ts'
import { findStands, nextAsked, type Stands } from './find-stands.ts'

export interface StandsQuestion {
  /** For each topic, the places of those that it needs to apply. */
  readonly needs: readonly (readonly number[])[]
  readonly workers: number
  readonly ask: (held: Candidate) => Promise<Answer>
}

/** A worker that is done takes the next question; whatever the order of the answers, the same is found. */
export async function askStands({
  needs,
  workers,
  ask,
}: StandsQuestion): Promise<Exclude<Stands, { readonly kind: 'asks' }>> {
  const answers = new Map<string, Answer>()
  const running = new Map<string, Promise<void>>()
  const start = async (name: string, held: Candidate): Promise<void> => {
    try {
      answers.set(name, await ask(held))
    } finally {
      running.delete(name)
    }
  }
  try {
    for (;;) {
      const found = findStands(needs, knownIn(answers))
      if (found.kind !== 'asks') return found
      const next = nextAsked(needs, answers, new Set(running.keys()), workers - running.size)
      for (const held of next) running.set(candidateName(held), start(candidateName(held), held))
      assert(running.size > 0, 'what is lacking is asked for')
      await Promise.race(running.values())
    }
  } finally {
    // Nothing may be under way when what it works in is closed.
    await Promise.allSettled(running.values())
  }
}
