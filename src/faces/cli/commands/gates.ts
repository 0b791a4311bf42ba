/** `tributary gates | gate log`. */
import { printable } from '../../../base/text/printable.ts'
import type { Verdict } from '../../../base/model/verdict.ts'
import { artefactsOf, gatesOf, logOf, verdictNamed } from '../../../pipeline/gates-on-record.ts'
import { look } from '../../../pipeline/look.ts'
import { makeMachine, theWorkspace } from '../machine.ts'
import type { Options } from '../options.ts'
import { gatesJson, verdictJson } from '../print/gate-json.ts'
import { artefactLines, gateLines, searchLines, verdictLines } from '../print/gate-text.ts'
import { makeScreen } from '../print/screen.ts'

export async function gates(args: readonly string[], options: Options): Promise<void> {
  const workspace = theWorkspace(makeMachine(), options)
  await using looked = await look(workspace)
  const { release, report, searches } = await gatesOf(looked, args[0])
  const screen = makeScreen(options)
  const artefacts = (verdict: Verdict): string | undefined => artefactsOf(workspace, verdict)
  if (options['json'] === true) return screen.json({ release: release.name, ...gatesJson(report, searches, artefacts) })
  if (report === undefined) return screen.line(`No gate was asked about ${release.name}.`)
  screen.line(screen.colours.bold(release.name))
  for (const line of gateLines(report, screen.colours)) screen.line(line)
  for (const line of artefactLines(report, artefacts)) screen.line(line)
  for (const search of searches) for (const line of ['', ...searchLines(search, screen.colours)]) screen.line(line)
  if (searches.length > 0) screen.line(`\nEvery probe of the searches: tributary search ${release.name}`)
  screen.line('What a gate printed: tributary gate log <verdict>')
}

export async function log(args: readonly string[], options: Options): Promise<void> {
  await using looked = await look(theWorkspace(makeMachine(), options))
  const verdict = await verdictNamed(looked, args[0] ?? '')
  const text = await logOf(looked, verdict)
  const screen = makeScreen(options)
  if (options['json'] === true) return screen.json({ ...verdictJson(verdict), text })
  for (const line of verdictLines(verdict, screen.colours)) screen.line(line)
  screen.line()
  screen.line(text === '' ? 'It printed nothing.' : printable(text).trimEnd())
}
