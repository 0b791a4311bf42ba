/** Every command of the command line, with its options and help; what it does is loaded when it is run. */
import { Command, Option } from 'commander'
import { assert } from '../../base/std/assert.ts'
import { printable } from '../../base/text/printable.ts'
import { CHAPTERS } from './chapters.ts'
import { addCompletion } from './completion.ts'
import { HISTORY_COMMANDS } from './history-commands.ts'
import { GATE_COMMANDS, ONE_GATE_COMMANDS } from './gate-commands.ts'
import { addHelp } from './help.ts'
import { RESOLUTION_COMMANDS } from './resolution-commands.ts'
import { RULE_COMMANDS } from './rule-commands.ts'
import { ANSWER_WHY_OPTION, JSON_OPTION, type Spec, WHY_OPTION } from './spec.ts'
import { SSH_OPTIONS } from './ssh-files.ts'

const COMMANDS: readonly Spec[] = [
  {
    name: 'init',
    args: '<folder>',
    summary: 'make a workspace: a roster and an empty record',
    more: 'A path or file:// URL for --upstream allows local repositories in this workspace.',
    options: [
      ['--upstream <url#branch>', 'where upstream is'],
      ['--from <record>', 'take up a mirror of another record and carry on where it stopped'],
      ...SSH_OPTIONS,
      ['--name <name>', 'name of the project (the folder’s name unless given)'],
      ['--upstream-name <name>', 'how mails call upstream, such as "Linus\' tree"'],
      ['--integrator <"Name <address>">', 'who signs the merges and sends the mails'],
    ],
    load: async () => (await import('./commands/init.ts')).init,
  },
  {
    name: 'adopt',
    args: '<base..branch>',
    summary: 'make roster, order and resolutions out of an integration branch that is there already',
    more: 'Needs a workspace whose roster has no trees, or -C with a folder in which one is made. The next run makes the branch again.',
    options: [['--repo <folder or URL>', 'where the branch is (where upstream is unless given)'], JSON_OPTION],
    load: async () => (await import('./commands/adopt.ts')).adopt,
  },
  {
    name: 'fetch',
    args: '[tree...]',
    summary: 'bring the trees here, all or those named',
    options: [JSON_OPTION],
    load: async () => (await import('./commands/fetch.ts')).fetch,
  },
  {
    name: 'run',
    summary: 'fetch, merge every tree onto upstream, publish a release and write the mails',
    more: 'Exits with 0 when a release stands, whatever the day’s bad news; --exit-code makes bad news a 1.',
    options: [
      ['--offline', 'take the trees as they were last fetched'],
      ['--dry-run', 'tell what would be released, publish nothing'],
      ['--date <YYYY-MM-DD>', 'the day the release is for, at 00:00 +0000'],
      ['--no-gates', 'ask no gate about the release'],
      [
        '--exit-code',
        'exit with 1 when a tree is newly left out or at a previous version, a group newly apart, or a gate newly red',
      ],
      JSON_OPTION,
    ],
    load: async () => (await import('./commands/run.ts')).run,
  },
  {
    name: 'watch',
    summary: 'fetch again and again, and make a release whenever something moved',
    options: [
      ['--every <duration>', 'how often: 30s, 5m, 1h (5m unless given)'],
      ['--once', 'look once and stop'],
    ],
    load: async () => (await import('./commands/watch.ts')).watch,
  },
  {
    name: 'status',
    summary: 'how the trees stand now',
    options: [JSON_OPTION],
    load: async () => (await import('./commands/status.ts')).status,
  },
  {
    name: 'show',
    args: '[release]',
    summary: 'one release: what went in, what did not, and why (the last unless named)',
    options: [JSON_OPTION],
    load: async () => (await import('./commands/show.ts')).show,
  },
  {
    name: 'conflicts',
    args: '[conflict]',
    summary: 'the conflicts of the last release, those of one tree, or one of any release whole',
    more: 'A conflict goes by the beginning of its id. The name of a tree, or of a group, lists those that it has a part in.',
    options: [
      ['--release <release>', 'of another release'],
      ['--episodes', 'conflicts over all releases: since when, between whom, and how they stand'],
      ['--all', 'with --episodes: those that are over, too'],
      JSON_OPTION,
    ],
    load: async () => (await import('./commands/conflicts.ts')).conflicts,
  },
  {
    name: 'resolve',
    args: '<conflict>',
    summary: 'settle a conflict for good: lay it out for editing, and record what became of it',
    more: [
      'A conflict goes by the beginning of its id, or by its tree when that has only one. Without an answer it is laid out in a folder of',
      'the workspace; with one, it is put on record and merged with again, and nothing is published. With --fix the name is a tree’s.',
    ].join(' '),
    options: [
      ['--done', 'take what stands in the folder'],
      ['--take <what>', 'ours (the integration’s side), theirs (the tree’s), union, or proposal:1'],
      ['--from <commit>', 'take the file as that commit has it'],
      ['--delete', 'take the file away'],
      ['--fix <patch>', 'a merge fix: a git diff against the merge of that tree, - for standard input'],
      ['--with <trees>', 'for --fix: the trees that make it needed, separated by commas'],
      ANSWER_WHY_OPTION,
      JSON_OPTION,
    ],
    load: async () => (await import('./commands/resolve.ts')).resolve,
  },
  {
    name: 'log',
    args: '<tree>',
    summary: 'how one tree stood, release by release',
    options: [JSON_OPTION],
    load: async () => (await import('./commands/log.ts')).log,
  },
  {
    name: 'try',
    args: '<url#branch>',
    summary: 'tell what would happen to one more branch, and change nothing',
    more: 'A path or file:// URL may be tried whatever the roster allows. Exits with 1 when the branch does not merge.',
    options: [['--as <tree>', 'in place of that tree of the roster (after all trees unless given)'], JSON_OPTION],
    load: async () => (await import('./commands/try.ts')).tryIt,
  },
  {
    name: 'matrix',
    summary: 'which pairs of trees conflict with one another',
    more: 'Every tree, as it was last fetched, is merged with every other; upstream and the order of the roster do not matter.',
    options: [JSON_OPTION],
    load: async () => (await import('./commands/matrix.ts')).matrix,
  },
  {
    name: 'verify',
    args: '[release]',
    summary: 'rebuild a release from its record and compare (the last unless named)',
    more: 'Exits with 1 when it differs.',
    options: [JSON_OPTION],
    load: async () => (await import('./commands/verify.ts')).verify,
  },
  {
    name: 'keep',
    args: '<tree>',
    summary: 'let a tree go in as it was in an earlier release, until undone',
    options: [['--at <release>', 'that release (required)'], WHY_OPTION],
    load: async () => (await import('./commands/decide.ts')).keep,
  },
  {
    name: 'hold',
    args: '<tree>',
    summary: 'let nothing of a tree go in, until undone',
    options: [WHY_OPTION],
    load: async () => (await import('./commands/decide.ts')).hold,
  },
  {
    name: 'drop',
    args: '<tree>',
    summary: 'let nothing of a tree go in, and leave it out of counts and reports',
    options: [WHY_OPTION],
    load: async () => (await import('./commands/decide.ts')).drop,
  },
  {
    name: 'undo',
    args: '<decision>',
    summary: 'take a decision back',
    options: [WHY_OPTION],
    load: async () => (await import('./commands/decide.ts')).undo,
  },
  {
    name: 'outbox',
    args: '[number]',
    summary: 'the mails written so far, or one of them whole',
    options: [JSON_OPTION],
    load: async () => (await import('./commands/outbox.ts')).outbox,
  },
  {
    name: 'maintain',
    summary: 'repack the record and keep its commit-graph fresh',
    load: async () => (await import('./commands/maintain.ts')).maintain,
  },
  {
    name: 'reindex',
    summary: 'make the index and other derived files anew',
    load: async () => (await import('./commands/maintain.ts')).reindex,
  },
]

const TREE_COMMANDS: readonly Spec[] = [
  {
    name: 'list',
    summary: 'the roster, in order',
    options: [JSON_OPTION],
    load: async () => (await import('./commands/trees.ts')).list,
  },
  {
    name: 'add',
    args: '<name> <url#branch>',
    summary: 'add a tree',
    options: [
      ['--kind <kind>', 'fixes or next (guessed from the name unless given)'],
      ['--contact <"Name <address>", …>', 'who hears of it, separated by commas'],
      ['--group <group>', 'the sub-integration it belongs to'],
      ['--before <tree>', 'its place in the order'],
      ['--after <tree>', 'its place in the order (last unless given)'],
    ],
    load: async () => (await import('./commands/trees.ts')).add,
  },
  {
    name: 'remove',
    args: '<name>',
    summary: 'take a tree off the roster',
    load: async () => (await import('./commands/trees.ts')).remove,
  },
  {
    name: 'move',
    args: '<name>',
    summary: 'change a tree’s place in the order',
    options: [
      ['--before <tree>', 'in front of that tree'],
      ['--after <tree>', 'behind that tree'],
    ],
    load: async () => (await import('./commands/trees.ts')).move,
  },
  {
    name: 'import',
    args: '<file>',
    summary: 'add the trees of a Next/Trees file, as linux-next publishes it',
    load: async () => (await import('./commands/trees.ts')).importFile,
  },
]

const FIX_COMMANDS: readonly Spec[] = [
  {
    name: 'add',
    args: '<tree|release> <patch|commit>',
    summary: 'carry an edit that a merge needs although git sees no conflict, or that a gate does',
    more: [
      'The patch is a git diff against the merge of that tree, against its tip when it is not in the last release, or against a release;',
      '- reads standard input. A commit that the record has is done again instead. A tree that was given up for a gate is tried again with it.',
    ].join(' '),
    options: [['--with <trees>', 'the trees that make it needed, separated by commas'], WHY_OPTION, JSON_OPTION],
    load: async () => (await import('./commands/fix.ts')).fixAdd,
  },
]

/** A noun that has commands of its own. */
interface Group {
  readonly name: string
  readonly description: string
  readonly commands: readonly Spec[]
}

const GROUPS: readonly Group[] = [
  { name: 'trees', description: 'the roster: which trees, in what order', commands: TREE_COMMANDS },
  { name: 'resolutions', description: 'how conflicts were settled, for good', commands: RESOLUTION_COMMANDS },
  { name: 'fix', description: 'edits that are carried with merges', commands: FIX_COMMANDS },
  { name: 'gate', description: 'one gate: what it printed', commands: ONE_GATE_COMMANDS },
]

const EXAMPLES = `
A first release:
  tributary init next --upstream https://example.org/project.git#main
  cd next
  tributary trees add net https://example.org/net.git#for-next
  tributary run
  tributary show

Exit codes: 0 done · 1 the answer is no · 2 wrong usage · 3 the world failed · 70 our bug · 130 stopped`

export function makeProgram(): Command {
  const program = new Command('tributary')
    .description('Merges hundreds of maintainers’ trees into one, every day; says what went wrong and whose it is.')
    .option('-C, --workspace <folder>', 'the workspace to work in', '.')
    .addOption(new Option('--color <when>', 'colours').choices(['auto', 'always', 'never']).default('auto'))
    .version('0.1.0', '--version')
    .addHelpText('after', EXAMPLES)
    .exitOverride()
    .showSuggestionAfterError()
    .showHelpAfterError('  The commands are listed by: tributary --help')
    .configureOutput({ outputError: (text, write) => write(printable(text.replace(/^error: /, 'tributary: '))) })
    .configureHelp({ showGlobalOptions: true })
  const commands = new Map<string, () => void>([
    ...[...COMMANDS, ...GATE_COMMANDS, ...RULE_COMMANDS, ...HISTORY_COMMANDS].map(
      (spec) => [spec.name, () => addCommand(program, spec)] as const,
    ),
    ...GROUPS.map((group) => [group.name, () => addGroup(program, group)] as const),
    ['completion', () => addCompletion(program)],
    ['help', () => addHelp(program)],
  ])
  for (const { heading, names } of CHAPTERS) {
    program.commandsGroup(heading)
    for (const name of names) commands.get(name)?.()
  }
  assert(program.commands.length === commands.size, 'a command stands in no chapter of the help')
  return program
}

function addGroup(program: Command, { name, description, commands }: Group): void {
  const group = program.command(name).description(description).exitOverride()
  group.showHelpAfterError(`  Its commands are listed by: tributary ${name} --help`)
  for (const spec of commands) addCommand(group, spec)
}

function addCommand(parent: Command, spec: Spec): void {
  const command = parent
    .command(spec.args === undefined ? spec.name : `${spec.name} ${spec.args}`)
    .summary(spec.summary)
    .exitOverride()
    .showHelpAfterError(`  How it is used: ${pathOf(parent)} ${spec.name} --help`)
  command.description(spec.more === undefined ? spec.summary : `${spec.summary}\n\n${spec.more}`)
  for (const [flags, what] of spec.options ?? []) command.option(flags, what)
  command.action(async () => {
    const action = await spec.load()
    await action(command.args, command.optsWithGlobals())
  })
}

/** `tributary trees`: what the operator types to get to a command's own commands. */
function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`
}
