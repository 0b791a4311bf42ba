/** A sentence for each change, as the daily summary tells it. */
import type { Decision } from '../../base/model/decision.ts'
import { isoDay } from '../../base/model/instant.ts'
import type { Plan } from '../../base/model/run.ts'
import { unreachable } from '../../base/std/assert.ts'
import { oneLine } from '../../base/text/printable.ts'
import { showPath } from '../../base/text/show-path.ts'
import { count } from '../../base/text/count.ts'
import { enumerate } from '../../base/text/wrap.ts'
import type { TreeName } from '../../base/model/names.ts'
import type { Change, DecidedReason, NotRefreshed } from './changes.ts'
import type { ConflictChange } from './conflict-changes.ts'
import { outcomeClause } from './conflict-outcome.ts'
import { isGroup, treeTitle } from './words.ts'

/** Files of a tree's conflicts that a summary names; the tree's own mail and the merge log have them all. */
const PATHS_MAX = 3

/** What sentences need to know beyond the change. */
export interface Telling {
  readonly plan: Plan
  readonly decisions: readonly Decision[]
}

export function changeSentence(change: Change, telling: Telling): string {
  switch (change.kind) {
    case 'trees-added':
      return `New ${change.trees.length === 1 ? 'tree' : 'trees'}: ${enumerate(change.trees)}.`
    case 'trees-removed':
      return `No longer merged: ${enumerate(change.trees)}.`
    case 'tree-reordered':
      return `The ${change.tree} tree is now merged ${change.after === undefined ? 'first' : `after the ${change.after} tree`}.`
    case 'rewound':
      return `The ${change.tree} tree was rewound: ${lostCommits(change.lost)}.`
    case 'not-refreshed':
      return notRefreshedSentence(change)
    case 'refreshed-again':
      return `The ${change.tree} tree can be fetched again.`
    case 'decided':
      return decidedSentence(change.tree, change.reason, telling.decisions)
    case 'decision-undone':
      return `The ${change.tree} tree goes in again as its maintainers push it.`
    case 'not-mergeable':
      return `The ${change.tree} tree could not be merged by git${because(change.why)}.`
    case 'gained-conflict':
    case 'lost-conflict':
    case 'conflict-moved':
    case 'still-conflicting':
      return conflictSentence(change, telling.plan)
    default:
      return unreachable(change)
  }
}

function conflictSentence(change: ConflictChange, plan: Plan): string {
  if (change.kind === 'conflict-moved') {
    const [from, to] = [treeTitle(change.from, plan), treeTitle(change.to, plan)]
    return `The conflict of ${treeTitle(change.tree, plan)} in ${showPath(change.path)} is now with ${to}, no longer with ${from}.`
  }
  const tree = treeTitle(change.tree, plan).replace(/^t/, 'T')
  const [still, its] = isGroup(change.tree, plan) ? ['still have', 'their'] : ['still has', 'its']
  const noun = change.paths.length === 1 ? 'conflict' : 'conflicts'
  const where = `with ${enumerate(change.partners.map((partner) => treeTitle(partner, plan)))} in ${someOf(change.paths)}`
  switch (change.kind) {
    case 'gained-conflict':
      return `${tree} gained ${change.paths.length === 1 ? 'a ' : ''}${noun} ${where}; ${outcomeClause(change.outcome)}.`
    case 'lost-conflict':
      return `${tree} lost ${its} ${noun} ${where}${change.all ? '' : '; others remain'}.`
    case 'still-conflicting':
      return `${tree} ${still} ${its} ${noun} ${where}; ${outcomeClause(change.outcome)}.`
    default:
      return unreachable(change)
  }
}

function notRefreshedSentence({ tree, state, since, why, neverFetched }: NotRefreshed): string {
  const what = {
    gone: `The branch of the ${tree} tree is gone`,
    unreachable: `The ${tree} tree could not be fetched`,
    refused: `What the ${tree} tree offers was refused`,
  }[state]
  if (neverFetched) return `${what}${because(why)}; there is no earlier version to use.`
  const last = since === undefined ? 'is used' : `has been used since ${isoDay(since)}`
  return `${what}${because(why)}; its last good version ${last}.`
}

function decidedSentence(tree: TreeName, reason: DecidedReason, decisions: readonly Decision[]): string {
  const decision = decisions.find(({ id }) => id === reason.decision)
  const who = decision === undefined ? '' : `, as ${oneLine(decision.who.name)} decided on ${isoDay(decision.when)}`
  const why = decision === undefined || decision.why === '' ? '' : `: ${oneLine(decision.why)}`
  return `The ${tree} tree is ${decidedState(reason)}${who}${why.replace(/\.$/, '')}.`
}

function decidedState(reason: DecidedReason): string {
  switch (reason.kind) {
    case 'kept':
      return `kept as it was in ${reason.release}`
    case 'held':
      return 'held: nothing of it goes in'
    case 'dropped':
      return 'dropped'
    default:
      return unreachable(reason)
  }
}

function lostCommits(lost: number | undefined): string {
  if (lost === undefined) return 'commits that it had are no longer in it'
  return lost === 1 ? 'a commit that it had is no longer in it' : `${lost} commits that it had are no longer in it`
}

function because(why: string | undefined): string {
  return why === undefined || why === '' ? '' : ` (${oneLine(why)})`
}

function someOf(paths: readonly string[]): string {
  const more = paths.length - PATHS_MAX
  const shown = paths.slice(0, PATHS_MAX).map(showPath)
  return enumerate(more > 0 ? [...shown, count(more, 'more file')] : shown)
}
