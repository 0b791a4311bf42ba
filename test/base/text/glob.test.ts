import { expect, test } from 'vitest'
import { globFault } from '../../../src/base/text/glob.ts'

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
  ['drivers/{a,b}', 'holds a brace; write one glob for each alternative'],
  ['drivers\\net', 'holds a backslash; put a special character into [brackets] instead'],
  ['drivers\nnet', 'holds a control character'],
])('%j is none: it %s', (glob, why) => {
  expect(globFault(glob)).toBe(why)
})
