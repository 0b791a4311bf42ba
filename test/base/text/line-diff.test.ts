import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { diffLines, type Edit, splitLines } from '../../../src/base/text/line-diff.ts'

/** Few different lines, so that many of them match. */
const lines = fc.array(fc.constantFrom('a\n', 'b\n', 'c\n', '}\n'), { maxLength: 30 })

function apply(from: readonly string[], to: readonly string[], edits: readonly Edit[]): string[] {
  const out: string[] = []
  let at = 0
  for (const edit of edits) {
    out.push(...from.slice(at, edit.from.start), ...to.slice(edit.to.start, edit.to.end))
    at = edit.from.end
  }
  return [...out, ...from.slice(at)]
}

/** Length of the longest common subsequence, by the textbook's table. */
function commonLines(a: readonly string[], b: readonly string[]): number {
  let above = Array.from([0, ...b], () => 0)
  for (const line of a) {
    const row = [0]
    for (const [index, other] of b.entries()) {
      row.push(line === other ? (above[index] ?? 0) + 1 : Math.max(row[index] ?? 0, above[index + 1] ?? 0))
    }
    above = row
  }
  return above.at(-1) ?? 0
}

test('edits turn the old text into the new one, and no fewer lines could change', () => {
  fc.assert(
    fc.property(lines, lines, (from, to) => {
      const edits = diffLines(from, to)
      expect(apply(from, to, edits)).toEqual(to)
      const removed = edits.reduce((sum, { from: { start, end } }) => sum + end - start, 0)
      expect(from.length - removed).toBe(commonLines(from, to))
    }),
  )
})

test('unchanged lines stand between any two edits', () => {
  fc.assert(
    fc.property(lines, lines, (from, to) => {
      const edits = diffLines(from, to)
      for (const [index, edit] of edits.entries()) {
        const next = edits[index + 1]
        if (next === undefined) continue
        const between = from.slice(edit.from.end, next.from.start)
        expect(between.length).toBeGreaterThan(0)
        expect(to.slice(edit.to.end, next.to.start)).toEqual(between)
      }
    }),
  )
})

test('equal texts have no edits', () => {
  expect(diffLines(['a\n', 'b\n'], ['a\n', 'b\n'])).toEqual([])
  expect(diffLines([], [])).toEqual([])
})

test('texts with thousands of differences count as rewritten between the first and the last', () => {
  const from = ['head\n', ...Array.from({ length: 2000 }, (_, line) => `old ${line}\n`), 'tail\n']
  const to = ['head\n', ...Array.from({ length: 2000 }, (_, line) => `new ${line}\n`), 'tail\n']
  expect(diffLines(from, to)).toEqual([{ from: { start: 1, end: 2001 }, to: { start: 1, end: 2001 } }])
})

test('lines keep their ends, and the last may have none', () => {
  expect(splitLines('a\r\n\nb')).toEqual(['a\r\n', '\n', 'b'])
  expect(splitLines('')).toEqual([])
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(splitLines(text).join('')).toBe(text)
    }),
  )
})
