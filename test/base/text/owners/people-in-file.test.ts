import { expect, test } from 'vitest'
import { peopleInFile } from '../../../../src/base/text/owners/people-in-file.ts'

const shown = (text: string): string[] => peopleInFile(text).map(({ name, email }) => `${name} <${email}>`)

test.each([
  ['  - Net Maintainer <net@example.org>', ['Net Maintainer <net@example.org>']],
  ['  - A. B. Person <ab@example.org>', ['A. B. Person <ab@example.org>']],
  ['  - Very Long Name Person <v@example.org>', ['Name Person <v@example.org>']],
  ['  - Zoë Ärger <zoe@example.org>', ['Zoë Ärger <zoe@example.org>']],
  ['a@example.org, B C <b@example.org>', [' <a@example.org>', 'B C <b@example.org>']],
  ['  reg = <0x10>; /* 5@6 */', []],
  ['$id: http://devicetree.org/schemas/x.yaml#', []],
])('%s', (text, people) => {
  expect(shown(text)).toEqual(people)
})

test('long lines hold no people, and take no time', () => {
  expect(shown(`${'a'.repeat(1_000_000)}@example.org`)).toEqual([])
})
