/** Searches for whoever made gates red, one gate after the other; what was searched before is taken as it is. */
import type { Gate } from '../../base/model/gate.ts'
import type { GateResult } from '../../base/model/gate-report.ts'
import type { SearchReport } from '../../base/model/search-report.ts'
import { isGreen, type Verdict } from '../../base/model/verdict.ts'
import { searchRelease } from '../search-release.ts'
import type { OpenCandidates } from './open-candidates.ts'
import type { Gating } from './tell-faults.ts'

export interface Reds {
  readonly results: readonly GateResult[]
  /** Searches of this release on record. */
  readonly before: readonly SearchReport[]
}

/** Hands candidates to a piece of work, and closes them after it where nobody else has use for them. */
export type WithCandidates = <Result>(work: (opened: OpenCandidates) => Promise<Result>) => Promise<Result>

/** Known searches first. Candidates are asked for only where there is something to search. */
export async function searchReds(
  gating: Gating,
  { results, before }: Reds,
  withCandidates: WithCandidates,
): Promise<SearchReport[]> {
  const { machine, roster, shop, book } = gating
  const wanted = roster.gates.flatMap((gate) => redOf(gate, results))
  const known = before.filter((search) => wanted.some(({ verdict }) => verdict.key === search.red))
  const searched = wanted.filter(({ verdict }) => !known.some((search) => verdict.key === search.red))
  if (searched.length === 0) return known
  const { clock, listen } = machine
  return withCandidates(async ({ candidates, ground }) => {
    const searches = [...known]
    for (const { gate, verdict } of searched) {
      const slots = await book.slotsFor(gate)
      searches.push(
        await searchRelease({ ...ground, candidates, shop, book, slots, at: clock(), listen }, gate, verdict),
      )
    }
    return searches
  })
}

/** What is asked only of what is published is never searched for. */
function redOf(gate: Gate, results: readonly GateResult[]): { readonly gate: Gate; readonly verdict: Verdict }[] {
  const verdict = results.find((result) => result.verdict.gate === gate.name)?.verdict
  const isSearched = verdict !== undefined && isGreen(verdict.outcome) === false && gate.when !== 'final'
  return isSearched ? [{ gate, verdict }] : []
}
