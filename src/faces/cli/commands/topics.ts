/** `tributary topics`. */
import { gateTopics } from '../../../pipeline/topics/gate-topics.ts'
import { topicsOf } from '../../../pipeline/topics/topics.ts'
import { usageError } from '../../../base/std/operating-error.ts'
import { makeMachine, theWorkspace } from '../machine.ts'
import type { Options } from '../options.ts'
import { makeScreen } from '../print/screen.ts'
import { topicsDot } from '../print/topics-dot.ts'
import { topicsJson } from '../print/topics-json.ts'
import { topicStandsText } from '../print/topic-stands-text.ts'
import { topicsText } from '../print/topics-text.ts'

export async function topics(args: readonly string[], options: Options): Promise<void> {
  const [tree] = args
  if (tree === undefined) throw usageError('no tree was named', 'Write: tributary topics <tree>')
  const machine = makeMachine()
  const screen = makeScreen(options)
  const workspace = theWorkspace(machine, options)
  const { topics: found, gates } =
    options['gates'] === true
      ? await gateTopics(workspace, machine, tree)
      : { topics: await topicsOf(workspace, machine, tree), gates: undefined }
  if (options['json'] === true) return screen.json(topicsJson(found, gates))
  const lines =
    options['dot'] === true
      ? topicsDot(found, gates)
      : [...topicsText(found, screen.colours), ...topicStandsText(gates ?? [], screen.colours)]
  for (const line of lines) screen.line(line)
}
