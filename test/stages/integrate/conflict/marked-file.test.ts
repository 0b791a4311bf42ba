import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { guard, readGuarded, readMarkedFile } from '../../../../src/stages/integrate/conflict/marked-file.ts'

const OURS = '1234567890123456789012345678901234567890'
const THEIRS = 'abcdefabcdefabcdefabcdefabcdefabcdefabcd'

/** A file as git marks it. */
function marked(hunks: readonly { ours: string; theirs: string }[], size = 7): string {
  const mark = (character: string, label = ''): string => `${character.repeat(size)}${label}\n`
  return hunks
    .map(
      ({ ours, theirs }) =>
        `same\n${mark('<', ` ${OURS}`)}${ours}${mark('=')}${theirs}${mark('>', ` ${THEIRS}:new.c`)}`,
    )
    .join('')
}

test('markers, their size and their labels are found', () => {
  const result = marked([{ ours: 'a\n', theirs: 'b\n' }], 11)
  expect(readMarkedFile(result, ['same\na\n', 'same\nb\n'])).toEqual({
    kind: 'read',
    file: {
      passages: [
        { kind: 'agreed', text: 'same\n' },
        { kind: 'clash', ours: 'a\n', theirs: 'b\n', oursLabel: OURS, theirsLabel: `${THEIRS}:new.c` },
      ],
      size: 11,
      oursLabel: OURS,
      theirsLabel: `${THEIRS}:new.c`,
    },
  })
})

test('a file without markers has none, and one whose versions could have written them is doubtful', () => {
  expect(readMarkedFile('a\nb\n', ['a\n', 'b\n']).kind).toBe('none')
  const result = marked([{ ours: 'Title\n=======\n', theirs: 'b\n' }])
  expect(readMarkedFile(result, ['same\nTitle\n=======\n', 'same\nb\n']).kind).toBe('doubtful')
})

test('markers that a version wrote itself are not taken for git’s', () => {
  const forged = marked([{ ours: 'x\n', theirs: 'y\n' }])
  expect(readMarkedFile(forged, [forged]).kind).toBe('none')
})

/** Lines that look like markers as often as not. */
const line = fc.oneof(
  fc.constantFrom('=======', `<<<<<<< ${OURS}`, `>>>>>>> ${THEIRS}`, '||||||| base', ' =======', ''),
  fc.string().map((text) => text.replaceAll('\n', '')),
)
const text = fc.array(line, { maxLength: 6 }).map((lines) => lines.map((one) => `${one}\n`).join(''))

test('whatever lines a guarded merge is made of, they are read back', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ ours: text, theirs: text }), { minLength: 1, maxLength: 4 }), (hunks) => {
      const guarded = hunks.map(({ ours, theirs }) => ({ ours: guard(ours), theirs: guard(theirs) }))
      const passages = readGuarded(marked(guarded).replaceAll(/^same$/gm, ' same')) ?? []
      const read = passages.flatMap((passage) =>
        passage.kind === 'clash' ? [{ ours: passage.ours, theirs: passage.theirs }] : [],
      )
      expect(read).toEqual(hunks)
    }),
  )
})
