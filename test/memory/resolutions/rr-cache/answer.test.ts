/** An answer of an rr-cache is believed only when its conflict bears the folder's name and is settled. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rerereId } from '../../../../src/base/text/conflict-markers.ts'
import { judgePair } from '../../../../src/memory/resolutions/rr-cache/answer.ts'
import { markedText } from '../../../../src/memory/resolutions/marked-text.ts'

const CLASH = { kind: 'clash', ours: 'a\n', theirs: 'b\n' } as const
const ID = rerereId([CLASH]) ?? ''
const PREIMAGE = 'one\n<<<<<<<\na\n=======\nb\n>>>>>>>\nthree\n'

test.each([
  ['settled', { postimage: 'one\na and b\nthree\n' }, 'sound'],
  ['settled by taking it all away', { postimage: '' }, 'sound'],
  ['a conflict of another folder', { id: '0'.repeat(40) }, 'other-id'],
  ['a changed side', { preimage: PREIMAGE.replace('b', 'c') }, 'other-id'],
  ['a conflict cut off', { preimage: PREIMAGE.slice(0, 20) }, 'no-conflict'],
  ['markers with Windows line ends', { preimage: PREIMAGE.replaceAll('\n', '\r\n') }, 'no-conflict'],
  ['labelled markers left', { postimage: '<<<<<<< HEAD\na\n=======\nb\n>>>>>>> usb\n' }, 'markers'],
  ['the preimage again', { postimage: PREIMAGE }, 'markers'],
  ['a marker of a base left', { postimage: '||||||| base\n' }, 'markers'],
  ['a NUL byte in the answer', { postimage: 'a\0b' }, 'binary'],
])('%s', (_, change, verdict) => {
  const judged = judgePair({ id: ID, preimage: PREIMAGE, postimage: 'one\na\nthree\n', ...change })
  expect(judged.kind === 'sound' ? 'sound' : judged.why).toBe(verdict)
})

test('a line that looks like a marker may stay where the file has it', () => {
  const heading = 'Title\n=======\n'
  expect(judgePair({ id: ID, preimage: heading + PREIMAGE, postimage: `${heading}a\n` }).kind).toBe('sound')
  expect(judgePair({ id: ID, preimage: PREIMAGE, postimage: `${heading}a\n` }).kind).toBe('refused')
})

test('a file of nothing but markers costs no more than any other', () => {
  const preimage = '<<<<<<<\n'.repeat(500_000)
  expect(judgePair({ id: ID, preimage, postimage: '' })).toEqual({ kind: 'refused', why: 'no-conflict' })
  const nested = `${preimage}${'=======\n>>>>>>>\n'.repeat(500_000)}`
  expect(judgePair({ id: ID, preimage: nested, postimage: '' })).toEqual({ kind: 'refused', why: 'other-id' })
})

const line = fc.constantFrom('a\n', 'b\n', '  c\n', '=====\n', '<<<<<<\n', '\n', '>>>>>>> \n')
const text = fc.array(line, { maxLength: 4 }).map((lines) => lines.join(''))
const clash = fc.record({ kind: fc.constant('clash' as const), ours: text, theirs: text })
const agreed = fc.record({ kind: fc.constant('agreed' as const), text: text.filter((one) => one !== '') })

test('what rerere would write is read back as it was, under rerere’s own id', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(clash, agreed), { minLength: 1, maxLength: 4 }), (pairs) => {
      const passages = pairs.flat()
      const id = rerereId(passages.filter((one) => one.kind === 'clash'))
      fc.pre(id !== undefined)
      const preimage = markedText(passages)
      const judged = judgePair({ id, preimage, postimage: 'x\n' })
      expect(judged.kind === 'sound' ? markedText(judged.passages) : judged.why).toBe(preimage)
    }),
  )
})

test('no text makes it fail', () => {
  const anyLine = fc.constantFrom('<<<<<<<\n', '=======\n', '>>>>>>>\n', '<<<<<<< x\n', '|||||||\n', 'a\n', 'b')
  const anyText = fc.array(anyLine, { maxLength: 20 }).map((lines) => lines.join(''))
  fc.assert(
    fc.property(anyText, anyText, (preimage, postimage) => {
      expect(['sound', 'refused']).toContain(judgePair({ id: ID, preimage, postimage }).kind)
    }),
  )
})
