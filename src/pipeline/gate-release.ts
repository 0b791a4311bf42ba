/** Asks the roster's gates about a release, and searches for whoever made one of them red. The release stands whatever they say. */
import { parseCommit } from '../base/git/objects.ts'
import type { Gate } from '../base/model/gate.ts'
import type { GateReport, GateResult } from '../base/model/gate-report.ts'
import type { SearchReport } from '../base/model/search-report.ts'
import { isGreen } from '../base/model/verdict.ts'
import { settleAll } from '../base/std/settle-all.ts'
import { gateReportFile, readGateReport, readSearches, searchFile } from '../memory/record/searches.ts'
import { openWorkshop } from '../stages/integrate/workshop.ts'
import { openCandidates } from './gating/open-candidates.ts'
import { openGatePool } from './gating/open-gate-pool.ts'
import { type Gating, tellFaults } from './gating/tell-faults.ts'
import { VerdictBook } from './gating/verdict-book.ts'
import { readHeads } from './ground.ts'
import type { RunReport } from './run.ts'
import { searchRelease } from './search-release.ts'
import type { Machine, Workspace } from './workspace.ts'

export interface GatedRelease {
  readonly report: GateReport
  readonly searches: readonly SearchReport[]
}

/** Undefined when the roster has no gates. */
export async function gateRelease(
  workspace: Workspace,
  machine: Machine,
  { roster, outcome: { release } }: RunReport,
): Promise<GatedRelease | undefined> {
  if (roster.gates.length === 0) return undefined
  const { pid, scratchFolder, git } = machine
  await using shop = await openWorkshop(git, { recordDir: workspace.record.gitDir, scratchFolder, pid })
  await using pool = await openGatePool({ workspace, machine, roster, shop, onto: release.commit })
  const by = roster.project.integrator
  const { tree: upstream } = parseCommit(await shop.reader.read(release.record.plan.upstream.tip, 'commit'))
  const book = new VerdictBook({ workspace, machine, reading: shop, pool, by, upstream })
  const gated = await gate({ workspace, machine, release, roster, shop, book })
  await book.finish()
  return gated
}

async function gate(gating: Gating): Promise<GatedRelease> {
  const { workspace, machine, release, roster, book, shop } = gating
  const { gates } = roster
  machine.listen({ kind: 'gates-started', gates: gates.length })
  const asked = await settleAll(gates.map((one) => askGate(gating, one)))
  const { searches: head } = await readHeads(workspace)
  const before = await readSearches(shop.folders, shop.reader, head, release.name)
  const searches = await searchReds(gating, asked, before)
  // That a gate is flaky is known only now.
  const results = await Promise.all(asked.map((result) => withSearch(gating, result, searches)))
  const report = { release: release.name, at: machine.clock(), results }
  const known = await readGateReport(shop.folders, shop.reader, head, release.name)
  const news = searches.filter((search) => !before.includes(search))
  // Asked again about a release that nothing is new about, gates leave the record as it is.
  const files = [...(sameVerdicts(known, report) ? [] : [gateReportFile(report)]), ...news.map(searchFile)]
  if (files.length > 0) await book.keepFiles(files)
  await tellFaults({ ...gating, results, searches })
  machine.listen({ kind: 'gates-finished' })
  return { report, searches }
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

/** The record files that a release carries in `Next/` are no work of anybody: the same trees have the same verdict every day. */
async function askGate({ machine, release, book }: Gating, gate: Gate): Promise<GateResult> {
  const { verdict, isKnown } = await book.ask(gate, release.record.contentTree)
  machine.listen({ kind: 'gate-answered', gate: gate.name, outcome: verdict.outcome.kind })
  return { verdict, isKnown }
}

/** What was searched for this very verdict on this release is not searched again. */
async function searchReds(
  gating: Gating,
  results: readonly GateResult[],
  before: readonly SearchReport[],
): Promise<SearchReport[]> {
  const { workspace, machine, release, roster, shop, book } = gating
  const red = results.filter(({ verdict }) => isGreen(verdict.outcome) === false)
  const wanted = roster.gates.flatMap((gate) => {
    const verdict = red.find((result) => result.verdict.gate === gate.name)?.verdict
    return verdict === undefined || gate.when === 'final' ? [] : [{ gate, verdict }]
  })
  const known = before.filter((search) => wanted.some(({ verdict }) => verdict.key === search.red))
  const searched = wanted.filter(({ verdict }) => !known.some((search) => verdict.key === search.red))
  if (searched.length === 0) return known
  const { runs } = await readHeads(workspace)
  using opened = await openCandidates(workspace, machine, shop, { release, runs })
  const { candidates } = opened
  const { slots } = book
  const { clock, listen } = machine
  const searches = [...known]
  for (const { gate, verdict } of searched) {
    const ground = { ...opened.ground, shop, book, candidates, slots, at: clock(), listen }
    searches.push(await searchRelease(ground, gate, verdict))
  }
  return searches
}
