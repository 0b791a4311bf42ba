import { expect, test } from 'vitest'
import { byRule, hasTwoNames, isUnread, takeSide } from '../../../../src/stages/integrate/settle/take-side.ts'
import { stage, withoutLines } from '../../../world/clashed.ts'
import { clashing, swapped } from '../../../world/resolutions.ts'

const FILE = clashing('a.c', ['begin\n', ['mine\n', 'yours\n'], 'end\n'])

test('a side is taken where lines clash, and both one after the other', () => {
  expect(takeSide(FILE, 'ours')).toEqual({ text: 'begin\nmine\nend\n' })
  expect(takeSide(FILE, 'theirs')).toEqual({ text: 'begin\nyours\nend\n' })
  expect(takeSide(FILE, 'union')).toEqual({ text: 'begin\nmine\nyours\nend\n' })
  expect(takeSide(FILE, 'deletion')).toBeUndefined()
})

test('the last line of a file may have no end, and two lines do not become one', () => {
  expect(takeSide(clashing('a.c', ['begin\n', ['mine', 'yours']]), 'union')).toEqual({ text: 'begin\nmine\nyours' })
  expect(takeSide(clashing('a.c', ['begin\n', ['', 'yours']]), 'union')).toEqual({ text: 'begin\nyours' })
})

test('what one side takes is what the other gives when the sides are changed', () => {
  expect(takeSide(swapped(FILE), 'ours')).toEqual(takeSide(FILE, 'theirs'))
})

test('a file without lines is taken as a whole, and cannot be united', () => {
  const file = withoutLines('binary')
  expect(takeSide(file, 'ours')).toEqual({ placed: [file.ours], removed: [] })
  expect(takeSide(file, 'theirs')).toEqual({ placed: [file.theirs], removed: [] })
  expect(takeSide(file, 'union')).toBeUndefined()
})

test('the side that deleted the file is taken by deleting it', () => {
  const file = { ...withoutLines('modify/delete', 'a.c'), theirs: undefined }
  const deleted = { placed: [], removed: ['a.c'] }
  expect(takeSide(file, 'theirs')).toEqual(deleted)
  expect(takeSide(file, 'deletion')).toEqual(deleted)
  expect(takeSide(file, 'ours')).toEqual({ placed: [file.ours], removed: [] })
})

test('of two names a file goes by that of the side that is taken, and none unites two', () => {
  const parts = ['begin\n', ['mine\n', 'yours\n']] as const
  const twice = clashing('old.c', parts, {
    kind: 'rename/rename',
    base: stage('old.c', 'b'),
    ours: stage('mine.c', 'a'),
    theirs: stage('yours.c', 'c'),
  })
  expect(hasTwoNames(twice)).toBe(true)
  expect(hasTwoNames(FILE)).toBe(false)
  expect(takeSide(twice, 'ours')).toEqual({ text: 'begin\nmine\n', path: 'mine.c' })
  expect(takeSide(twice, 'theirs')).toEqual({ text: 'begin\nyours\n', path: 'yours.c' })
  expect(takeSide(twice, 'union')).toBeUndefined()
})

test('of a file too large to be read no rule takes a side, for what the other changed elsewhere would be lost', () => {
  const rules = [{ glob: '**', take: 'ours' }] as const
  for (const kind of ['content', 'add/add', 'mode'] as const) {
    expect(isUnread(withoutLines(kind))).toBe(true)
    expect(byRule(rules, withoutLines(kind))).toBeUndefined()
  }
  // Of these a side is the whole, by what they are.
  const link = { ours: stage('a', 'a', 0o120000), theirs: stage('a', 'c', 0o120000) }
  const alike = { ours: stage('a', 'a', 0o100755), theirs: stage('a', 'a') }
  for (const file of [
    withoutLines('binary'),
    { ...withoutLines('content'), ...link },
    { ...withoutLines('mode'), ...alike },
  ]) {
    expect(isUnread(file)).toBe(false)
    expect(byRule(rules, file)).toMatchObject({ take: 'ours' })
  }
})

test('the first rule for a path decides; one about deletion lets the next have its turn', () => {
  const rules = [
    { glob: '*.h', take: 'theirs' },
    { glob: '*.c', take: 'deletion' },
    { glob: 'a.c', take: 'union' },
    { glob: '*.c', take: 'ours' },
  ] as const
  expect(byRule(rules, FILE)).toMatchObject({ take: 'union' })
  expect(byRule(rules, { ...withoutLines('modify/delete', 'b.c'), ours: undefined })).toMatchObject({
    take: 'deletion',
  })
  // The rule for it has no answer, and the next is not asked: the operator said union of this file, and nothing else.
  expect(byRule(rules, withoutLines('binary', 'a.c'))).toBeUndefined()
  expect(byRule(rules, withoutLines('binary', 'x.mk'))).toBeUndefined()
})
