/** `tributary log`. */
import { parseTreeName } from '../../../base/model/names.ts'
import { short } from '../../../base/model/oid.ts'
import { usageError } from '../../../base/std/operating-error.ts'
import { openIndex } from '../../../pipeline/ground.ts'
import { look } from '../../../pipeline/look.ts'
import { makeMachine, theWorkspace } from '../machine.ts'
import { columns, makeScreen } from '../print/screen.ts'
import type { Options } from '../options.ts'

export async function log(args: readonly string[], options: Options): Promise<void> {
  const workspace = theWorkspace(makeMachine(), options)
  await using looked = await look(workspace)
  using index = await openIndex(workspace)
  await index.follow(looked.runs)
  const [name = ''] = args
  const tree = parseTreeName(name)
  const spans = tree === undefined ? [] : index.spans(tree)
  if (spans.length === 0)
    throw usageError(`no release knows a tree ${JSON.stringify(name)}`, 'The trees are listed by: tributary trees list')
  const screen = makeScreen(options)
  if (options['json'] === true)
    return screen.json({ tree: name, spans: spans.map((span) => ({ ...span, version: span.version ?? null })) })
  const rows = spans.map((span) => [
    span.first === span.last ? span.first : `${span.first} to ${span.last}`,
    span.outcome,
    span.version === undefined ? '' : short(span.version),
  ])
  for (const line of columns(rows)) screen.line(line)
}
