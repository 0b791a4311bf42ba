import fc from 'fast-check'
import { expect, test } from 'vitest'
import { firstError } from '../../../../src/stages/gate/words/first-error.ts'

/** `file:line: text`, or the text alone. */
function told(log: string): string | undefined {
  const error = firstError(log)
  if (error === undefined) return undefined
  const place = [error.file, error.line].filter((part) => part !== undefined).join(':')
  return place === '' ? error.text : `${place}: ${error.text}`
}

test.each([
  [
    'gcc',
    `  CC      drivers/usb/core.o
In file included from drivers/usb/core.c:3:
drivers/usb/core.c: In function 'usb_probe':
drivers/usb/core.c:12:9: warning: unused variable 'x' [-Wunused-variable]
drivers/usb/core.c:14:3: error: implicit declaration of function 'net_open' [-Werror=implicit-function-declaration]
   14 |   net_open();
drivers/usb/core.c:20:1: error: expected ';'
cc1: some warnings being treated as errors
make[2]: *** [scripts/Makefile.build:250: drivers/usb/core.o] Error 1
make: *** [Makefile:200: drivers] Error 2
`,
    "drivers/usb/core.c:14: implicit declaration of function 'net_open' [-Werror=implicit-function-declaration]",
  ],
  [
    'clang',
    "src/a b.cc:3:10: fatal error: 'net.h' file not found\n1 error generated.\n",
    "src/a b.cc:3: 'net.h' file not found",
  ],
  ['an option', "cc1: error: unrecognized command-line option '-Wx'\n", "unrecognized command-line option '-Wx'"],
  [
    'as',
    "{standard input}: Assembler messages:\nboot.S:7: Error: no such instruction: `foo'\n",
    "boot.S:7: no such instruction: `foo'",
  ],
  [
    'ld without debug information',
    "/usr/bin/ld: net/core.o: in function `main':\ncore.c:(.text+0x5): undefined reference to `usb_open'\ncollect2: error: ld returned 1 exit status\n",
    "core.c: undefined reference to `usb_open'",
  ],
  [
    'ld with debug information',
    "/usr/bin/ld: /tmp/x.o: in function `main':\n/usr/bin/ld: net/core.c:12: undefined reference to `usb_open'\n",
    "net/core.c:12: undefined reference to `usb_open'",
  ],
  [
    'ld and a library',
    '/usr/bin/ld: cannot find -lfoo: No such file or directory\ncollect2: error: ld returned 1 exit status\n',
    'cannot find -lfoo: No such file or directory',
  ],
  [
    'only collect2',
    'collect2: error: ld returned 1 exit status\nmake: *** [Makefile:3: all] Error 1\n',
    'collect2: error: ld returned 1 exit status',
  ],
  [
    'make without a rule',
    "make: Entering directory 'x'\nmake: *** No rule to make target 'usb.o', needed by 'all'.  Stop.\n",
    "No rule to make target 'usb.o', needed by 'all'.  Stop.",
  ],
  ['a broken Makefile', 'Makefile:4: *** missing separator.  Stop.\n', 'Makefile:4: missing separator.  Stop.'],
  ['only make', 'make: *** [Makefile:2: all] Error 3\n', '*** [Makefile:2: all] Error 3'],
  ['a shell', 'sh: 1: cmake: not found\n', 'cmake: not found'],
  ['bash', './build.sh: line 3: cmake: command not found\n', 'cmake: command not found'],
  [
    'modpost',
    'ERROR: modpost: "usb_open" [drivers/net/net.ko] undefined!\n',
    '"usb_open" [drivers/net/net.ko] undefined!',
  ],
  [
    'rustc',
    'warning: unused\n  --> src/a.rs:1:1\nerror[E0425]: cannot find function `net` in this scope\n --> src/main.rs:2:5\n  |\nerror: aborting due to 1 previous error\nerror: could not compile `x`\n',
    'src/main.rs:2: cannot find function `net` in this scope',
  ],
  ['go', '# example.org/x\n./main.go:7:2: undefined: net\n', './main.go:7: undefined: net'],
  [
    'tsc',
    "src/a.ts(3,5): error TS2304: Cannot find name 'net'.\n",
    "src/a.ts:3: error TS2304: Cannot find name 'net'.",
  ],
  [
    'node, a syntax error',
    'file:///candidate/lib/a.js:3\nlet let\n    ^^^\n\nSyntaxError: let is disallowed\n    at wrap (node:internal)\n',
    '/candidate/lib/a.js:3: SyntaxError: let is disallowed',
  ],
  [
    'node, a missing module',
    "node:internal/modules/cjs/loader:1143\n  throw err;\n  ^\n\nError: Cannot find module './net'\nRequire stack:\n- lib/a.js\n    at Function.load (node:internal/x:1:2)\n    at Object.<anonymous> (lib/a.js:1:7)\n",
    "lib/a.js:1: Error: Cannot find module './net'",
  ],
  [
    'python',
    'ok\nTraceback (most recent call last):\n  File "run.py", line 3, in <module>\n    main()\n  File "lib/net.py", line 9, in main\n    x()\nNameError: name \'x\' is not defined\n',
    "lib/net.py:9: NameError: name 'x' is not defined",
  ],
  [
    'python, a syntax error',
    '  File "lib/net.py", line 1\n    def (\n        ^\nSyntaxError: invalid syntax\n',
    'lib/net.py:1: SyntaxError: invalid syntax',
  ],
  [
    'pytest',
    '    def test_x():\n>       assert f() == 2\nE       assert 1 == 2\nE        +  where 1 = f()\n\ntests/test_a.py:5: AssertionError\n=== short test summary info ===\nFAILED tests/test_a.py::test_x - assert 1 == 2\n',
    'tests/test_a.py:5: assert 1 == 2',
  ],
  [
    'pytest, its summary',
    'FAILED tests/test_a.py::test_x - assert 1 == 2\n',
    'tests/test_a.py: ::test_x - assert 1 == 2',
  ],
  [
    'vitest',
    ' ❯ test/a.test.ts (2 tests | 1 failed)\n FAIL  test/a.test.ts > adds > two numbers\nAssertionError: expected 3 to be 4\n\n ❯ test/a.test.ts:12:21\n',
    'test/a.test.ts:12: adds > two numbers: AssertionError: expected 3 to be 4',
  ],
  [
    'jest',
    'FAIL lib/a.test.js\n  ● adds\n\n    expect(received).toBe(expected)\n\n      at Object.toBe (lib/a.test.js:3:17)\n',
    'lib/a.test.js:3: expect(received).toBe(expected)',
  ],
  [
    'go test',
    '=== RUN TestNet\n--- FAIL: TestNet (0.00s)\n    net_test.go:12: want 1, got 2\nFAIL\n',
    'net_test.go:12: TestNet: want 1, got 2',
  ],
  ['a Rust test', "thread 'net' panicked at src/lib.rs:3:5:\nassertion failed\n", 'src/lib.rs:3: assertion failed'],
  [
    'TAP',
    'TAP version 13\nok 1 - one\nnot ok 2 - two # TODO later\nnot ok 3 - three\n  ---\n  error: \'three is not 3\'\n  location: "/candidate/t/a.js:3:1"\n  ...\n1..3\n',
    '/candidate/t/a.js:3: three: three is not 3',
  ],
  ['TAP alone', 'not ok 1 - t0001-init\n# failed 1\n', 't0001-init'],
  [
    'JUnit XML',
    '<testsuite><testcase classname="net" name="opens" file="a.c" line="4"><failure message="1 &lt; 2" type="x">\n</failure></testcase></testsuite>\n',
    'a.c:4: net.opens: 1 < 2',
  ],
  [
    'a sanitizer',
    '==12==ERROR: AddressSanitizer: heap-use-after-free on address 0x6\n',
    'ERROR: AddressSanitizer: heap-use-after-free on address 0x6',
  ],
  [
    'a kernel',
    '[    1.234567] Kernel panic - not syncing: VFS: Unable to mount root fs\n',
    'Kernel panic - not syncing: VFS: Unable to mount root fs',
  ],
  ['a crash', 'sh: line 1: 12 Segmentation fault (core dumped) ./a\n./a: Segmentation fault\n', 'Segmentation fault'],
  ['any tool', 'reading\nerror: no such configuration\n', 'error: no such configuration'],
])('%s says what is wrong', (_, log, expected) => {
  expect(told(log)).toBe(expected)
})

test('what is well is no error', () => {
  const log = [
    '0 errors, 0 warnings',
    'cc -Werror=format -o error.o error.c',
    'ok 1 - not ok is refused',
    'not ok 2 - x # SKIP',
    'a.c:3:4: warning: error is unused',
    'ERROR_MAX=3',
    'errors: 0',
    'test error handling: fine',
  ]
  expect(log.filter((line) => firstError(`${line}\n`) !== undefined)).toEqual([])
  expect(firstError('')).toBeUndefined()
})

test('what is told is one short printable line, whatever the log holds', () => {
  const word = fc.constantFrom(
    'a.c:1: error: ',
    'E   ',
    'not ok 1 - ',
    '--- FAIL: ',
    '<failure message="',
    'FAIL a.js',
    ':7\n',
    '\n',
    '\u001b[2J',
    '  File "x", line 9',
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(word, fc.string({ unit: 'binary' })), { maxLength: 30 }), (parts) => {
      const error = firstError(parts.join(''))
      for (const text of [error?.text, error?.file]) {
        if (text === undefined) continue
        expect(text.length).toBeLessThanOrEqual(300)
        // biome-ignore lint/suspicious/noControlCharactersInRegex: none of these may be told
        expect(text).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/)
      }
    }),
  )
})
