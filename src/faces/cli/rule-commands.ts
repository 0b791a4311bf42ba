/** The commands about what rules find. */
import { JSON_OPTION, type Spec, WHY_OPTION } from './spec.ts'

export const RULE_COMMANDS: readonly Spec[] = [
  {
    name: 'findings',
    args: '[tree]',
    summary: 'what the rules find in the trees as they were last fetched, in all or in one',
    options: [
      ['--rule <rule>', 'of that rule only'],
      ['--gone', 'those that are over instead, as far as runs have met them'],
      ['--at <YYYY-MM-DD>', 'as of the end of that day, of the trees as they are'],
      JSON_OPTION,
    ],
    load: async () => (await import('./commands/findings.ts')).findings,
  },
  {
    name: 'accept',
    args: '<finding>',
    summary: 'let what a rule found be so, until undone',
    more: 'Of an id the beginning is enough.',
    options: [['--until <YYYY-MM-DD>', 'only until that day'], WHY_OPTION],
    load: async () => (await import('./commands/decide.ts')).accept,
  },
  {
    name: 'owners',
    args: '<path|commit>',
    summary: 'who owns a path, or what a commit changes: who has agreed, and who is to be asked',
    more: 'By upstream’s MAINTAINERS or CODEOWNERS, and by what the roster says that trees own.',
    options: [JSON_OPTION],
    load: async () => (await import('./commands/owners.ts')).owners,
  },
  {
    name: 'topics',
    args: '<tree>',
    summary: 'which commits of a tree belong together, and which need which',
    more: 'Each is taken apart from the others by git’s own merge; nothing is changed. What gates say joins the record.',
    options: [
      ['--gates', 'ask the gates as well which topic does not pass without which: a build or more for each'],
      ['--dot', 'print the graph in the language of Graphviz'],
      JSON_OPTION,
    ],
    load: async () => (await import('./commands/topics.ts')).topics,
  },
  {
    name: 'split',
    args: '<tree>',
    summary: 'let a tree go in without some of its topics or commits, until undone',
    more: 'Refused where other commits of the tree need them. A rebase of the tree does not bring them back.',
    options: [['--without <topics>', 'names of topics or ids of commits, separated by commas (required)'], WHY_OPTION],
    load: async () => (await import('./commands/decide.ts')).split,
  },
  {
    name: 'hand-over',
    args: '<tree>',
    summary: 'have a part of a tree go by another tree: as a branch for its owners, once it can stand there',
    more: 'Every run looks how far it is: whether what it needs is upstream, and whether the other tree has it. `tributary undo` ends it.',
    options: [
      ['--topics <topics>', 'names of topics or ids of commits, separated by commas (required)'],
      ['--to <tree>', 'the tree that is to have them (required)'],
      WHY_OPTION,
    ],
    load: async () => (await import('./commands/hand-over.ts')).handOver,
  },
  {
    name: 'hand-overs',
    summary: 'what is being handed over, and how far that is',
    options: [JSON_OPTION],
    load: async () => (await import('./commands/hand-over.ts')).handOvers,
  },
  {
    name: 'pull-check',
    args: '<what>',
    summary:
      'whether to pull a branch, with the reasons: what next knows of it, what rules find, what it conflicts with',
    more: [
      'What may be a tree, a commit or a range of the record; <url>#<branch>; or the file of a mail that `git request-pull` wrote',
      '(- for standard input). Exits with 1 when there are reasons against it.',
    ].join(' '),
    options: [
      ['--as <tree>', 'the tree of the roster that it is of (found out unless given)'],
      ['--markdown', 'print Markdown instead of text for a mail'],
      JSON_OPTION,
    ],
    load: async () => (await import('./commands/pull-check.ts')).pullCheck,
  },
]
