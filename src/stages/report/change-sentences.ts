/** A sentence for each change, as the daily summary tells it. */
import type { Decision } from '../../base/model/decision.ts'
import { isoDay } from '../../base/model/instant.ts'
import { short } from '../../base/model/oid.ts'
import type { Plan } from '../../base/model/run.ts'
import type { ResolutionId } from '../../base/model/settling.ts'
import { unreachable } from '../../base/std/assert.ts'
import { oneLine } from '../../base/text/printable.ts'
import { showPath } from '../../base/text/show-path.ts'
import { count } from '../../base/text/count.ts'
import { enumerate } from '../../base/text/wrap.ts'
import type { TreeName } from '../../base/model/names.ts'
import type { Change, DecidedReason, NotRefreshed, RuleReason } from './changes.ts'
import type { ConflictChange } from './conflict-changes.ts'
import { outcomeClause } from './conflict-outcome.ts'
import type { OnRecord } from './input.ts'
import { settlersText, shortResolution } from './settler-words.ts'
import { isGroup, treeTitle } from './words.ts'

/** Files of a tree's conflicts that a summary names; the tree's own mail and the merge log have them all. */
const PATHS_MAX = 3

/** What sentences need to know beyond the change. */
export interface Telling {
  readonly plan: Plan
  readonly decisions: readonly Decision[]
  readonly onRecord: OnRecord
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
    case 'deferral-over':
      return `The ${change.tree} tree, which was deferred to ${oneLine(change.to)}, goes in again.`
    case 'rule-holds':
      return ruleHoldSentence(change.tree, change.reason)
    case 'rule-let-go':
      return `The ${change.tree} tree is no longer held by a rule.`
    case 'not-mergeable':
      return `The ${change.tree} tree could not be merged by git${because(change.why)}.`
    case 'fix-retired':
      return retiredSentence(change.fix, telling.onRecord)
    case 'settled-as-before':
      return change.conflicts === 1
        ? 'A known conflict is settled as before.'
        : `${change.conflicts} known conflicts are settled as before.`
    case 'conflict-moved':
      return movedSentence(change, telling.plan)
    case 'gained-conflict':
    case 'settled-conflict':
    case 'reopened-conflict':
    case 'lost-conflict':
    case 'still-conflicting':
      return conflictSentence(change, telling)
    default:
      return unreachable(change)
  }
}

function conflictSentence(change: Exclude<ConflictChange, Moved>, { plan, onRecord }: Telling): string {
  const whose = treeTitle(change.tree, plan)
  const tree = whose.replace(/^t/, 'T')
  const [still, its] = isGroup(change.tree, plan) ? ['still have', 'their'] : ['still has', 'its']
  const one = change.paths.length === 1
  const noun = one ? 'conflict' : 'conflicts'
  const where = `with ${enumerate(change.partners.map((partner) => treeTitle(partner, plan)))} in ${someOf(change.paths)}`
  switch (change.kind) {
    case 'gained-conflict':
      return `${tree} gained ${one ? 'a ' : ''}${noun} ${where}; ${outcomeClause(change.outcome)}.`
    case 'settled-conflict': {
      const by = settlersText(change.by, onRecord)
      return change.gained
        ? `${tree} gained ${one ? 'a ' : ''}${noun} ${where}, settled at once by ${by}.`
        : `The ${noun} of ${whose} ${where} ${one ? 'is' : 'are'} settled by ${by}.`
    }
    case 'reopened-conflict':
      return `The ${noun} of ${whose} ${where} ${one ? 'is' : 'are'} open again; ${outcomeClause(change.outcome)}.`
    case 'lost-conflict':
      return `${tree} lost ${its} ${noun} ${where}${change.all ? '' : '; others remain'}.`
    case 'still-conflicting':
      return `${tree} ${still} ${its} ${noun} ${where}; ${outcomeClause(change.outcome)}.`
    default:
      return unreachable(change)
  }
}

type Moved = Extract<ConflictChange, { readonly kind: 'conflict-moved' }>

function movedSentence({ tree, path, from, to }: Moved, plan: Plan): string {
  const [then, now] = [treeTitle(from.partner, plan), treeTitle(to.partner, plan)]
  if (from.tree === tree)
    return `The conflict of ${treeTitle(tree, plan)} in ${showPath(path)} is now with ${now}, no longer with ${then}.`
  return `The conflict in ${showPath(path)} is now between ${treeTitle(tree, plan)} and ${now}, no longer between ${treeTitle(from.tree, plan)} and ${then}.`
}

function retiredSentence(fix: ResolutionId, { resolutions }: OnRecord): string {
  const resolution = resolutions.get(fix)
  const trees = (resolution?.needed?.trees ?? []).map((tree) => `the ${tree} tree`)
  const whose = trees.length === 0 ? '' : ` for ${enumerate(trees)}`
  const why = oneLine(resolution?.why ?? '').replace(/\.$/, '')
  return `Merge fix ${shortResolution(fix)}${whose} changes nothing any more and is retired${why === '' ? '' : `; it was recorded for this: ${why}`}.`
}

function notRefreshedSentence({ tree, state, since, why, neverFetched }: NotRefreshed): string {
  const what = {
    gone: neverFetched
      ? `The repository of the ${tree} tree has no branch of the name in the roster`
      : `The branch of the ${tree} tree is gone`,
    unreachable: `The ${tree} tree could not be fetched`,
    refused: `What the ${tree} tree offers was refused`,
  }[state]
  if (neverFetched) return `${what}${because(why)}; there is no earlier version to use.`
  const last = since === undefined ? 'is used' : `has been used since ${isoDay(since)}`
  return `${what}${because(why)}; its last good version ${last}.`
}

function decidedSentence(tree: TreeName, reason: DecidedReason, decisions: readonly Decision[]): string {
  const decision = decisions.find(({ id }) => id === reason.decision)
  const policy = `, by policy${decision === undefined ? '' : ` since ${isoDay(decision.when)}`}`
  const who = decision === undefined ? '' : `, as ${oneLine(decision.who.name)} decided on ${isoDay(decision.when)}`
  const why = decision === undefined || decision.why === '' ? '' : `: ${oneLine(decision.why)}`
  return `The ${tree} tree is ${decidedState(reason)}${reason.kind === 'given-up' ? policy : who}${why.replace(/\.$/, '')}.`
}

function decidedState(reason: DecidedReason): string {
  switch (reason.kind) {
    case 'kept':
      return `kept as it was in ${reason.release}`
    case 'held':
      return 'held: nothing of it goes in'
    case 'dropped':
      return 'dropped'
    case 'deferred':
      return `deferred to ${oneLine(reason.to)}: nothing of it goes in before`
    case 'split':
      return splitState(reason)
    case 'given-up':
      return givenUpState(reason)
    default:
      return unreachable(reason)
  }
}

function splitState({ topics, left, blocked }: DecidedReason & { readonly kind: 'split' }): string {
  const what = enumerate(topics.map((topic) => oneLine(topic)))
  if (blocked !== undefined) return `not in: it cannot go in without ${what}, since ${oneLine(blocked)}`
  return `in without ${what} (${count(left.length, 'commit')})`
}

function ruleHoldSentence(tree: TreeName, { rule, of, what, finding }: RuleReason): string {
  const why = oneLine(what).replace(/\.$/, '')
  const where = of === tree ? '' : `a commit that it has from the ${of} tree: `
  return `The ${tree} tree is held by the ${rule} rule: nothing of it goes in (${where}${why}; tributary findings ${of}, ${finding}).`
}

function givenUpState({ instead, reverted }: DecidedReason & { readonly kind: 'given-up' }): string {
  switch (instead) {
    case 'previous':
      return 'not taken as it is: an earlier version goes in, if there is one'
    case 'hold':
      return 'held: nothing of it goes in'
    case 'drop':
      return 'dropped'
    case 'revert':
      return `in without ${enumerate(reverted.map((commit) => `commit ${short(commit)}`))}`
    default:
      return unreachable(instead)
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
