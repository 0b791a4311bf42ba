import { expect, test } from 'vitest'
import type { PathChange } from '../../../../src/base/git/patch-reader.ts'
import type { Edit } from '../../../../src/base/text/line-diff.ts'
import { lineOrigins } from '../../../../src/stages/integrate/needs/origins.ts'

function change(path: string, ...edits: readonly (readonly [number, number, number, number])[]): PathChange {
  const read = edits.map(([a, b, c, d]): Edit => ({ from: { start: a, end: b }, to: { start: c, end: d } }))
  return { oldPath: path, newPath: path, oldMode: 1, newMode: 1, oldOid: '', newOid: '', edits: read }
}

test('lines keep their origin where edits before them move them', () => {
  const steps = [
    [change('a', [10, 11, 10, 11])],
    [change('a', [0, 0, 0, 5])],
    [change('a', [15, 16, 15, 16])],
    [change('a', [10, 11, 10, 11])],
  ]
  expect(lineOrigins(steps)).toEqual([[], [], [0], []])
})

test('lines beside an edit count, lines two away do not', () => {
  const first = change('a', [10, 12, 10, 12])
  expect(lineOrigins([[first], [change('a', [12, 13, 12, 13])]])).toEqual([[], [0]])
  expect(lineOrigins([[first], [change('a', [9, 10, 9, 10])]])).toEqual([[], [0]])
  expect(lineOrigins([[first], [change('a', [13, 14, 13, 14])]])).toEqual([[], []])
})

test('a gap where lines were is remembered, until it is written over', () => {
  const cut = change('a', [10, 12, 10, 10])
  expect(lineOrigins([[cut], [change('a', [10, 10, 10, 11])]])).toEqual([[], [0]])
  expect(lineOrigins([[cut], [change('a', [8, 12, 8, 9])], [change('a', [8, 9, 8, 9])]])).toEqual([[], [0], [1]])
})

test('what cannot be told line by line is the whole file', () => {
  const binary = { ...change('a'), edits: undefined }
  expect(lineOrigins([[change('a', [5, 6, 5, 6])], [binary], [change('a', [90, 91, 90, 91])]])).toEqual([[], [0], [1]])
})
