/** `tributary topics`. */
import { topicsOf } from '../../../pipeline/topics/topics.ts'
import { usageError } from '../../../base/std/operating-error.ts'
import { makeMachine, theWorkspace } from '../machine.ts'
import type { Options } from '../options.ts'
import { makeScreen } from '../print/screen.ts'
import { topicsDot } from '../print/topics-dot.ts'
import { topicsJson } from '../print/topics-json.ts'
import { topicsText } from '../print/topics-text.ts'

export async function topics(args: readonly string[], options: Options): Promise<void> {
  const [tree] = args
  if (tree === undefined) throw usageError('no tree was named', 'Write: tributary topics <tree>')
  const machine = makeMachine()
  const found = await topicsOf(theWorkspace(machine, options), machine, tree)
  const screen = makeScreen(options)
  if (options['json'] === true) return screen.json(topicsJson(found))
  const lines = options['dot'] === true ? topicsDot(found) : topicsText(found, screen.colours)
  for (const line of lines) screen.line(line)
}
