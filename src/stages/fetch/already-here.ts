/** Tips that the record has already, by way of upstream or another tree: they need no fetch, only a ref. */
import { describeObjects } from '../../base/git/batch-check.ts'
import { areWhole } from '../../base/git/connectivity.ts'
import { moveRefs } from '../../base/git/refs.ts'
import type { Git } from '../../base/git/spawn.ts'
import type { CommitOid, Oid } from '../../base/model/oid.ts'
import type { Wanted } from './plan.ts'
import type { Answer } from './settle.ts'

/** What is wanted, and the commit it is to be: what its remote offers, or what it is pinned to. */
export type Offers = ReadonlyMap<Wanted, Oid>

/** Answers for those whose commit is in the record with all it leads to; their refs are moved to it. */
export async function findHere(record: Git, offers: Offers): Promise<Map<Wanted, Answer>> {
  const moved = [...offers].filter(([{ had }, offered]) => offered !== had)
  const facts = await describeObjects(
    record,
    moved.map(([, offered]) => offered),
  )
  const commits = new Set<Oid>(facts.filter(({ type }) => type === 'commit').map(({ oid }) => oid))
  // Everything in the record was inspected when it came; something may have been cleaned away since.
  const whole = await areWhole(record, [...commits] as CommitOid[])
  const here = [...offers].filter(([{ had }, offered]) => offered === had || (whole && commits.has(offered)))
  const moves = here.flatMap(([{ ref, had }, offered]) => (offered === had ? [] : [{ ref, from: had, to: offered }]))
  await moveRefs(record, moves)
  return new Map(here.map(([wanted, offered]) => [wanted, { kind: 'here', commit: offered as CommitOid }]))
}
