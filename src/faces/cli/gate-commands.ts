/** The commands about gates. */
import { JSON_OPTION, type Spec } from './spec.ts'
import { SSH_OPTIONS } from './ssh-files.ts'

export const GATE_COMMANDS: readonly Spec[] = [
  {
    name: 'gates',
    args: '[release]',
    summary: 'what the gates said of a release, and who made one red (the last release unless named)',
    options: [JSON_OPTION],
    load: async () => (await import('./commands/gates.ts')).gates,
  },
  {
    name: 'search',
    args: '[release]',
    summary: 'every probe of the searches for who made a gate red: what each held, and what it said',
    options: [JSON_OPTION],
    load: async () => (await import('./commands/search.ts')).search,
  },
  {
    name: 'reproduce',
    args: '<verdict>',
    summary: 'print the commands that come to a verdict again, or run them',
    more: 'Of a verdict’s key the beginning is enough. With --run it exits with 1 unless the gate passes.',
    options: [['--run', 'run the gate in a fresh checkout, and keep nothing of it']],
    load: async () => (await import('./commands/reproduce.ts')).reproduce,
  },
  {
    name: 'worker',
    summary: 'try gates on this machine for the runs of another one, which send them by a queue',
    more: 'Runs until it is stopped. The queue’s password is taken from the variable TRIBUTARY_QUEUE_PASSWORD.',
    options: [
      ['--record <url>', 'the record that candidates are fetched from (required)'],
      ...SSH_OPTIONS,
      ['--queue <url>', 'the queue, as [gate-pool] names it: redis://host:6379/0 (required)'],
      ['--labels <labels>', 'what this machine is, for gates that need it, separated by commas'],
      ['--slots <number>', 'gates that run at the same time (1 unless given)'],
      ['--sandbox <when>', 'require, when-there or off (when-there unless given)'],
      ['--readable <folders>', 'folders that gates may read beside the system’s own, separated by commas'],
      ['--folder <folder>', 'where its work trees stand (./tributary-worker unless given)'],
    ],
    load: async () => (await import('./commands/worker.ts')).worker,
  },
]

/** The commands of `tributary gate`. */
export const ONE_GATE_COMMANDS: readonly Spec[] = [
  {
    name: 'log',
    args: '<verdict>',
    summary: 'what a gate printed, with its command and what it ran with',
    options: [JSON_OPTION],
    load: async () => (await import('./commands/gates.ts')).log,
  },
]
