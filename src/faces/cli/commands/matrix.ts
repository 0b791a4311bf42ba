/** `tributary matrix`. */
import { showPath } from '../../../base/text/show-path.ts'
import { matrix as look, type TreesMatrix } from '../../../pipeline/matrix.ts'
import { makeMachine, theWorkspace } from '../machine.ts'
import { count } from '../../../base/text/count.ts'
import { columns, makeScreen, safe, type Screen } from '../print/screen.ts'
import type { Options } from '../options.ts'

export async function matrix(_args: readonly string[], options: Options): Promise<void> {
  const machine = makeMachine()
  const seen = await look(theWorkspace(machine, options), machine)
  const screen = makeScreen(options)
  if (options['json'] === true) screen.json(matrixJson(seen))
  else print(screen, seen)
}

/** The shape is documented in docs/guide/trying.md and only ever grows. */
function matrixJson({ trees, missing, pairs, counts }: TreesMatrix) {
  return { trees, missing, pairs: pairs.map(({ a, b, paths }) => ({ a, b, paths: paths.map(showPath) })), counts }
}

function print(screen: Screen, { trees, missing, pairs, counts }: TreesMatrix): void {
  const { colours } = screen
  const rows = pairs.map(({ a, b, paths }) => [`  ${a}`, b, safe(paths.map(showPath).join(' '))])
  if (rows.length > 0) screen.line(colours.bold('Pairs that conflict:'))
  for (const line of columns(rows)) screen.line(line)
  const partners = new Map<string, number>()
  for (const { a, b } of pairs) for (const tree of [a, b]) partners.set(tree, (partners.get(tree) ?? 0) + 1)
  const busiest = [...partners].sort(([, one], [, other]) => other - one)
  if (rows.length > 0) screen.line(`\n${colours.bold('With how many others each conflicts:')}`)
  for (const line of columns(busiest.map(([tree, others]) => [`  ${tree}`, String(others)]))) screen.line(line)
  if (rows.length > 0) screen.line()
  screen.line(`${count(trees.length, 'tree')}, ${count(counts.pairs, 'pair')}: ${pairs.length} in conflict.`)
  if (missing.length > 0) screen.line(`Not fetched yet: ${missing.join(', ')}.`)
}
