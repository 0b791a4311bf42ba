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
  {
    name: 'learn',
    args: '<range>',
    summary: 'take resolutions out of merges that people made',
    more: 'A range is <from>..<to>, or one name for all of its history: of the record (a tree, upstream, a tag of upstream), or of --repo.',
    options: [
      ['--repo <folder or URL>', 'another repository'],
      ['--dry-run', 'tell what would be learned, and record nothing'],
      JSON_OPTION,
    ],
    load: async () => (await import('./commands/learn.ts')).learn,
  },
  {
    name: 'suggest',
    summary: 'rules that the conflicts on record bear out, for the roster',
    options: [['--accept <number>', 'write that one into tributary.toml'], JSON_OPTION],
    load: async () => (await import('./commands/learn.ts')).suggest,
  },
  {
    name: 'import',
    args: '<folder>',
    summary: 'take in what git’s rerere has learned: the folder .git/rr-cache of a repository',
    more: 'What is taken settles the same conflict in any file. Nothing in the folder is changed; what is not taken is told, with the reason.',
    options: [['--dry-run', 'tell what would be imported, and record nothing'], JSON_OPTION],
    load: async () => (await import('./commands/rr-cache.ts')).importCache,
  },
  {
    name: 'export',
    args: '<folder>',
    summary: 'give the resolutions in force to git’s rerere: the folder .git/rr-cache of a clone',
    more: 'git uses them in that clone from the next merge on; with a folder of that name rerere is on unless rerere.enabled says no. What stands in the folder stays.',
    options: [JSON_OPTION],
    load: async () => (await import('./commands/rr-cache.ts')).exportCache,
  },
]
