import { expect, test } from 'vitest'
import { leftMarkers } from '../../../src/base/text/left-markers.ts'

const CONFLICT = '<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs\n'

test.each([
  ['a conflict as git writes it', CONFLICT, ['<<<<<<< ours\n', '=======\n', '>>>>>>> theirs\n']],
  ['with its base', '||||||| 1234567\nbase\n', ['||||||| 1234567\n']],
  ['in a file of CRLF', '<<<<<<< ours\r\na\r\n=======\r\n', ['<<<<<<< ours\r\n', '=======\r\n']],
  ['without labels, as rerere keeps it', '<<<<<<<\na\n>>>>>>>\n', ['<<<<<<<\n', '>>>>>>>\n']],
  ['at the end of a file without a newline', 'a\n>>>>>>> theirs', ['>>>>>>> theirs']],
  ['and the same without its label', 'a\n=======', ['=======']],
  ['nested ones are longer', '<<<<<<<<< ours:a.c\na\n>>>>>>>>> x\n', ['<<<<<<<<< ours:a.c\n', '>>>>>>>>> x\n']],
  ['six characters are none', '<<<<<< ours\n======\n>>>>>> theirs\n', []],
  ['nor is one inside a line', 'a <<<<<<< ours\n', []],
  ['nor a longer underline', '========\n', []],
  ['nor seven that go on', '<<<<<<<a\n=======a\n>>>>>>>|\n', []],
])('%s', (_, text, markers) => {
  expect(leftMarkers(text, [undefined])).toEqual(markers)
})

test('a line that a version has is none', () => {
  expect(leftMarkers(`Title\n=======\n${CONFLICT}`, ['Title\n=======\n', undefined, CONFLICT])).toEqual([])
  expect(leftMarkers(CONFLICT, ['Title\n=======\n'])).toEqual(['<<<<<<< ours\n', '>>>>>>> theirs\n'])
})
