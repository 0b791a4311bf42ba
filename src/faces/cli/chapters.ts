/** In what chapters the help lists the commands, so that a stranger reads short lists, not one long one. */

export const CHAPTERS: readonly { readonly heading: string; readonly names: readonly string[] }[] = [
  { heading: 'A workspace:', names: ['init', 'adopt', 'trees'] },
  { heading: 'Every day:', names: ['fetch', 'run', 'watch', 'status', 'show', 'log', 'outbox', 'verify'] },
  { heading: 'Before it happens:', names: ['try', 'matrix', 'pull-check'] },
  { heading: 'Conflicts, and what settles them:', names: ['conflicts', 'resolve', 'resolutions', 'fix'] },
  { heading: 'Does it build, and who broke it:', names: ['gates', 'gate', 'search', 'reproduce', 'worker'] },
  { heading: 'Whose is it, and is it in order:', names: ['findings', 'accept', 'owners', 'topics'] },
  { heading: 'Has it settled, and is it late:', names: ['cycle', 'passport', 'flux', 'statistics'] },
  {
    heading: 'Decisions:',
    names: ['keep', 'hold', 'drop', 'split', 'defer', 'hand-over', 'hand-overs', 'undo'],
  },
  { heading: 'Upkeep:', names: ['maintain', 'reindex', 'completion', 'help'] },
]
