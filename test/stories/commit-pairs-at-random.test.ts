/** Commit pairs of random conflicts, where every line tells by its own text which commit made it. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { BlamedCommit, Conflict } from '../../src/base/model/conflict.ts'
import { conflictsIn } from '../world/clash.ts'
import type { CommitSpec } from '../world/fast-import.ts'

interface Change {
  readonly how: 'replace' | 'insert' | 'delete'
  /** Where in the file, from 0 to 1. */
  readonly where: number
  readonly lines: number
}

type TreeCommits = readonly (readonly Change[])[]

const change: fc.Arbitrary<Change> = fc.record({
  how: fc.constantFrom('replace', 'replace', 'insert', 'delete'),
  where: fc.double({ min: 0, max: 0.999, noNaN: true }),
  lines: fc.integer({ min: 1, max: 3 }),
})
const changes: fc.Arbitrary<TreeCommits> = fc.array(fc.array(change, { minLength: 1, maxLength: 2 }), {
  minLength: 1,
  maxLength: 3,
})
const worlds = fc.record({ main: changes, net: changes, mm: changes, usb: changes })

const BASE = Array.from({ length: 14 }, (_, line) => `base ${line}`)

/** A history in which commit `net 1` makes lines such as `net 1 0 0`, and how many of the base's it took out. */
class History {
  readonly commits: CommitSpec[] = [{ branch: 'start', subject: 'base', files: fileOf(BASE) }]
  readonly #removed = new Map<string, readonly string[]>()

  add(branch: string, of: TreeCommits): void {
    let lines = BASE
    for (const [index, steps] of of.entries()) {
      const subject = `${branch} ${index}`
      const next = steps.reduce((before, step, place) => changed(before, step, `${subject} ${place}`), lines)
      this.#removed.set(
        subject,
        lines.filter((line) => line.startsWith('base') && !next.includes(line)),
      )
      this.commits.push({ branch, subject, files: fileOf(next), ...(index === 0 ? { parents: ['start'] } : {}) })
      lines = next
    }
  }

  removedBy(subject: string): readonly string[] {
    return this.#removed.get(subject) ?? []
  }

  /** What the trees of these commits took out of the base. */
  removedByTreesOf(subjects: readonly string[]): string[] {
    const trees = new Set(subjects.map((subject) => subject.split(' ')[0]))
    return [...this.#removed].filter(([subject]) => trees.has(subject.split(' ')[0])).flatMap(([, lines]) => lines)
  }
}

function fileOf(lines: readonly string[]): CommitSpec['files'] {
  return { 'file.c': lines.map((line) => `${line}\n`).join('') }
}

function changed(lines: readonly string[], { how, where, lines: count }: Change, name: string): string[] {
  const at = Math.floor(where * lines.length)
  const made = how === 'delete' ? [] : Array.from({ length: count }, (_, index) => `${name} ${index}`)
  return lines.toSpliced(at, how === 'insert' ? 0 : count, ...made)
}

/** The commits that made lines of a text. */
function makersIn(text: string): Set<string> {
  return new Set([...text.matchAll(/^((?:main|net|mm|usb) \d+) \d+ \d+$/gm)].map((match) => match[1] ?? ''))
}

interface Side {
  readonly text: string
  readonly named: readonly string[]
}

/** Commits named for a side that neither made lines of it nor took out lines of the base that the other side has or took out. */
function wronglyNamed(history: History, side: Side, other: Side): string[] {
  const makers = makersIn(side.text)
  const theirs = history.removedByTreesOf([...makersIn(other.text), ...other.named])
  const clashing = new Set([...other.text.split('\n'), ...theirs])
  return side.named.filter(
    (subject) => !makers.has(subject) && !history.removedBy(subject).some((line) => clashing.has(line)),
  )
}

const subjectsOf = (commits: readonly BlamedCommit[]): string[] => commits.map(({ subject }) => subject)

/** What is wrong with the pairs of a conflict, going by the text of its hunks. */
function faults(history: History, { hunks, pairs }: Conflict): string[] {
  return hunks.flatMap((hunk, index) => {
    const { ours = [], theirs } = pairs[index] ?? {}
    const our: Side = { text: hunk.ours, named: ours.flatMap(({ commits }) => subjectsOf(commits)) }
    const their: Side = { text: hunk.theirs, named: subjectsOf(theirs?.commits ?? []) }
    const strangers = ours.flatMap(({ tree, commits }) =>
      subjectsOf(commits).filter((subject) => !subject.startsWith(tree ?? 'main')),
    )
    return [
      ...[...wronglyNamed(history, our, their), ...wronglyNamed(history, their, our)].map(
        (subject) => `names ${subject}`,
      ),
      ...strangers.map((subject) => `gives ${subject} to another tree`),
      ...[our, their].filter(({ named }) => named.length === 0).map(({ text }) => `names nobody for ${text}`),
    ]
  })
}

test('whoever is named made the lines that clash, and came by the tree that is named', async () => {
  let hunks = 0
  await fc.assert(
    fc.asyncProperty(worlds, async (world) => {
      const history = new History()
      for (const [branch, of] of Object.entries(world)) history.add(branch, of)
      const found = await conflictsIn({ commits: history.commits, trees: ['net', 'mm', 'usb'] })
      const conflicts = [...found.values()].flat().map(({ conflict }) => conflict)
      hunks += conflicts.flatMap((conflict) => conflict.hunks).length
      expect(conflicts.flatMap((conflict) => faults(history, conflict))).toEqual([])
    }),
    { numRuns: 25 },
  )
  expect(hunks).toBeGreaterThan(10)
})
