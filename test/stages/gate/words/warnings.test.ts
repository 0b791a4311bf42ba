import { expect, test } from 'vitest'
import { warningsBeyond, warningsIn } from '../../../../src/stages/gate/words/warnings.ts'

test('warnings of compilers, of the kernel and of documents are found once each', () => {
  const log = `cc -Wall -c a.c
a.c:3:5: warning: unused variable 'x' [-Wunused-variable]
    3 |   int x;
a.c:3:5: warning: unused variable 'x' [-Wunused-variable]
WARNING: modpost: missing MODULE_DESCRIPTION() in net.o
Documentation/a.rst:5: WARNING: Title underline too short.
net.o: warning: objtool: f() falls through
warning: unused import
  --> src/main.rs:1:5
warning: \`x\` (bin "x") generated 1 warning
2 warnings generated.
no warnings here
`
  expect(warningsIn(log)).toEqual([
    "a.c:3:5: warning: unused variable 'x' [-Wunused-variable]",
    'WARNING: modpost: missing MODULE_DESCRIPTION() in net.o',
    'Documentation/a.rst:5: WARNING: Title underline too short.',
    'net.o: warning: objtool: f() falls through',
    'src/main.rs:1:5: warning: unused import',
  ])
})

test('a warning that only moved to another line is not new', () => {
  const upstream = ['a.c:3:5: warning: unused variable x', 'b.c:1:1: warning: shadowed']
  expect(warningsBeyond(['a.c:30:5: warning: unused variable x', 'a.c:4:5: warning: shadowed'], upstream)).toEqual([
    'a.c:4:5: warning: shadowed',
  ])
})
