/** What gates said of the last release, when that has the branch as it is, and whether it was the branch's doing. */
import type { Folders } from '../../base/git/folders.ts'
import type { ObjectReader } from '../../base/git/object-reader.ts'
import type { GateName } from '../../base/model/gate.ts'
import type { TreeName } from '../../base/model/names.ts'
import type { CommitOid } from '../../base/model/oid.ts'
import type { PulledGate } from '../../base/model/pull-check.ts'
import type { SearchReport } from '../../base/model/search-report.ts'
import { isGreen } from '../../base/model/verdict.ts'
import { distinct } from '../../base/std/collections.ts'
import { readGateReport, readSearches } from '../../memory/record/searches.ts'
import type { Ground } from '../ground.ts'

export async function gatesOn(
  { folders, reader }: { readonly folders: Folders; readonly reader: ObjectReader },
  { previous, heads }: Pick<Ground, 'previous' | 'heads'>,
  tip: CommitOid,
): Promise<readonly PulledGate[]> {
  const own = previous?.record.trees.flatMap(({ name, version }) => (version === tip ? [name] : [])) ?? []
  if (previous === undefined || own.length === 0) return []
  const report = await readGateReport(folders, reader, heads.searches, previous.name)
  if (report === undefined) return []
  const searches = await readSearches(folders, reader, heads.searches, previous.name)
  return report.results.map(({ verdict: { gate, outcome } }) => ({
    gate,
    release: previous.name,
    outcome: outcome.kind,
    isGreen: isGreen(outcome),
    brokenBy: brokenByOthers(searches, gate, own),
  }))
}

/** The trees that a gate was seen to be green without, this one among those it was green with. Empty while that is not known. */
function brokenByOthers(searches: readonly SearchReport[], gate: GateName, own: readonly TreeName[]): TreeName[] {
  const { outcome } = searches.findLast((search) => search.gate === gate && search.isDraft !== true) ?? {}
  if (outcome?.kind !== 'found' || outcome.rest !== 'green') return []
  if (!outcome.culprits.every(({ isConfirmed }) => isConfirmed)) return []
  const named = outcome.culprits.flatMap(({ trees, removed, suspects }) => [...trees, ...removed, ...suspects])
  return named.some((name) => own.includes(name)) ? [] : distinct(outcome.culprits.flatMap(({ trees }) => trees))
}
