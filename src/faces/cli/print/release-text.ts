/** A release as a person reads it: what went in, what did not, and why. */
import { type AdmissionReason, isDropped } from '../../../base/model/admission.ts'
import type { GateName } from '../../../base/model/gate.ts'
import type { Conflict } from '../../../base/model/conflict.ts'
import { isoDay } from '../../../base/model/instant.ts'
import type { TreeName } from '../../../base/model/names.ts'
import { short } from '../../../base/model/oid.ts'
import type { Amender } from '../../../base/model/settling.ts'
import type { PlannedTree, Release, RunRecord, TreeRecord } from '../../../base/model/run.ts'
import { unreachable } from '../../../base/std/assert.ts'
import { oneLine } from '../../../base/text/printable.ts'
import { showPath } from '../../../base/text/show-path.ts'
import { count } from '../../../base/text/count.ts'
import { type Colours, columns, safe } from './screen.ts'

export function releaseText(release: Release, colours: Colours): string[] {
  const { record } = release
  const counted = record.plan.trees.filter((tree) => !isDropped(tree.reason))
  const went = record.trees.filter((tree) => tree.outcome === 'merged').length
  const quiet = record.trees.filter((tree) => tree.outcome === 'empty' || tree.outcome === 'already-in').length
  return [
    `${colours.bold(release.name)}  ${short(release.commit)}  on ${safe(record.plan.upstream.name)} ${short(record.plan.upstream.tip)}`,
    record.plan.trees.length === 0
      ? 'no trees: it is upstream alone'
      : `${count(counted.length, 'tree')}: ${tally(went, quiet, counted.length - went - quiet)}`,
    ...exceptions(release, colours),
    ...conflictLines(
      record.conflicts.filter(({ settled }) => settled === undefined),
      colours,
    ),
    ...settledLines(record, colours),
  ]
}

/** `6 merged, 1 with nothing new, 1 not as it should be`: what is none is not spoken of. */
function tally(went: number, quiet: number, rest: number): string {
  return [
    `${went} merged`,
    ...(quiet === 0 ? [] : [`${quiet} with nothing new`]),
    ...(rest === 0 ? [] : [`${rest} not at its tip`]),
  ].join(', ')
}

/** Every tree that did not simply go in, with the reason. */
function exceptions(release: Release, colours: Colours): string[] {
  const planned = new Map(release.record.plan.trees.map((tree) => [tree.name, tree]))
  const rows = release.record.trees.flatMap((tree) => {
    const plan = planned.get(tree.name)
    const words = plan && wordsFor(tree, plan, colours)
    return words === undefined ? [] : [[`  ${tree.name}`, ...words]]
  })
  const apart = release.record.groups.flatMap(({ name, mergeCommit }) =>
    mergeCommit === undefined
      ? [[`  ${name}`, colours.yellow('apart'), 'the group conflicts as a whole, so its trees were merged one by one']]
      : [],
  )
  const all = [...rows, ...apart]
  return all.length === 0 ? [] : ['', ...columns(all)]
}

function wordsFor(tree: TreeRecord, plan: PlannedTree, colours: Colours): readonly [string, string] | undefined {
  switch (tree.outcome) {
    case 'merged':
      return revertedWords(plan, colours) ?? splitWords(plan, colours) ?? staleWords(plan, colours)
    case 'empty':
    case 'already-in':
      return staleWords(plan, colours)
    case 'previous':
      return [
        colours.yellow('previous version'),
        `as in ${tree.versionFrom ?? 'an earlier release'}, ${whyEarlier(plan)}${restored(tree)}`,
      ]
    case 'left-out':
      return [colours.red('left out'), 'it conflicts, and no earlier version of it merges']
    case 'held':
      return heldWords(plan, colours)
    case 'unreachable':
      return [colours.red('not there'), 'it was never fetched; `tributary status` says why']
    case 'refused':
      return [colours.red('refused'), oneLine(tree.why ?? '')]
    default:
      return unreachable(tree.outcome)
  }
}

function heldWords({ reason, name }: PlannedTree, colours: Colours): readonly [string, string] {
  return [colours.yellow(heldAs(reason)), whyHeld(reason, name)]
}

function heldAs(reason: AdmissionReason): 'deferred' | 'dropped' | 'held' {
  if (reason.kind === 'deferred') return 'deferred'
  return isDropped(reason) ? 'dropped' : 'held'
}

function whyHeld(reason: AdmissionReason, name: TreeName): string {
  switch (reason.kind) {
    case 'deferred':
      return `to ${oneLine(reason.to)}, by decision`
    case 'split':
      return `it cannot be split: ${oneLine(reason.blocked ?? 'nothing of it is left')}`
    case 'given-up':
      return failsWith(reason.gate)
    case 'held-by-rule': {
      const where = reason.of === name ? '' : `a commit of the ${reason.of} tree: `
      return `by the ${reason.rule} rule (${reason.finding}): ${where}${oneLine(reason.what)}`
    }
    default:
      return 'by decision'
  }
}

/** In a word, for a table that has no room for the reason. */
export function outcomeWord({ outcome }: TreeRecord, { reason }: PlannedTree): string {
  return outcome === 'held' ? heldAs(reason) : outcome
}

function whyEarlier({ reason }: PlannedTree): string {
  if (reason.kind === 'given-up') return failsWith(reason.gate)
  return reason.kind === 'kept' ? 'by decision' : 'because its tip conflicts'
}

function failsWith(gate: GateName): string {
  return `because the gate ${gate} fails with its tip`
}

function revertedWords({ reason }: PlannedTree, colours: Colours): readonly [string, string] | undefined {
  if (reason.kind !== 'given-up' || reason.reverted.length === 0) return undefined
  const what = reason.reverted.map(short).join(', ')
  return [colours.yellow('reverted'), `${what}, because the gate ${reason.gate} fails with it`]
}

function splitWords({ reason }: PlannedTree, colours: Colours): readonly [string, string] | undefined {
  if (reason.kind !== 'split') return undefined
  const what = reason.topics.map((topic) => oneLine(topic)).join(', ')
  return [colours.yellow('split'), `without ${what} (${count(reason.left.length, 'commit')}), by decision`]
}

function restored({ restores = [] }: TreeRecord): string {
  if (restores.length === 0) return ''
  return `; it brings back ${restores.length === 1 ? 'a commit' : `${restores.length} commits`} that its branch has dropped`
}

/** A tree that went in at its last good tip, or lost commits. */
function staleWords(plan: PlannedTree, colours: Colours): readonly [string, string] | undefined {
  const since = plan.since === undefined ? '' : ` since ${isoDay(plan.since)}`
  switch (plan.state) {
    case 'gone':
      return [colours.yellow('gone'), `its branch is gone${since}; its last version is kept`]
    case 'unreachable':
      return [colours.yellow('unreachable'), `its server does not answer${since}; its last version is kept`]
    case 'refused':
      return [colours.yellow('refused'), `its new tip is refused${since}; its last good one is kept`]
    case 'rewound':
      return [colours.cyan('rewound'), 'its branch lost commits; it went in as it is now']
    case 'moved':
    case 'same':
    case 'empty':
      return undefined
    default:
      return unreachable(plan.state)
  }
}

export function conflictLines(conflicts: readonly Conflict[], colours: Colours): string[] {
  if (conflicts.length === 0) return []
  const rows = conflicts.map((conflict) => [
    `  ${colours.dim(conflict.id)}`,
    safe(showPath(conflict.path)),
    conflict.kind,
    `${conflict.tree} with ${safe(conflict.oursBy.tree ?? 'upstream')}`,
    conflict.settled === undefined ? '' : colours.dim('settled'),
  ])
  return ['', count(conflicts.length, 'conflict'), ...columns(rows)]
}

/** What was not git's own work: conflicts settled, and clean merges amended. */
function settledLines({ trees, groups }: RunRecord, colours: Colours): string[] {
  const rows = [...trees, ...groups].flatMap(({ name, settled = [] }) =>
    settled.map(({ path, by }) => [`  ${name}`, safe(showPath(path)), colours.dim(by.map(amenderText).join(', '))]),
  )
  if (rows.length === 0) return []
  return ['', `${count(rows.length, 'file')} settled by what is on record`, ...columns(rows)]
}

export function amenderText(amender: Amender): string {
  switch (amender.kind) {
    case 'rule':
      return `by the rule to take ${amender.take}`
    case 'revert':
      return `revert of ${short(amender.commit)}`
    case 'resolution':
      return `${amender.tier} ${amender.id}`
    default:
      return unreachable(amender)
  }
}
