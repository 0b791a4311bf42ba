/** The commands about time: where the project stands in its cycle, and what commits have been through. */
import { JSON_OPTION, type Spec, WHY_OPTION } from './spec.ts'

export const HISTORY_COMMANDS: readonly Spec[] = [
  {
    name: 'cycle',
    summary: 'where the project stands between two of its versions: is the merge window open, and what is next when',
    options: [['--at <YYYY-MM-DD>', 'as of the end of that day'], JSON_OPTION],
    load: async () => (await import('./commands/cycle.ts')).cycle,
  },
  {
    name: 'passport',
    args: '<commit>',
    summary: 'what a commit has been through: how long in next, in which trees, rebased how often, upstream since when',
    more: 'Known again by its id, then by its patch, then by subject and author. Of an id the beginning is enough.',
    options: [JSON_OPTION],
    load: async () => (await import('./commands/passport.ts')).passport,
  },
  {
    name: 'flux',
    args: '[tree]',
    summary: 'how much trees were rewritten, release by release, and since when they have been stable',
    options: [['--days <number>', 'how far back from the last release (30 unless given)'], JSON_OPTION],
    load: async () => (await import('./commands/flux.ts')).flux,
  },
  {
    name: 'statistics',
    args: '[version]',
    summary: 'how much of what upstream took in a merge window had been in next, and what went past it',
    more: 'Of the window that closed last, unless a version (v4.15) or one of its candidates (v4.15-rc1) is named.',
    options: [JSON_OPTION],
    load: async () => (await import('./commands/passport.ts')).statistics,
  },
  {
    name: 'defer',
    args: '<tree>',
    summary: 'let a tree, or some topics of it, not go in until work for a later version of upstream belongs in next',
    more: 'It comes back by itself: one that is deferred to v4.16 when v4.15-rc1 is out.',
    options: [
      ['--to <version>', 'the version it is to wait for, such as v4.16 (required)'],
      ['--topics <topics>', 'names of topics or ids of commits, separated by commas (all of the tree unless given)'],
      WHY_OPTION,
    ],
    load: async () => (await import('./commands/decide.ts')).defer,
  },
]
