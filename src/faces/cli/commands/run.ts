/** `tributary run`. */
import { count } from '../../../base/text/count.ts'
import { startOfDay } from '../../../base/model/instant.ts'
import type { Release } from '../../../base/model/run.ts'
import { isGreen } from '../../../base/model/verdict.ts'
import { usageError } from '../../../base/std/operating-error.ts'
import type { GatedRelease } from '../../../pipeline/gate-release.ts'
import { artefactsOf } from '../../../pipeline/gates-on-record.ts'
import { gatedRun } from '../../../pipeline/gated-run.ts'
import type { RunReport } from '../../../pipeline/run.ts'
import { EXIT } from '../exit.ts'
import { makeMachine, theWorkspace } from '../machine.ts'
import { gatesJson } from '../print/gate-json.ts'
import { gateLines, searchLines } from '../print/gate-text.ts'
import { releaseJson } from '../print/release-json.ts'
import { releaseText } from '../print/release-text.ts'
import { makeScreen, type Screen } from '../print/screen.ts'
import type { Options } from '../options.ts'

export async function run(_args: readonly string[], options: Options): Promise<void> {
  const machine = makeMachine()
  const workspace = theWorkspace(machine, options)
  const at = options['date'] === undefined ? undefined : dateOption(String(options['date']))
  const screen = makeScreen(options)
  const json = options['json'] === true
  const { report, gated } = await gatedRun(workspace, machine, {
    offline: options['offline'] === true,
    dryRun: options['dryRun'] === true,
    at,
    asksGates: options['gates'] !== false,
    // What the gates say of it comes when they have said it.
    released: (out) => {
      if (!json) print(screen, out)
    },
  })
  const { outcome } = report
  if (json)
    screen.json({
      ...reportJson(report),
      ...(gated && gatesJson(gated.report, gated.searches, (verdict) => artefactsOf(workspace, verdict))),
    })
  else if (gated) printGates(screen, gated)
  if (options['exitCode'] !== true) return
  const isNewlyRed = gated?.report.results.some(
    ({ verdict, isKnown }) => !isKnown && isGreen(verdict.outcome) === false,
  )
  if (isNewlyRed || (outcome.kind !== 'unchanged' && isWorse(outcome.release, outcome.previous)))
    process.exitCode = EXIT.no
}

function dateOption(text: string) {
  const at = startOfDay(text)
  if (at === undefined) throw usageError(`${JSON.stringify(text)} is not a date`, 'Write it as 2026-01-14.')
  return at
}

function reportJson({ outcome, timingsMs, counts, findings }: RunReport) {
  return {
    outcome: outcome.kind,
    ...releaseJson(outcome.release, timingsMs),
    ...(counts ? { merges: counts } : {}),
    ...(findings === undefined ? {} : { findings }),
  }
}

function printGates(screen: Screen, { report, searches }: GatedRelease): void {
  screen.line('\nGates:')
  for (const line of gateLines(report, screen.colours)) screen.line(line)
  for (const search of searches) for (const line of searchLines(search, screen.colours)) screen.line(line)
  if (searches.length > 0) screen.line('\nHow that was found: tributary search')
}

function print(screen: Screen, { outcome, findings = 0 }: RunReport): void {
  if (outcome.kind === 'unchanged') {
    screen.line(`Nothing changed since ${outcome.release.name}: no new release.`)
    if (findings > 0) screen.line(findingsLine(findings))
    return
  }
  for (const line of releaseText(outcome.release, screen.colours)) screen.line(line)
  screen.line()
  if (findings > 0) screen.line(findingsLine(findings))
  screen.line(
    outcome.kind === 'planned' ? 'A dry run: nothing was published.' : 'Its mails are in the outbox: tributary outbox',
  )
}

function findingsLine(findings: number): string {
  return `Rules have ${count(findings, 'finding')}: tributary findings`
}

/** Whether a tree went in as it should in the previous release, or a group as one, and does not in this one. What somebody decided is no bad news. */
export function isWorse(release: Release, previous: Release | undefined): boolean {
  const before = new Set(previous === undefined ? [] : wrongIn(previous))
  return wrongIn(release).some((name) => !before.has(name))
}

function wrongIn({ record }: Release): string[] {
  const trees = record.trees.filter(({ outcome }) =>
    ['left-out', 'previous', 'refused', 'unreachable'].includes(outcome),
  )
  const heldByRule = record.plan.trees.filter(({ reason }) => reason.kind === 'held-by-rule')
  const apart = record.groups.filter(({ mergeCommit }) => mergeCommit === undefined)
  return [...trees, ...heldByRule, ...apart].map(({ name }) => name)
}
