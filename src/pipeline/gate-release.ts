/** Asks the roster's gates about a release, and searches for whoever made one of them red. The release stands whatever they say. */
import type { Decision } from '../base/model/decision.ts'
import type { GateReport, GateResult } from '../base/model/gate-report.ts'
import type { SearchReport } from '../base/model/search-report.ts'
import { gateReportFile, readGateReport, readSearches, searchFile } from '../memory/record/searches.ts'
import { askGates } from './gating/ask-gates.ts'
import { decideGiveUps } from './gating/decide-give-ups.ts'
import { openCandidates } from './gating/open-candidates.ts'
import { withGating } from './gating/open-gating.ts'
import { searchReds } from './gating/search-reds.ts'
import { type Gating, tellFaults } from './gating/tell-faults.ts'
import { readHeads } from './ground.ts'
import type { RunReport } from './run.ts'
import type { Machine, Workspace } from './workspace.ts'

export interface GatedRelease {
  readonly report: GateReport
  readonly searches: readonly SearchReport[]
  /** What policy says to it, where it was asked: the next release is made with these. */
  readonly decisions: readonly Decision[]
}

/** Undefined when the roster has no gates. With `acts`, policy is asked what is to be done about it. */
export async function gateRelease(
  workspace: Workspace,
  machine: Machine,
  { roster, outcome: { release } }: RunReport,
  { acts = false } = {},
): Promise<GatedRelease | undefined> {
  if (roster.gates.length === 0) return undefined
  return withGating({ workspace, machine, roster, release, onto: release.commit }, (gating) => gate(gating, acts))
}

async function gate(gating: Gating, acts: boolean): Promise<GatedRelease> {
  const { workspace, machine, release, book, shop } = gating
  // The record files that a release carries in `Next/` are no work of anybody: the same trees have the same verdict every day.
  const asked = await askGates(gating, release.record.contentTree)
  const { searches: head, runs } = await readHeads(workspace)
  const before = await readSearches(shop.folders, shop.reader, head, release.name)
  const searches = await searchReds(gating, { results: asked, before }, async (search) => {
    using opened = await openCandidates(workspace, machine, shop, { release, runs, isPublished: true })
    return await search(opened)
  })
  // That a gate is flaky is known only now.
  const results = await Promise.all(asked.map((result) => withSearch(gating, result, searches)))
  const report = { release: release.name, at: machine.clock(), results }
  const known = await readGateReport(shop.folders, shop.reader, head, release.name)
  const news = searches.filter((search) => !before.includes(search))
  // Asked again about a release that nothing is new about, gates leave the record as it is.
  const files = [...(sameVerdicts(known, report) ? [] : [gateReportFile(report)]), ...news.map(searchFile)]
  if (files.length > 0) await book.keepFiles(files)
  // Those on the way to it are told of as well: of whom it was given up.
  const onTheWay = before.filter((search) => search.isDraft === true && !searches.includes(search))
  await tellFaults({ ...gating, results, searches: [...onTheWay, ...searches] })
  machine.listen({ kind: 'gates-finished' })
  const decisions = acts ? await decideGiveUps(gating, searches) : []
  return { report, searches: [...onTheWay, ...searches], decisions }
}

async function withSearch(
  { book, roster }: Gating,
  result: GateResult,
  searches: readonly SearchReport[],
): Promise<GateResult> {
  const search = searches.find(({ gate: name }) => name === result.verdict.gate)
  const gate = roster.gates.find(({ name }) => name === result.verdict.gate)
  if (search?.outcome.kind !== 'flaky' || gate === undefined) return result
  return { ...result, verdict: (await book.ask(gate, result.verdict.tree)).verdict }
}

function sameVerdicts(known: GateReport | undefined, report: GateReport): boolean {
  const said = ({ results }: GateReport): string =>
    JSON.stringify(results.map(({ verdict }) => [verdict.gate, verdict.key, verdict.outcome]))
  return known !== undefined && said(known) === said(report)
}
