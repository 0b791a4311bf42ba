/** `tributary search`. */
import { gatesOf } from '../../../pipeline/gates-on-record.ts'
import { look } from '../../../pipeline/look.ts'
import { makeMachine, theWorkspace } from '../machine.ts'
import type { Options } from '../options.ts'
import { searchJson } from '../print/gate-json.ts'
import { probeTable, probeTally, searchLines } from '../print/gate-text.ts'
import { makeScreen } from '../print/screen.ts'

export async function search(args: readonly string[], options: Options): Promise<void> {
  await using looked = await look(theWorkspace(makeMachine(), options))
  const { release, searches } = await gatesOf(looked, args[0])
  const screen = makeScreen(options)
  if (options['json'] === true) return screen.json({ release: release.name, searches: searches.map(searchJson) })
  if (searches.length === 0)
    return screen.line(`Nothing was searched for ${release.name}: no gate that is searched was red.`)
  for (const [at, one] of searches.entries()) {
    if (at > 0) screen.line()
    screen.line(`${screen.colours.bold(one.gate)} of ${one.release}: ${probeTally(one)}`)
    for (const line of [...probeTable(one, screen.colours), '', ...searchLines(one, screen.colours)]) screen.line(line)
  }
}
