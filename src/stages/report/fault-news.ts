/** What is new about who breaks gates: whom nobody was told of, what lasts although the tree has moved, and what is over. Pure. */
import { createHash } from 'node:crypto'
import type { GateName } from '../../base/model/gate.ts'
import type { GateResult } from '../../base/model/gate-report.ts'
import type { TreeName } from '../../base/model/names.ts'
import type { CommitOid } from '../../base/model/oid.ts'
import type { RunRecord } from '../../base/model/run.ts'
import type { FaultId, NamedCulprit, SearchReport } from '../../base/model/search-report.ts'
import { isGreen } from '../../base/model/verdict.ts'
import type { ToldFault } from '../../memory/record/searches.ts'

export type FaultNews =
  | {
      readonly kind: 'new'
      readonly fault: FaultId
      readonly gate: GateName
      readonly culprit: NamedCulprit
      readonly version: CommitOid | undefined
    }
  | { readonly kind: 'still'; readonly told: ToldFault; readonly culprit: NamedCulprit; readonly version: CommitOid }
  | { readonly kind: 'in-upstream'; readonly told: ToldFault }
  | { readonly kind: 'over'; readonly told: ToldFault }

export interface FaultFacts {
  readonly record: RunRecord
  readonly results: readonly GateResult[]
  readonly searches: readonly SearchReport[]
  /** Told, and not over. */
  readonly open: readonly ToldFault[]
  /** Commits of `open` that upstream has. */
  readonly inUpstream: ReadonlySet<CommitOid>
}

export function faultNews(facts: FaultFacts): FaultNews[] {
  return [...facts.searches.flatMap((search) => searchNews(search, facts)), ...ended(facts)]
}

function searchNews(search: SearchReport, facts: FaultFacts): FaultNews[] {
  const { gate, outcome } = search
  if (outcome.kind === 'upstream') return movedToUpstream(gate, facts)
  if (outcome.kind !== 'found') return []
  return outcome.culprits.flatMap((culprit): FaultNews[] => {
    if (!culprit.isConfirmed) return []
    const version = search.trees.find(({ name }) => name === culprit.trees.at(-1))?.version
    const told = facts.open.find((one) => isSame(one, gate, culprit))
    if (told === undefined) return [{ kind: 'new', fault: faultId(gate, culprit), gate, culprit, version }]
    const hasMoved = told.version !== undefined && version !== undefined && told.version !== version
    return hasMoved && told.still === undefined ? [{ kind: 'still', told, culprit, version }] : []
  })
}

function movedToUpstream(gate: GateName, { open, inUpstream }: FaultFacts): FaultNews[] {
  return open.flatMap((told): FaultNews[] => {
    const { commit } = told.culprit
    const isNews = told.gate === gate && told.upstream === undefined && commit !== undefined
    return isNews && inUpstream.has(commit.commit) ? [{ kind: 'in-upstream', told }] : []
  })
}

/** A red gate may hide behind one culprit that another is gone, and a green one tells nothing of a tree that is not in as it is. */
function ended({ results, open, record }: FaultFacts): FaultNews[] {
  const green = new Set(results.flatMap(({ verdict }) => (isGreen(verdict.outcome) === true ? [verdict.gate] : [])))
  return open.flatMap((told): FaultNews[] =>
    green.has(told.gate) && told.culprit.trees.every((tree) => isInAsItIs(record, tree))
      ? [{ kind: 'over', told }]
      : [],
  )
}

/** A tree that has left the roster breaks nothing any more. */
function isInAsItIs({ plan, trees }: RunRecord, tree: TreeName): boolean {
  const planned = plan.trees.find(({ name }) => name === tree)
  if (planned === undefined) return true
  const outcome = trees.find(({ name }) => name === tree)?.outcome
  const isIn = outcome === 'merged' || outcome === 'already-in' || outcome === 'empty'
  return isIn && planned.reason.kind !== 'given-up'
}

/** Also where the tree was rebased, and the commit has another id now. */
function isSame(told: ToldFault, gate: GateName, culprit: NamedCulprit): boolean {
  if (told.fault === faultId(gate, culprit)) return true
  const { commit, error } = told.culprit
  if (told.gate !== gate || told.culprit.trees.join() !== culprit.trees.join()) return false
  if (commit !== undefined && commit.subject === culprit.commit?.subject) return true
  return error !== undefined && error.text === culprit.error?.text
}

/** Where no commit could be named, what the gate says stands for it: the tree's version may change every day. */
export function faultId(gate: GateName, { trees, commit, error }: NamedCulprit): FaultId {
  const what = JSON.stringify([gate, trees, commit?.commit ?? error?.text ?? ''])
  return createHash('sha256').update(what).digest('hex').slice(0, 20) as FaultId
}
