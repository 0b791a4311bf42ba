import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MODE_FILE } from '../../../src/base/git/objects.ts'
import type { ResolvedFile } from '../../../src/base/model/resolution.ts'
import { resolvedFile } from '../../../src/memory/resolutions/resolved-file.ts'
import { blobOf, clashing, type Part } from '../../world/resolutions.ts'

function settled(parts: readonly Part[], text: string): ResolvedFile {
  const placed = [{ path: 'a.c', mode: MODE_FILE, oid: blobOf(text) }]
  return resolvedFile(clashing('a.c', parts), { placed, removed: [], text }).file
}

function answers(parts: readonly Part[], text: string): string[] {
  return settled(parts, text).hunks.map(({ result }) => result)
}

const [ONE, TWO]: Part[] = [
  ['a of net\n', 'a of usb\n'],
  ['b of net\n', 'b of usb\n'],
]

test('what stands in the place of each clash is its answer, an empty one too', () => {
  const parts = ['begin\n', ONE ?? '', 'between\n', TWO ?? '', 'end\n']
  expect(answers(parts, 'begin\nboth a\nbetween\nend\n')).toEqual(['both a\n', ''])
  expect(settled(parts, 'begin\nboth a\nbetween\nend\n').clashes).toHaveLength(2)
})

test('the last lines stand at the very end, also where the answer repeats them', () => {
  expect(answers(['begin\n', ONE ?? '', 'end\n'], 'begin\nboth a\nend\nend\n')).toEqual(['both a\nend\n'])
})

test('who edits a line that did not clash has answered the file as a whole', () => {
  expect(answers(['begin\n', ONE ?? '', 'end\n'], 'begun\nboth a\nend\n')).toEqual([])
  expect(answers(['begin\n', ONE ?? '', 'end\n'], 'begin\nboth a\nend\nmore\n')).toEqual([])
})

test('where an answer ends cannot be told when what comes next stands in two places; the others have theirs', () => {
  const parts = ['begin\n', ONE ?? '', '}\n', TWO ?? '', 'end\n', ['c\n', 'd\n'] as const, 'last\n']
  expect(answers(parts, 'begin\nx\n}\ny\n}\nz\nend\nboth c\nlast\n')).toEqual(['both c\n'])
})

test('a file that is deleted, or no text, has no answer to a hunk', () => {
  const file = clashing('a.c', ['begin\n', ONE ?? ''])
  expect(resolvedFile(file, { placed: [], removed: ['a.c'] }).file).toMatchObject({ hunks: [], removed: ['a.c'] })
})

test('where no lines clash there is no preimage and nothing to keep', () => {
  const { file, blobs } = resolvedFile(clashing('a.c', ['all\n'], { kind: 'binary' }), { placed: [], removed: ['a.c'] })
  expect([file.preimage, file.rerere, file.clashes, blobs]).toEqual([undefined, undefined, [], []])
})

test('answers put in the places of their clashes give the text again', () => {
  const line = fc.constantFrom('a\n', 'b\n', '}\n', '\n')
  const lines = fc.array(line, { maxLength: 3 }).map((all) => all.join(''))
  const clash = fc.record({ sides: fc.tuple(lines, lines), answer: lines })
  fc.assert(
    fc.property(fc.array(fc.oneof(lines, clash), { minLength: 1, maxLength: 6 }), (all) => {
      const text = all.map((one) => (typeof one === 'string' ? one : one.answer)).join('')
      const { hunks, clashes } = settled(
        all.map((one) => (typeof one === 'string' ? one : one.sides)),
        text,
      )
      if (hunks.length < clashes.length) return
      const left = hunks.map(({ result }) => result)
      expect(all.map((one) => (typeof one === 'string' ? one : left.shift())).join('')).toBe(text)
      // Where each could be told there was only one way to tell it.
      expect(hunks.map(({ result }) => result)).toEqual(
        all.flatMap((one) => (typeof one === 'string' ? [] : [one.answer])),
      )
    }),
    { numRuns: 500 },
  )
})
