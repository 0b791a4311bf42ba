/** The commands about what rules find. */
import { JSON_OPTION, type Spec } from './spec.ts'

export const RULE_COMMANDS: readonly Spec[] = [
  {
    name: 'findings',
    args: '[tree]',
    summary: 'what the rules find in the trees as they were last fetched, in all or in one',
    options: [JSON_OPTION],
    load: async () => (await import('./commands/findings.ts')).findings,
  },
]
