/**
 * Lays two edited texts over the one they come from, finer than git does: edits side by side are two edits, and only those of the same
 * lines clash. For what is proposed to people; never how trees are merged.
 */
import { diffLines, type Edit, type LineRange } from './line-diff.ts'

/** A stretch of all three texts. `kept` is the same in all, `ours` and `theirs` were edited by that side alone, `same` by both alike. */
export interface Stretch {
  readonly kind: 'kept' | 'ours' | 'theirs' | 'same' | 'clash'
  readonly base: LineRange
  readonly ours: LineRange
  readonly theirs: LineRange
}

interface SidedEdit extends Edit {
  readonly side: 'ours' | 'theirs'
}

/** The stretches in order. Lines may be words as well: whatever two of which are equal or not. */
export function threeWay(base: readonly string[], ours: readonly string[], theirs: readonly string[]): Stretch[] {
  const stretches: Stretch[] = []
  const at = { base: 0, ours: 0, theirs: 0 }
  const take = (kind: Stretch['kind'], lengths: Readonly<Record<keyof typeof at, number>>): void => {
    const range = (text: keyof typeof at): LineRange => ({ start: at[text], end: at[text] + lengths[text] })
    stretches.push({ kind, base: range('base'), ours: range('ours'), theirs: range('theirs') })
    for (const text of ['base', 'ours', 'theirs'] as const) at[text] += lengths[text]
  }
  const keep = (until: number): void => {
    const length = until - at.base
    if (length > 0) take('kept', { base: length, ours: length, theirs: length })
  }
  const edits = [...sided(diffLines(base, ours), 'ours'), ...sided(diffLines(base, theirs), 'theirs')].toSorted(
    (a, b) => a.from.start - b.from.start || a.from.end - b.from.end,
  )
  for (const group of clashing(edits)) {
    keep(group.start)
    const length = group.end - group.start
    const lengths = {
      base: length,
      ours: length + growth(group.edits, 'ours'),
      theirs: length + growth(group.edits, 'theirs'),
    }
    const kind = kindOf(group.edits)
    const isSame =
      kind === 'clash' &&
      lengths.ours === lengths.theirs &&
      ours.slice(at.ours, at.ours + lengths.ours).every((line, place) => line === theirs[at.theirs + place])
    take(isSame ? 'same' : kind, lengths)
  }
  keep(base.length)
  return stretches
}

function sided(edits: readonly Edit[], side: SidedEdit['side']): SidedEdit[] {
  return edits.map((edit) => ({ ...edit, side }))
}

interface Group extends LineRange {
  readonly edits: readonly SidedEdit[]
}

/** Edits that share a line of the base, or put something in at the same place, go together. */
function clashing(edits: readonly SidedEdit[]): Group[] {
  const groups: { start: number; end: number; edits: SidedEdit[] }[] = []
  for (const edit of edits) {
    const last = groups.at(-1)
    const isSamePlace =
      last !== undefined &&
      last.start === last.end &&
      edit.from.start === edit.from.end &&
      edit.from.start === last.start
    if (last !== undefined && (edit.from.start < last.end || isSamePlace)) {
      last.end = Math.max(last.end, edit.from.end)
      last.edits.push(edit)
    } else groups.push({ start: edit.from.start, end: edit.from.end, edits: [edit] })
  }
  return groups
}

function kindOf(edits: readonly SidedEdit[]): Stretch['kind'] {
  const [first] = edits
  return first !== undefined && edits.every(({ side }) => side === first.side) ? first.side : 'clash'
}

function growth(edits: readonly SidedEdit[], side: SidedEdit['side']): number {
  return edits
    .filter((edit) => edit.side === side)
    .reduce((sum, { from, to }) => sum + (to.end - to.start) - (from.end - from.start), 0)
}
