/** `tributary worker`. */
import { resolve } from 'node:path'
import { SANDBOX_WISHES, type SandboxWish, SLOTS_MAX } from '../../../base/model/gate.ts'
import type { WorkerEvent } from '../../../base/model/worker-event.ts'
import { unreachable } from '../../../base/std/assert.ts'
import { distinct } from '../../../base/std/collections.ts'
import { usageError } from '../../../base/std/operating-error.ts'
import { oneLine } from '../../../base/text/printable.ts'
import { serve } from '../../../pipeline/serve-probes.ts'
import { makeMachine } from '../machine.ts'
import type { Options } from '../options.ts'
import { outcomeWord, seconds } from '../print/gate-text.ts'
import { sshFilesOf } from '../ssh-files.ts'
import { makeScreen } from '../print/screen.ts'

export async function worker(_args: readonly string[], options: Options): Promise<void> {
  const screen = makeScreen(options)
  const labels = distinct(listed(options['labels']))
  await serve(makeMachine(), {
    record: required(options, 'record', 'the URL of the record, such as ssh://git@example.org/next/record.git'),
    ssh: sshFilesOf(options),
    queue: required(options, 'queue', 'the URL of the queue, such as redis://queue.example.org:6379/0'),
    labels,
    slots: slotsOf(String(options['slots'] ?? '1')),
    sandbox: sandboxOf(String(options['sandbox'] ?? 'when-there')),
    readable: listed(options['readable']),
    folder: resolve(String(options['folder'] ?? 'tributary-worker')),
    listen: (event) => screen.line(inWords(event, labels)),
  })
}

function required(options: Options, name: string, what: string): string {
  const value = options[name]
  if (typeof value === 'string') return value
  throw usageError(`--${name} is missing`, `Name ${what}.`)
}

function listed(value: string | boolean | undefined): string[] {
  return typeof value === 'string' ? value.split(',').filter((one) => one !== '') : []
}

function slotsOf(text: string): number {
  const slots = Number(text)
  if (/^\d+$/.test(text) && slots >= 1 && slots <= SLOTS_MAX) return slots
  throw usageError(`${JSON.stringify(oneLine(text))} is no number of slots`, `A whole number from 1 to ${SLOTS_MAX}.`)
}

function sandboxOf(text: string): SandboxWish {
  const wish = SANDBOX_WISHES.find((one) => one === text)
  if (wish !== undefined) return wish
  const hint = `One of: ${SANDBOX_WISHES.join(', ')}.`
  throw usageError(`${JSON.stringify(oneLine(text))} says nothing about a sandbox`, hint)
}

function inWords(event: WorkerEvent, labels: readonly string[]): string {
  switch (event.kind) {
    case 'ready':
      return `takes probes from ${event.queue}${labels.length === 0 ? '' : ` as a machine that is ${labels.join(', ')}`}`
    case 'answered': {
      const why = event.outcome.kind === 'could-not-run' ? `: ${oneLine(event.outcome.why)}` : ''
      return `${event.gate}  ${outcomeWord(event.outcome.kind)}${why}  ${seconds(event.tookMs)}`
    }
    case 'given-back':
      return `${event.gate}  given back: ${oneLine(event.why)}`
    case 'queue-away':
      return 'the queue is away; what is being tried goes on, and the queue is tried again'
    case 'queue-back':
      return 'the queue is back'
    default:
      return unreachable(event)
  }
}
