/** Answers for lines that both sides changed, or where both put lines in. Pure. */
import { compareNumbers } from '../../../base/text/compare-numbers.ts'
import { diffLines } from '../../../base/text/line-diff.ts'
import { mergeWords } from '../../../base/text/words.ts'
import { type Answer, firstOfEach } from './answer.ts'
import { inOrder } from './sorted-union.ts'
import { saySame } from './spacing.ts'
import { holder, holds, isList, isTelling, oneAfterTheOther, shareLines, type Surroundings, woven } from './unite.ts'

export interface SameLines {
  readonly base: readonly string[]
  readonly ours: readonly string[]
  readonly theirs: readonly string[]
}

type SideName = 'ours' | 'theirs'

export function answersToLines(lines: SameLines, around: Surroundings): Answer[] {
  const { base, ours, theirs } = lines
  if (base.length === 0) return firstOfEach(putIn(ours, theirs, around))
  if (ours.length === 0 || theirs.length === 0) return firstOfEach(deletedOrChanged(lines))
  return firstOfEach(changed(lines))
}

/** Both put lines in at one place. */
function putIn(ours: readonly string[], theirs: readonly string[], around: Surroundings): Answer[] {
  const whole = holder(ours, theirs)
  const sorted = inOrder(ours, theirs, around)
  const answers: Answer[] = []
  if (whole !== undefined)
    answers.push(side(whole === 'ours' ? ours : theirs, `${whole} put in all that the other did, and more`, 0.7))
  if (sorted !== undefined) answers.push(union(sorted, 'both put lines into a sorted list', 0.65))
  if (shareLines(ours, theirs)) {
    const odds = isList([...ours, ...theirs]) ? 0.55 : 0.25
    answers.push(union(woven(ours, theirs), 'both put lines in at the same place; what both have stands once', odds))
  }
  return [
    ...answers,
    union(oneAfterTheOther(ours, theirs), 'both put lines in at the same place: ours, then theirs', 0.5),
    union(oneAfterTheOther(theirs, ours), 'both put lines in at the same place: theirs, then ours', 0.15),
    side(theirs, 'the lines that theirs put in, without ours', 0.09),
    side(ours, 'the lines that ours put in, without theirs', 0.08),
  ]
}

/** One side took lines out that the other changed. */
function deletedOrChanged({ base, ours, theirs }: SameLines): Answer[] {
  const [deleter, other, kept] =
    ours.length === 0 ? (['ours', 'theirs', theirs] as const) : (['theirs', 'ours', ours] as const)
  const answers: Answer[] = [
    { shape: 'deletion', text: '', why: `${deleter} took out the lines that ${other} changed`, odds: 0.66 },
    side(kept, `the lines as ${other} changed them, although ${deleter} took them out`, 0.15),
  ]
  const added = addedTo(base, kept)
  if (added !== undefined) {
    // What was put in beside the lines stands for itself; what was put in among them went with them.
    const [where, odds] = isAtEdge(base, kept) ? (['beside', 0.7] as const) : (['among', 0.2] as const)
    const why = `${other} put lines in ${where} those that ${deleter} took out`
    answers.push({ shape: 'combined-lines', text: added.join(''), why, odds })
  }
  return answers
}

/** What a side put in, when that is all it did. */
function addedTo(base: readonly string[], lines: readonly string[]): string[] | undefined {
  if (lines.length === base.length || !holds(lines, base)) return undefined
  return diffLines(base, lines).flatMap(({ to }) => lines.slice(to.start, to.end))
}

/** Blank lines and brackets at the ends do not count. */
function isAtEdge(base: readonly string[], lines: readonly string[]): boolean {
  const [first, last] = [base.findIndex(isTelling), base.findLastIndex(isTelling)]
  return diffLines(base, lines).every(({ from }) => from.start <= first || from.start > last)
}

/** Both changed the same lines. */
function changed({ base, ours, theirs }: SameLines): Answer[] {
  const whole = holder(ours, theirs)
  const answers = [...spacedAnew({ base, ours, theirs }), ...putInto({ base, ours, theirs })]
  const words = mergeWords(base.join(''), ours.join(''), theirs.join(''))
  if (words !== undefined && words.kept * 4 >= words.of) {
    const why = words.isUnion
      ? 'both put words in at the same place of a line: ours, then theirs'
      : 'different words of the same lines were changed'
    answers.push({ shape: 'combined-words', text: words.text, why, odds: words.isUnion ? 0.4 : 0.6 })
  }
  if (whole !== undefined)
    answers.push(side(whole === 'ours' ? ours : theirs, `${whole} has all that the other has, and more`, 0.45))
  return [
    ...answers,
    ...later(ours, theirs),
    side(ours, 'ours, where both changed the same lines', 0.25),
    side(theirs, 'theirs, where both changed the same lines', 0.24),
    union(woven(ours, theirs), 'what both made of the same lines: ours, then theirs', 0.12),
    union(woven(theirs, ours), 'what both made of the same lines: theirs, then ours', 0.05),
  ]
}

/** One side moved lines in or out, or broke them otherwise; the other's edit counts. */
function spacedAnew({ base, ours, theirs }: SameLines): Answer[] {
  const answers: Answer[] = []
  if (saySame(ours, theirs)) {
    answers.push(side(ours, 'both say the same, spaced as ours', 0.5))
    answers.push(side(theirs, 'both say the same, spaced as theirs', 0.45))
  } else if (saySame(base, ours)) answers.push(side(theirs, 'ours changed only white space', 0.58))
  else if (saySame(base, theirs)) answers.push(side(ours, 'theirs changed only white space', 0.58))
  return answers
}

/** Where only numbers differ, a later version, year or date takes the place of an earlier one. */
function later(ours: readonly string[], theirs: readonly string[]): Answer[] {
  const order = compareNumbers(ours.join(''), theirs.join(''))
  if (order === undefined || order === 0) return []
  return [
    side(order > 0 ? ours : theirs, `${order > 0 ? 'ours' : 'theirs'} has the later version, year or count`, 0.45),
  ]
}

/** One side rewrote the lines, the other only put some in between. */
function putInto({ base, ours, theirs }: SameLines): Answer[] {
  const adding = (
    name: SideName,
    other: SideName,
    lines: readonly string[],
    rewritten: readonly string[],
  ): Answer[] => {
    const added = addedTo(base, lines)
    if (added === undefined) return []
    const why = `${other} rewrote the lines between which ${name} put some in`
    return [
      { shape: 'combined-lines', text: [...rewritten, ...added].join(''), why, odds: 0.35 },
      { shape: 'combined-lines', text: [...added, ...rewritten].join(''), why, odds: 0.15 },
    ]
  }
  return [...adding('ours', 'theirs', ours, theirs), ...adding('theirs', 'ours', theirs, ours)]
}

function union(lines: readonly string[], why: string, odds: number): Answer {
  return { shape: 'union', text: lines.join(''), why, odds }
}

function side(lines: readonly string[], why: string, odds: number): Answer {
  return { shape: 'one-side', text: lines.join(''), why, odds }
}
