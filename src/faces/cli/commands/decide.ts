/** `tributary keep | hold | drop | defer | split | accept | undo`. */
import { short } from '../../../base/model/oid.ts'
import { usageError } from '../../../base/std/operating-error.ts'
import { count } from '../../../base/text/count.ts'
import { oneLine } from '../../../base/text/printable.ts'
import { enumerate } from '../../../base/text/wrap.ts'
import { type AfterUndo, afterUndo } from '../../../pipeline/after-undo.ts'
import { decide, type Wish } from '../../../pipeline/decide.ts'
import { type StillBrought, stillBrought } from '../../../pipeline/judging/still-brought.ts'
import { makeMachine, theWorkspace } from '../machine.ts'
import { makeScreen } from '../print/screen.ts'
import type { Options } from '../options.ts'

export async function keep(args: readonly string[], options: Options): Promise<void> {
  const { at } = options
  if (typeof at !== 'string')
    throw usageError(
      '--at is missing',
      'Name the release whose version is to be kept: tributary keep net --at next-20260114 --why "…"',
    )
  await record({ verb: 'keep', tree: args[0] ?? '', at }, options)
}

export async function hold(args: readonly string[], options: Options): Promise<void> {
  await record({ verb: 'hold', tree: args[0] ?? '' }, options)
}

export async function drop(args: readonly string[], options: Options): Promise<void> {
  await record({ verb: 'drop', tree: args[0] ?? '' }, options)
}

export async function defer(args: readonly string[], options: Options): Promise<void> {
  const { to } = options
  if (typeof to !== 'string')
    throw usageError(
      '--to is missing',
      'Name the version that it is to wait for: tributary defer rseq --to v4.16 --why "…"',
    )
  await record({ verb: 'defer', tree: args[0] ?? '', to, topics: names(options['topics']) }, options)
}

export async function split(args: readonly string[], options: Options): Promise<void> {
  const without = names(options['without'])
  if (without.length === 0)
    throw usageError(
      '--without is missing',
      'Name what is to stay out: tributary split rseq --without membarrier-x86 --why "…". The topics are listed by: tributary topics <tree>',
    )
  await record({ verb: 'split', tree: args[0] ?? '', without }, options)
}

export async function accept(args: readonly string[], options: Options): Promise<void> {
  const { until } = options
  const wish = { finding: args[0] ?? '', until: typeof until === 'string' ? until : undefined }
  await record({ verb: 'accept', ...wish }, options)
}

export async function undo(args: readonly string[], options: Options): Promise<void> {
  await record({ verb: 'undo', decision: args[0] ?? '' }, options)
}

/** A list that was typed with commas. */
function names(text: Options[string]): string[] {
  return typeof text === 'string' ? text.split(',').map((name) => name.trim()) : []
}

async function record(wish: Wish, options: Options): Promise<void> {
  const { why } = options
  if (typeof why !== 'string' || why.trim() === '')
    throw usageError('--why is missing', 'A decision is recorded with its reason: --why "breaks the build on arm64"')
  const machine = makeMachine()
  const workspace = theWorkspace(machine, options)
  const decision = await decide(workspace, machine, wish, why)
  const screen = makeScreen(options)
  screen.line(
    `Recorded as decision ${decision.id}; it holds from the next run on. Take it back with: tributary undo ${decision.id} --why "…"`,
  )
  if (decision.verb === 'undo') {
    const after = await afterUndo(workspace, machine, decision.decision)
    if (after.kind === 'stuck') for (const line of stuckLines(after)) screen.line(line)
  }
  if (decision.verb === 'hold' || decision.verb === 'drop')
    for (const still of await stillBrought(workspace, machine, decision.tree)) screen.line(stillWords(still))
}

/** Commits named at most. */
const NEEDING_MAX = 5

function stuckLines({ tree, needing, splits }: Extract<AfterUndo, { readonly kind: 'stuck' }>): string[] {
  const shown = needing.slice(0, NEEDING_MAX).map(({ commit, subject }) => `  ${short(commit)} ${oneLine(subject)}`)
  const more = needing.length - shown.length
  return [
    `Nothing of the ${tree} tree goes in by this: what another decision still leaves out is needed by`,
    ...shown,
    ...(more > 0 ? [`  and ${count(more, 'other commit')}`] : []),
    `Take back ${enumerate(splits)} as well, or leave these out: tributary split ${tree} --without … --why "…"`,
  ]
}

/** What stays out by one tree comes in by another. */
function stillWords({ tree, commits, byPatch }: StillBrought): string {
  const what = commits === 1 ? 'one of its commits' : `${commits} of its commits`
  const otherwise =
    byPatch === 0 ? '' : byPatch === commits ? ', under another id' : `, ${byPatch} of them under another id`
  return `It is not effective yet: the ${tree} tree still brings ${what}${otherwise}.`
}
