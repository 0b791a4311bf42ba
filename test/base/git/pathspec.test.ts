import { expect, test } from 'vitest'
import { pathspec } from '../../../src/base/git/pathspec.ts'

test('names are taken literally, and bytes that are no UTF-8 match any one byte', () => {
  expect(pathspec('drivers/net/*.c')).toBe(':(literal)drivers/net/*.c')
  expect(pathspec(Buffer.from('Überblick').toString('latin1'))).toBe(':(literal)Überblick')
  expect(pathspec('caf\xe9[*')).toBe(':(glob)caf?\\[\\*')
})
