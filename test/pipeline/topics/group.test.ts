import { expect, test } from 'vitest'
import { groupCommits, type Linked } from '../../../src/pipeline/topics/group.ts'

/** `name: places < needed (parts)`. */
function told(line: readonly Linked[]): string[] {
  return groupCommits(line).map(({ name, places, needs, parts, entangled }) =>
    [
      `${name}: ${places.join(' ')}`,
      needs.length === 0 ? '' : ` < ${needs.join(' ')}`,
      parts > 1 ? ` (${parts} parts)` : '',
      entangled.length > 0 ? ` = ${entangled.join(' + ')}` : '',
    ].join(''),
  )
}

function commit(message: string, ...needs: number[]): Linked {
  return { message, needs }
}

test('commits about the same part are one topic, in as many parts as need nothing of each other', () => {
  expect(
    told([
      commit('net: one'),
      commit('usb: two'),
      commit('net: three'),
      commit('net: four', 0),
      commit('usb: on net', 3),
    ]),
  ).toEqual(['net: 0 2 3 (2 parts)', 'usb: 1 4 < net (2 parts)'])
})

test('topics that need each other are one, also by way of a third', () => {
  expect(told([commit('a: one'), commit('b: two', 0), commit('c: three', 1), commit('a: four', 2)])).toEqual([
    'a: 0 1 2 3 = a + b + c',
  ])
})

test('a commit that does not say what it is about goes with what it needs', () => {
  expect(
    told([
      commit('Rename everything'),
      commit('Fix a typo in the manual'),
      commit('And once more', 0),
      commit('net: one', 1),
    ]),
  ).toEqual(['rename-everything: 0 2', 'fix-a-typo: 1', 'net: 3 < fix-a-typo'])
})

test('postings part commits about the same thing', () => {
  const posted = (subject: string, id: string): string =>
    `${subject}\n\nText.\n\nLink: https://lore.example.org/r/${id}\n`
  const line = [
    commit(posted('net: one', '20260114-tidy-v1-1-0123456789ab@example.org')),
    commit(posted('net: two', '20260114-tidy-v1-2-0123456789ab@example.org')),
    commit(posted('net: other', '20260114101010.99-1-net@example.org')),
  ]
  expect(told(line)).toEqual(['net: 0 1 (2 parts)', 'net-2: 2'])
  expect(groupCommits(line).map(({ series }) => series)).toEqual([
    '20260114-tidy-v1@example.org',
    '20260114101010.99-net@example.org',
  ])
})
