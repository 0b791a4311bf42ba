import { expect, test } from 'vitest'
import type { BlobOid } from '../../../../src/base/model/oid.ts'
import type { FixedFile } from '../../../../src/base/model/resolution.ts'
import type { ResolutionId } from '../../../../src/base/model/settling.ts'
import { inOrder } from '../../../../src/stages/integrate/settle/fix-order.ts'

function fix(id: string, second: number, ...changes: readonly string[]) {
  const entry = (content: string | undefined): FixedFile['before'] =>
    content === undefined || content === '' ? undefined : { mode: 0o100644, oid: content.padStart(40, '0') as BlobOid }
  const fixes = changes.map((change): FixedFile => {
    const [path = '', before, after] = change.split(' ')
    return { path, before: entry(before), after: entry(after) }
  })
  return { id: id as ResolutionId, at: { epochSeconds: second, zoneMinutes: 0 }, fixes }
}

function names(fixes: readonly { readonly id: ResolutionId }[]): string {
  return fixes.map(({ id }) => id).join(' ')
}

test('what is older comes first, whatever it goes on from', () => {
  expect(names(inOrder([fix('a', 1, 'x 2 3'), fix('b', 2, 'x 1 2')]))).toBe('a b')
})

test('of one second each comes after what it goes on from', () => {
  const series = [fix('a', 5, 'x 3 4'), fix('b', 5, 'x 1 2'), fix('c', 5, 'x 2 3'), fix('d', 6, 'x 4 5')]
  expect(names(inOrder(series))).toBe('b c a d')
})

test('a file made and a file gone lead on like any other', () => {
  expect(names(inOrder([fix('a', 5, 'x 1 2'), fix('b', 5, 'x  1')]))).toBe('b a')
})

test('a series over several files goes by all of them', () => {
  const series = [fix('a', 5, 'x 1 2', 'y 2 3'), fix('b', 5, 'y 1 2'), fix('c', 5, 'z 1 2')]
  expect(names(inOrder(series))).toBe('b a c')
})

test('a change and its revert keep their order, and nothing is lost', () => {
  expect(names(inOrder([fix('a', 5, 'x 1 2'), fix('b', 5, 'x 2 1')]))).toBe('a b')
})
