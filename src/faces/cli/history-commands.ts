/** The commands about time: where the project stands in its cycle, and what commits have been through. */
import { JSON_OPTION, type Spec } from './spec.ts'

export const HISTORY_COMMANDS: readonly Spec[] = [
  {
    name: 'cycle',
    summary: 'where the project stands between two of its versions: is the merge window open, and what is next when',
    options: [['--at <YYYY-MM-DD>', 'as of the end of that day'], JSON_OPTION],
    load: async () => (await import('./commands/cycle.ts')).cycle,
  },
]
