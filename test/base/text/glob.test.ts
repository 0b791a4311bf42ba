import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { globFault, globFits } from '../../../src/base/text/glob.ts'
import { git, initBare } from '../../world/fast-import.ts'
import { type TestFolder, testFolder } from '../../world/folder.ts'

test.each(['Makefile', 'drivers/net/', 'drivers/net/*.c', '**/Kconfig', 'a/**/b?.[ch]', 'x[]]y', 'a/**', 'ünï/*'])(
  '%s is a glob',
  (glob) => {
    expect(globFault(glob)).toBeUndefined()
  },
)

test.each([
  ['', 'is empty'],
  ['!drivers/', 'starts with "!", but globs only add paths'],
  ['/drivers/', 'starts with "/", but globs begin at the top of the repository anyway'],
  ['drivers/../x', 'has an empty part, "." or ".."'],
  ['drivers//net', 'has an empty part, "." or ".."'],
  ['./drivers', 'has an empty part, "." or ".."'],
  ['drivers/**.c', 'has "**" beside other characters in one part'],
  ['drivers/[ab/net', 'has a "[" without its "]"'],
  ['drivers/[', 'has a "[" without its "]"'],
  ['drivers/[]', 'has a "[" without its "]"'],
  ['drivers/[!]', 'has a "[" without its "]"'],
  ['drivers/{a,b}', 'holds a brace; write one glob for each alternative'],
  ['drivers\\net', 'holds a backslash; put a special character into [brackets] instead'],
  ['drivers\nnet', 'holds a control character'],
])('%j is none: it %s', (glob, why) => {
  expect(globFault(glob)).toBe(why)
})

test.each([
  ['Makefile', 'Makefile', true],
  ['Makefile', 'net/Makefile', false],
  ['Makefile', 'Makefile.in', false],
  ['*.c', 'a.c', true],
  ['*.c', 'net/a.c', false],
  ['net/', 'net/a/b.c', true],
  ['net/', 'net', false],
  ['net/', 'netx/a', false],
  ['**/Kconfig', 'Kconfig', true],
  ['**/Kconfig', 'a/b/Kconfig', true],
  ['**/Kconfig', 'a/notKconfig', false],
  ['a/**/b', 'a/b', true],
  ['a/**/b', 'a/x/y/b', true],
  ['a/**', 'a/x/y', true],
  ['a/**', 'a', false],
  ['a?c', 'abc', true],
  ['a?c', 'a/c', false],
  ['[!a]c', 'bc', true],
  ['[!a]c', 'ac', false],
  ['[^a]c', '/c', false],
  ['x[]]y', 'x]y', true],
  ['[a-c]', 'b', true],
  ['[z-a]', 'm', false],
  ['[b-]', '-', true],
  ['[[]x', '[x', true],
  ['a.c', 'abc', false],
  ['a+(b)|c$', 'a+(b)|c$', true],
] as const)('%s and %s: %s', (glob, path, fits) => {
  expect(globFits(glob, path)).toBe(fits)
})

test('a glob is text and a path is bytes, and they meet all the same', () => {
  const raw = (text: string): string => Buffer.from(text).toString('latin1')
  expect(globFits('ünï/*', raw('ünï/größe.c'))).toBe(true)
  expect(globFits('*.c', '\u00ff\u00fe.c')).toBe(true)
})

/** Of so few letters that globs and paths often meet. */
const part = fc.stringMatching(/^[ab.-]{1,3}$/).filter((text) => text !== '.' && text !== '..')
const paths = fc.uniqueArray(
  fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/')),
  { minLength: 1, maxLength: 8 },
)
const piece = fc.constantFrom('a', 'b', '.', '-', '*', '?', '[ab]', '[!a]', '[^b]', '[a-b]', '[b-a]', '[-a]', '[]a]')
const globPart = fc.oneof(
  { weight: 4, arbitrary: fc.array(piece, { minLength: 1, maxLength: 3 }).map((all) => all.join('')) },
  { weight: 1, arbitrary: fc.constant('**') },
)
const globs = fc
  .array(globPart, { minLength: 1, maxLength: 3 })
  .map((parts) => parts.join('/'))
  // Without a wildcard git takes a folder's name for all in it; a glob of ours says so by a final slash.
  .filter((glob) => globFault(glob) === undefined && /[*?[]/.test(glob))

let folder: TestFolder
beforeAll(() => {
  folder = testFolder()
  initBare(folder.path)
})
afterAll(() => folder[Symbol.dispose]())

test('a glob fits what git says its pathspec fits', () => {
  const blob = git(folder.path, ['hash-object', '-w', '--stdin'], 'x')
  fc.assert(
    fc.property(paths, globs, (all, glob) => {
      const files = all.filter((path) => !all.some((other) => other.startsWith(`${path}/`)))
      git(folder.path, ['read-tree', '--empty'])
      git(folder.path, ['update-index', '--index-info'], files.map((path) => `100644 ${blob}\t${path}\n`).join(''))
      const fitting = git(folder.path, ['ls-files', '--', `:(glob)${glob}`])
        .split('\n')
        .filter(Boolean)
      expect(files.filter((path) => globFits(glob, path)).toSorted()).toEqual(fitting.toSorted())
    }),
    { numRuns: 60 },
  )
})
