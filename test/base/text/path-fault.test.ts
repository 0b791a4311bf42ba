import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pathFault } from '../../../src/base/text/path-fault.ts'

const raw = (text: string): string => Buffer.from(text).toString('latin1')

test.each([
  'Makefile',
  'a/b c/d',
  '.gitignore',
  '.github/x',
  'a.git',
  'x/.gitmodules',
  'git~2',
  raw('ü/ñ'),
  '\xff\x01',
  'a\\b',
])('%j may stand in a tree', (path) => expect(pathFault(path)).toBeUndefined())

test.each([
  '',
  '/a',
  'a/',
  'a//b',
  '.',
  './a',
  'a/../b',
  '..',
  '.git',
  'a/.git/config',
  '.GIT/x',
  '.git./x',
  '.git ',
  '.git::$INDEX_ALLOCATION/x',
  'GIT~1',
  'a\\.git\\config',
  raw('.g\u200cit/config'),
  raw('\ufeff.git'),
  'a\0b',
  'ā',
  'a'.repeat(256),
  'a/'.repeat(2100) + 'a',
])('%j may not', (path) => expect(pathFault(path)).toMatch(/path/))

test('what may stand never leads out of the folder it stands in', () => {
  const name = fc.constantFrom('..', '.', '', 'a', '.git', 'b', '/')
  fc.assert(
    fc.property(fc.array(name, { maxLength: 6 }), (names) => {
      const path = names.join('/')
      if (pathFault(path) !== undefined) return
      expect(new URL(path, 'file:///top/').pathname).toBe(`/top/${path}`)
    }),
  )
})
