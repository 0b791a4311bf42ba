import { expect, test } from 'vitest'
import { conflictIn, conflictsIn, numbered } from '../../../world/clash.ts'
import type { CommitSpec, FileSpec } from '../../../world/fast-import.ts'

/** The diff of what two branches do to a file. */
async function diffOf(versions: { base?: FileSpec; net: FileSpec; usb: FileSpec }, path = 'file.c'): Promise<string> {
  const { diff } = await conflictIn({ commits: commitsFor(versions, path), trees: ['net', 'usb'] })
  return diff
}

function commitsFor({ base, net, usb }: { base?: FileSpec; net: FileSpec; usb: FileSpec }, path: string): CommitSpec[] {
  return [
    { branch: 'main', subject: 'base', files: { other: 'x\n', ...(base === undefined ? {} : { [path]: base }) } },
    { branch: 'net', parents: ['main'], subject: 'net', files: { [path]: net } },
    { branch: 'usb', parents: ['main'], subject: 'usb', files: { [path]: usb } },
  ]
}

test('a conflict is shown as git diff --cc shows it, with the sides called HEAD and by the tree', async () => {
  const diff = await diffOf({
    base: numbered(),
    net: numbered({ 5: 'net\n', 20: 'net\n' }),
    usb: numbered({ 5: 'usb\n' }),
  })
  expect(diff).toMatchInlineSnapshot(`
    "diff --cc file.c
    index e62eb459021b,eb93e9815d35..000000000000
    --- a/file.c
    +++ b/file.c
    @@@ -2,7 -2,7 +2,11 @@@ line 
      line 2
      line 3
      line 4
    ++<<<<<<< HEAD
     +net
    ++=======
    + usb
    ++>>>>>>> usb
      line 6
      line 7
      line 8
    "
  `)
})

test('the same conflict is shown alike on another day', async () => {
  const versions = { base: numbered(), net: numbered({ 5: 'net\n' }), usb: numbered({ 5: 'usb\n' }) }
  const [first = { branch: 'main', subject: '', files: {} }, ...rest] = commitsFor(versions, 'file.c')
  const commits = [{ ...first, time: 1_700_000_000 }, ...rest]
  const { diff } = await conflictIn({ commits, trees: ['net', 'usb'] })
  expect(diff).toBe(await diffOf(versions))
})

test('a renamed file is shown under the name that the markers give each side', async () => {
  const { diff } = await conflictIn({
    commits: [
      ...commitsFor({ base: numbered(), net: numbered({ 5: 'net\n' }), usb: numbered({ 5: 'usb\n' }) }, 'file.c'),
      { branch: 'usb', subject: 'rename', files: { 'new.c': { movedFrom: 'file.c' } } },
    ],
    trees: ['net', 'usb'],
  })
  expect(diff).toContain('++<<<<<<< HEAD:file.c\n +net\n++=======\n+ usb\n++>>>>>>> usb:new.c\n')
})

test('where one side deleted the file, what the other side changed in it is shown', async () => {
  const versions = { base: numbered(), net: { gone: true } as const, usb: numbered({ 5: 'usb\n' }) }
  expect(await diffOf(versions)).toContain('diff --git a/file.c b/file.c\n')
  expect(await diffOf(versions)).toContain('-line 5\n+usb\n')
})

test('control characters, other encodings and carriage returns are shown harmlessly', async () => {
  const bytes = (text: string): Buffer => Buffer.from(text, 'latin1')
  const diff = await diffOf({
    base: numbered(),
    net: bytes(numbered({ 5: '\x1b[2Jnet caf\xe9\n' })),
    usb: bytes(numbered({ 5: 'usb \x9b\r\n' })),
  })
  expect(diff).toContain(' +\ufffd[2Jnet caf\ufffd\n')
  expect(diff).toContain('+ usb \ufffd^M\n')
})

test('a name with quotes and newlines cannot begin a line of the diff', async () => {
  const name = 'a "b"\n+++ c\t\\'
  const diff = await diffOf({ base: numbered(), net: numbered({ 5: 'net\n' }), usb: numbered({ 5: 'usb\n' }) }, name)
  expect(diff.split('\n').slice(0, 4)).toEqual([
    'diff --cc "a \\"b\\"\\n+++ c\\t\\\\"',
    expect.stringMatching(/^index /),
    '--- "a/a \\"b\\"\\n+++ c\\t\\\\"',
    '+++ "b/a \\"b\\"\\n+++ c\\t\\\\"',
  ])
})

test('a binary file says that it is one', async () => {
  const data = (byte: number): Buffer => Buffer.from([0, 1, byte])
  const diff = await diffOf({ base: data(1), net: data(2), usb: data(3) })
  expect(diff).toContain('Binary files a/file.c and b/file.c differ\n')
})

test('a long diff is cut off, and says how much is missing', async () => {
  const lines = (word: string): string => Array.from({ length: 3000 }, (_, index) => `${word} ${index}\n`).join('')
  const diff = await diffOf({ net: lines('net'), usb: lines('usb') })
  expect(diff.length).toBeLessThan(33_000)
  expect(diff).toMatch(/\n\(\d+ more lines\)\n$/)
})

test('a line of ten million characters is cut off', async () => {
  const long = (letter: string): string => `${letter.repeat(10_000_000)}\n`
  const found = await conflictsIn({
    commits: commitsFor({ net: long('n'), usb: long('u') }, 'file.c'),
    trees: ['net', 'usb'],
  })
  const [described] = found.get('usb') ?? []
  expect(described?.conflict.kind).toBe('add/add')
  expect(described?.conflict.theirsBy.commits.map(({ subject }) => subject)).toEqual(['usb'])
  expect(described?.diff.length).toBeLessThan(33_000)
})
