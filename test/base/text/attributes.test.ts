/** What we hand to git where there is no work tree must mean what upstream's own files mean where there is one. */
import fc from 'fast-check'
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { mergeAttributeLines } from '../../../src/base/text/attributes.ts'
import { TEST_ENV } from '../../world/fast-import.ts'
import { testFolder } from '../../world/folder.ts'

/** Folders that hold a .gitattributes, outermost first as the reader gives them. */
const FOLDERS = ['', 'a/', 'a b/', 'a/deep/', '[x]/'] as const
const FILES = FOLDERS.flatMap((folder) =>
  ['one.c', 'two.h', 'a.c', 'ChangeLog', 'po.c/x.c'].map((file) => folder + file),
)

function checkAttr(dir: string, bare: boolean): string {
  const where = bare ? [`--git-dir=${dir}`] : []
  return execFileSync(
    'git',
    [...where, '-c', 'core.attributesFile=/dev/null', 'check-attr', '-z', '--stdin', 'merge', 'conflict-marker-size'],
    {
      cwd: dir,
      env: TEST_ENV,
      input: FILES.join('\0'),
      encoding: 'latin1',
      stdio: ['pipe', 'pipe', 'ignore'],
    },
  )
}

/** What a built-in driver makes of a value: a driver of the project's own is the usual merge to us, and never runs. */
function asBuiltIn(answer: string): string[] {
  const fields = answer.split('\0')
  return Array.from({ length: Math.floor(fields.length / 3) }, (_, at) => fields.slice(at * 3, at * 3 + 3)).map(
    ([path, attribute, value = '']) => `${path} ${attribute} ${meaning(attribute, value)}`,
  )
}

function meaning(attribute: string | undefined, value: string): string {
  const known = ['set', 'unset', 'unspecified', 'union', 'binary']
  if (attribute === 'merge') return known.includes(value) ? value : 'text'
  return value === 'set' ? 'unset' : value
}

function withWorkTree(texts: readonly string[]): { readonly files: string[]; readonly flattened: string[] } {
  using tree = testFolder()
  using bare = testFolder()
  execFileSync('git', ['init', '-q', tree.path], { env: TEST_ENV })
  execFileSync('git', ['init', '-q', '--bare', bare.path], { env: TEST_ENV })
  const macros = new Set<string>()
  const lines = FOLDERS.flatMap((folder, at) => {
    const text = texts[at] ?? ''
    const file = join(tree.path, folder, '.gitattributes')
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text, 'latin1')
    return mergeAttributeLines(text, folder, macros)
  })
  mkdirSync(join(bare.path, 'info'), { recursive: true })
  writeFileSync(join(bare.path, 'info', 'attributes'), lines.map((line) => `${line}\n`).join(''), 'latin1')
  return { files: asBuiltIn(checkAttr(tree.path, false)), flattened: asBuiltIn(checkAttr(bare.path, true)) }
}

const pattern = fc.constantFrom(
  '*',
  '*.c',
  '*.h',
  'one.c',
  '/one.c',
  'a/*.c',
  '/a/*',
  'deep/one.c',
  '**/x.c',
  'po.c/*',
  'po.c/',
  '"a b/*"',
  '"o\\156e.c"',
  '\\[x\\]/*',
  'a/**',
  '**/deep/*',
  '[ab].c',
  '!one.c',
  'Change?og',
)
const attribute = fc.constantFrom(
  'merge',
  '-merge',
  '!merge',
  'merge=union',
  'merge=binary',
  'merge=text',
  'binary',
  '-binary',
  '!binary',
  'merge=driver',
  'mine=value',
  'bad@name',
  'conflict-marker-size=9',
  '-conflict-marker-size',
  '!conflict-marker-size',
  'text',
  '-text',
  'mine',
  '-mine',
  '!mine',
  'yours',
)
const line = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(pattern, fc.array(attribute, { minLength: 1, maxLength: 3 }))
      .map(([p, a]) => `${p} ${a.join(' ')}`),
  },
  {
    weight: 1,
    arbitrary: fc
      .array(attribute, { maxLength: 2 })
      .map((a) => `[attr]mine ${a.filter((one) => !one.endsWith('mine')).join(' ')}`),
  },
  { weight: 1, arbitrary: fc.constantFrom('# comment', '', '  *.h   merge=union  ', '[attr]yours binary merge=union') },
)
const file = fc.array(line, { maxLength: 4 }).map((lines) => lines.map((one) => `${one}\n`).join(''))

test('flattened, they say of every file what git reads from the files themselves', () => {
  fc.assert(
    fc.property(fc.array(file, { minLength: 1, maxLength: FOLDERS.length }), (texts) => {
      const { files, flattened } = withWorkTree(texts)
      expect(flattened).toEqual(files)
    }),
    { numRuns: 60, seed: 20_260_114 },
  )
})

test('programs of a project are left out, and so is what git would not read', () => {
  const lines = (text: string, folder = ''): string[] => mergeAttributeLines(text, folder, new Set())
  expect(lines('* merge=evil-driver\n*.c filter=run diff=x text\n')).toEqual(['* merge=text'])
  expect(lines(`${'x'.repeat(3000)} merge=union\n`)).toEqual([])
  expect(lines('!*.c merge=union\n')).toEqual([])
  expect(lines('*.c merge=union\r\n')).toEqual(['*.c merge=union'])
  expect(lines('*.c merge=union\n', 'od d[1]/')).toEqual(['"/od d\\\\[1]/**/*.c" merge=union'])
})

test('a macro holds for the lines above it, and an inner line can take it back', () => {
  const { files, flattened } = withWorkTree(['* binary\n*.c mine\n[attr]mine merge=union\n', 'one.c !mine -binary\n'])
  expect(flattened).toEqual(files)
  expect(files).toContain('one.c merge union')
  expect(files).toContain('a/one.c merge unspecified')
})
