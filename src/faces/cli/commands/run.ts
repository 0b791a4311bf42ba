/** `tributary run`. */
import { startOfDay } from '../../../base/model/instant.ts'
import type { Release } from '../../../base/model/run.ts'
import { usageError } from '../../../base/std/operating-error.ts'
import { run as runIt, type RunReport } from '../../../pipeline/run.ts'
import { EXIT } from '../exit.ts'
import { makeMachine, theWorkspace } from '../machine.ts'
import { releaseJson } from '../print/release-json.ts'
import { releaseText } from '../print/release-text.ts'
import { makeScreen, type Screen } from '../print/screen.ts'
import type { Options } from '../options.ts'

export async function run(_args: readonly string[], options: Options): Promise<void> {
  const machine = makeMachine()
  const workspace = theWorkspace(machine, options)
  const at = options['date'] === undefined ? undefined : dateOption(String(options['date']))
  const report = await runIt(workspace, machine, {
    offline: options['offline'] === true,
    dryRun: options['dryRun'] === true,
    at,
  })
  print(makeScreen(options), report, options['json'] === true)
  const { outcome } = report
  if (options['exitCode'] === true && outcome.kind !== 'unchanged' && isWorse(outcome.release, outcome.previous))
    process.exitCode = EXIT.no
}

function dateOption(text: string) {
  const at = startOfDay(text)
  if (at === undefined) throw usageError(`${JSON.stringify(text)} is not a date`, 'Write it as 2026-01-14.')
  return at
}

function print(screen: Screen, report: RunReport, json: boolean): void {
  const { outcome, timingsMs, counts } = report
  if (json) {
    screen.json({
      outcome: outcome.kind,
      ...releaseJson(outcome.release, timingsMs),
      ...(counts ? { merges: counts } : {}),
    })
    return
  }
  if (outcome.kind === 'unchanged') {
    screen.line(`Nothing changed since ${outcome.release.name}: no new release.`)
    return
  }
  for (const line of releaseText(outcome.release, screen.colours)) screen.line(line)
  screen.line()
  screen.line(
    outcome.kind === 'planned' ? 'A dry run: nothing was published.' : 'Its mails are in the outbox: tributary outbox',
  )
}

/** Whether a tree went in as it should in the previous release and does not in this one. */
export function isWorse(release: Release, previous: Release | undefined): boolean {
  const bad = (of: Release | undefined): Set<string> =>
    new Set(
      of?.record.trees
        .filter((tree) => ['left-out', 'previous', 'refused', 'unreachable'].includes(tree.outcome))
        .map((tree) => tree.name),
    )
  const before = bad(previous)
  return [...bad(release)].some((tree) => !before.has(tree))
}
