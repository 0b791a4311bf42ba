/** The commands of `tributary resolutions`. */
import { JSON_OPTION, type Spec, WHY_OPTION } from './spec.ts'

export const RESOLUTION_COMMANDS: readonly Spec[] = [
  {
    name: 'list',
    summary: 'the resolutions in force, oldest first',
    options: [['--all', 'those that were revoked, retired or superseded, too'], JSON_OPTION],
    load: async () => (await import('./commands/resolutions.ts')).list,
  },
  {
    name: 'show',
    args: '<id>',
    summary: 'one of them whole: what it settles, how, whose it is, and where it was used',
    options: [JSON_OPTION],
    load: async () => (await import('./commands/resolutions.ts')).show,
  },
  {
    name: 'edit',
    args: '<id>',
    summary: 'lay it out again; with an answer, record another in its place',
    options: [
      ['--done', 'take what stands in the folder'],
      ['--take <what>', 'ours, theirs, union or proposal:1'],
      ['--from <commit>', 'take the file as that commit has it'],
      ['--delete', 'take the file away'],
      WHY_OPTION,
      JSON_OPTION,
    ],
    load: async () => (await import('./commands/resolutions.ts')).edit,
  },
  {
    name: 'revoke',
    args: '<id>',
    summary: 'take one back, and tell which releases were made with it',
    options: [WHY_OPTION, JSON_OPTION],
    load: async () => (await import('./commands/resolutions.ts')).revoke,
  },
  {
    name: 'why',
    args: '<release> <path>',
    summary: 'what settled a file in a release',
    options: [JSON_OPTION],
    load: async () => (await import('./commands/resolutions.ts')).why,
  },
]
