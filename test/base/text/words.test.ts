import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { mergeWords, splitWords } from '../../../src/base/text/words.ts'

test('words, space, line ends and signs, and nothing lost', () => {
  expect(splitWords('int a_b = 10;\n')).toEqual(['int', ' ', 'a_b', ' ', '=', ' ', '10', ';', '\n'])
  fc.assert(fc.property(fc.string(), (text) => splitWords(text).join('') === text))
})

test('edits of different words are put together', () => {
  const merged = mergeWords(
    'static int probe(struct dev *d)\n',
    'int probe(struct dev *d)\n',
    'static int probe(struct device *d)\n',
  )
  expect(merged).toEqual({ text: 'int probe(struct device *d)\n', kept: 4, of: 6, isUnion: false })
})

test('words put in at the same place stand one after the other', () => {
  const merged = mergeWords('obj-y += a.o\n', 'obj-y += a.o b.o\n', 'obj-y += a.o c.o\n')
  expect(merged).toMatchObject({ text: 'obj-y += a.o b.o c.o\n', isUnion: true })
})

test('two phrases that begin alike are no list', () => {
  expect(mergeWords('five\n', 'five of ours\n', 'five of theirs\n')).toBeUndefined()
})

test('edits of the same word have no answer', () => {
  expect(mergeWords('v1\n', 'v2\n', 'v3\n')).toBeUndefined()
})

test('what is too long is not taken apart', () => {
  const long = 'word '.repeat(3_000)
  expect(mergeWords(long, `a ${long}`, `${long} b`)).toBeUndefined()
})
