/** The commands about gates. */
import { JSON_OPTION, type Spec } from './spec.ts'

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
