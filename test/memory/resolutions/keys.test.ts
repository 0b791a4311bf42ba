import fc from 'fast-check'
import { expect, test } from 'vitest'
import { keysOf, keysOfResolved } from '../../../src/memory/resolutions/keys.ts'
import { anyResolution } from '../../world/any-resolution.ts'
import { clashing, type Part, swapped } from '../../world/resolutions.ts'

const PARTS: readonly Part[] = [
  'one\n',
  ['mine\n', 'yours\n', 'base\n'],
  'two\n',
  ['left\n', 'right\n', 'old\n'],
  'end\n',
]

test('it does not matter who was merged into whom', () => {
  const file = clashing('a.c', PARTS)
  expect(keysOf(swapped(file))).toEqual(keysOf(file))
})

test('an edit where nothing clashes changes the versions and not the lines', () => {
  const file = keysOf(clashing('a.c', PARTS))
  const edited = keysOf(clashing('a.c', ['another\n', ...PARTS.slice(1)]))
  expect(edited.versions).not.toBe(file.versions)
  expect({ ...edited, versions: '' }).toEqual({ ...file, versions: '' })
})

test('in another file the same lines are known only as lines from anywhere', () => {
  const file = keysOf(clashing('a.c', PARTS))
  const elsewhere = keysOf(clashing('b.c', PARTS))
  expect(elsewhere.linesAnywhere).toBe(file.linesAnywhere)
  expect(elsewhere.lines).not.toBe(file.lines)
  expect(elsewhere.hunks.filter((hunk) => file.hunks.includes(hunk))).toEqual([])
})

test('one hunk that is another leaves the other known', () => {
  const file = keysOf(clashing('a.c', PARTS))
  const other = keysOf(clashing('a.c', [...PARTS.slice(0, 3), ['left\n', 'wrong\n', 'old\n'], 'end\n']))
  expect(other.hunks[0]).toBe(file.hunks[0])
  expect(other.hunks[1]).not.toBe(file.hunks[1])
  expect(other.lines).not.toBe(file.lines)
})

test('where no lines clash there are only versions', () => {
  const { versions, ...rest } = keysOf(clashing('a.c', ['all\n'], { kind: 'modify/delete' }))
  expect(versions).toMatch(/^versions:[0-9a-f]{32}$/)
  expect(rest).toEqual({ lines: undefined, linesAnywhere: undefined, hunks: [] })
})

test('the end of one text does not pass for the beginning of the next', () => {
  const one = keysOf(clashing('a.c', [['a\nb\n', 'c\n']]))
  const other = keysOf(clashing('a.c', [['a\n', 'b\nc\n']]))
  expect(one.lines).not.toBe(other.lines)
})

test('of a resolution, only hunks with an answer of their own have a key, and each as its conflict had it', () => {
  fc.assert(
    fc.property(anyResolution, ({ files }) => {
      for (const file of files) {
        const all = keysOfResolved({
          ...file,
          hunks: file.clashes.map((clash) => ({ ...clash, result: '', before: '', after: '' })),
        })
        const own = keysOfResolved(file)
        expect(own.hunks).toHaveLength(file.hunks.length)
        expect(all.hunks).toEqual(expect.arrayContaining([...own.hunks]))
        expect(own.lines).toBe(all.lines)
      }
    }),
    { numRuns: 100 },
  )
})
