/** Each rule of tidy finds what it is there to find, shown on files that exist only here. */
import { expect, test } from 'vitest'
import { clockAndChance, moduleState, processStarts, surroundings } from './ambient.ts'
import { type Complaint, judge } from './complaint.ts'
import { deadFiles, importCycles, missingFiles } from './import-graph.ts'
import { forbiddenImports, readImportTable, tableComplaints } from './import-table.ts'
import { brokenLinks } from './links.ts'
import { emptyNames, oddlyWritten, strayTests } from './names.ts'
import { longFiles, longFunctions, longMedian } from './sizes.ts'
import { readSources, type Source } from './source.ts'

const ARCHITECTURE = `# Architecture

## Imports

| folder | may import | what |
|---|---|---|
| \`src/base/std\` | | |
| \`src/base/git\` | \`src/base/std\` | |
| \`src/stages/fetch\` | \`src/base\` | |
| \`src/stages/gate\` | \`src/base\` | |

## More

| \`src/stages/gate\` | \`src/stages/fetch\` | not a row of the table |
`

function sourcesOf(files: Record<string, string>): Source[] {
  return readSources(new Map(Object.entries(files)))
}

function linesOf(count: number): string {
  return '// a line\n'.repeat(count)
}

test('an import against the table is told with file, line and edge, however it is written', () => {
  const sources = sourcesOf({
    'src/stages/gate/verdict.ts': `import { a } from '../../base/git/a.ts'
import type { Tip } from '../fetch/tip.ts'
export * from '../fetch/tip.ts'
export { a, type Tip } from './other.ts'
const late = await import('../fetch/late.ts')
import 'node:fs'
// import { b } from '../fetch/comment.ts'
const text = "import { c } from '../fetch/text.ts'"
`,
    'src/base/std/assert.ts': "import { run } from '../git/a.ts'\n",
    'src/loose.ts': '',
    'test/anything.test.ts': "import { tip } from '../src/stages/fetch/tip.ts'\n",
  })
  expect(judge(forbiddenImports(readImportTable(ARCHITECTURE), sources))).toMatchInlineSnapshot(`
    [
      "src/base/std/assert.ts:1: imports src/base/git/a.ts, which ARCHITECTURE.md does not allow src/base/std",
      "src/loose.ts: is in no folder of the import table in ARCHITECTURE.md; move it or add a row",
      "src/stages/gate/verdict.ts:2: imports src/stages/fetch/tip.ts, which ARCHITECTURE.md does not allow src/stages/gate",
      "src/stages/gate/verdict.ts:3: imports src/stages/fetch/tip.ts, which ARCHITECTURE.md does not allow src/stages/gate",
      "src/stages/gate/verdict.ts:5: imports src/stages/fetch/late.ts, which ARCHITECTURE.md does not allow src/stages/gate",
    ]
  `)
})

test('a table whose layers import each other, or that names a folder without a row, is no table', () => {
  const circular = `## Imports
| \`src/a\` | \`src/b\` | |
| \`src/b\` | \`src/a\` \`src/c\` | |
`
  expect(judge(tableComplaints(readImportTable(circular)))).toMatchInlineSnapshot(`
    [
      "ARCHITECTURE.md: allows an import of src/c, but no row is about that folder",
      "ARCHITECTURE.md: lets layers import each other: src/a → src/b → src/a",
    ]
  `)
  expect(judge(tableComplaints(readImportTable(ARCHITECTURE)))).toEqual([])
  expect(() => readImportTable('# Architecture\n')).toThrow('ARCHITECTURE.md has no section "## Imports"')
  expect(() => readImportTable('## Imports\n| `src/a` `src/b` | | |\n')).toThrow('not one folder in the row')
})

test('a circle of imports is told once, from its first file', () => {
  const sources = sourcesOf({
    'src/d.ts': "import './b.ts'",
    'src/b.ts': "import type { C } from './c.ts'",
    'src/c.ts': "import './a.ts'; import './leaf.ts'",
    'src/a.ts': "import './b.ts'; import './leaf.ts'",
    'src/leaf.ts': '',
  })
  expect(judge(importCycles(sources))).toMatchInlineSnapshot(`
    [
      "src/a.ts: imports itself: src/a.ts → src/b.ts → src/c.ts → src/a.ts",
    ]
  `)
})

test('a file that nothing imports is dead, unless it is started', () => {
  const files = {
    'src/used.ts': '',
    'src/tested.ts': '',
    'src/dead.ts': "import './used.ts'; import './dead.ts'",
    'test/tested.test.ts': "import '../src/tested.ts'",
  }
  const entries = [/main\.ts$/]
  expect(judge(deadFiles(sourcesOf({ ...files, 'src/main.ts': '' }), entries))).toMatchInlineSnapshot(`
    [
      "src/dead.ts: is imported by nothing; remove it, or import it where it is needed",
    ]
  `)
  expect(judge(deadFiles(sourcesOf(files), entries))).toEqual([])
})

test('an import of a file that is not there is told', () => {
  const sources = sourcesOf({ 'src/a.ts': "import './B.ts'\nimport './b.ts'\nimport 'node:fs'\n" })
  expect(judge(missingFiles(sources, new Set(['src/a.ts', 'src/b.ts'])))).toMatchInlineSnapshot(`
    [
      "src/a.ts:1: imports src/B.ts, which does not exist",
    ]
  `)
})

test('long files, long functions and a long median are told', () => {
  const long = sourcesOf({
    'src/long.ts': linesOf(401),
    'src/fits.ts': linesOf(400),
    'src/functions.ts': `export function tall() {\n${linesOf(59)}}
export function fits() {\n${linesOf(58)}}
const arrow = () => {\n${linesOf(59)}}
class Thing {\n  method() {\n${linesOf(59)}}\n}
run(() => {\n${linesOf(59)}})
`,
    'test/functions.test.ts': `run(() => {\n${linesOf(59)}})\n`,
  })
  expect(judge([...longFiles(long), ...longFunctions(long)])).toMatchInlineSnapshot(`
    [
      "src/functions.ts:1: tall has 61 lines; a function fits in 60",
      "src/functions.ts:122: arrow has 61 lines; a function fits in 60",
      "src/functions.ts:184: method has 61 lines; a function fits in 60",
      "src/functions.ts:246: a function without a name has 61 lines; a function fits in 60",
      "src/long.ts: has 401 lines; split it by purpose, below 400",
    ]
  `)

  const many = (count: number, lines: number): Source[] =>
    sourcesOf(Object.fromEntries(Array.from({ length: count }, (_, n) => [`src/${n}.ts`, linesOf(lines)])))
  expect(judge(longMedian(many(21, 100)))).toMatchInlineSnapshot(`
    [
      "src: half of its files have 100 lines or more; 100 is too many",
    ]
  `)
  expect(judge(longMedian(many(21, 99)))).toEqual([])
  expect(judge(longMedian(many(20, 100)))).toEqual([])
})

test('what a module takes from its surroundings is told', () => {
  const sources = sourcesOf({
    'src/all.ts': `import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { env } from 'node:process'
const home = process.env['HOME']
const { platform, argv } = process
console.log(process.platform)
process['stdout'].write('x')
const now = [Date.now(), new Date(), new Date(0), Date.UTC(2000, 1), Math.random(), Math.min(1)]
export let count = 0
let other = 1
const fixed = 2
function local() {
  let inside = 3
}
// process.env.HOME, Date.now() and console.log in a comment
const text = 'process.env.HOME, Date.now() and console.log'
`,
    'test/all.test.ts': 'let state = process.env.HOME ?? Date.now()\n',
  })
  const all = (rule: (among: Source[]) => Complaint[]): string[] => judge(rule(sources))
  expect([processStarts, surroundings, clockAndChance, moduleState].map(all)).toMatchInlineSnapshot(`
    [
      [
        "src/all.ts:1: imports node:child_process",
      ],
      [
        "src/all.ts:3: imports node:process",
        "src/all.ts:4: uses process.env",
        "src/all.ts:5: uses process.argv",
        "src/all.ts:6: uses console.log",
        "src/all.ts:7: uses process.stdout",
      ],
      [
        "src/all.ts:8: uses Date.now",
        "src/all.ts:8: uses Math.random",
        "src/all.ts:8: uses new Date()",
      ],
      [
        "src/all.ts:9: uses \`let\` at the top of the module",
        "src/all.ts:10: uses \`let\` at the top of the module",
      ],
    ]
  `)
})

test('an exception silences its own file, and is told when it is needed no more', () => {
  const complaints = [
    { path: 'src/a.ts', line: 3, what: 'uses Date.now' },
    { path: 'src/b.ts', line: 0, what: 'is dead' },
  ]
  expect(judge(complaints, { 'src/a.ts': 'a reason', 'src/gone.ts': 'an old reason' })).toMatchInlineSnapshot(`
    [
      "src/b.ts: is dead",
      "src/gone.ts: listed as an exception, but keeps the rule; remove the exception",
    ]
  `)
})

test('names that say nothing, or are written oddly, are told', () => {
  const paths = [
    'src/base/utils.ts',
    'src/base/merge-helpers.ts',
    'src/common/tree.ts',
    'test/tree.helper.ts',
    'src/base/mergeTree.ts',
    'src/base/merge-tree.ts',
    'src/faces/web/service-worker.ts',
    'docs/common.md',
  ]
  expect(judge([...emptyNames(paths), ...oddlyWritten(paths)])).toMatchInlineSnapshot(`
    [
      "src/base/merge-helpers.ts: "helpers" says nothing; name it by what it holds",
      "src/base/mergeTree.ts: is not in kebab-case",
      "src/base/utils.ts: "utils" says nothing; name it by what it holds",
      "src/common/tree.ts: "common" says nothing; name it by what it holds",
      "test/tree.helper.ts: "helper" says nothing; name it by what it holds",
    ]
  `)
})

test('a test without its source is told, but for stories, measurements and tidy', () => {
  const paths = [
    'src/base/oid.ts',
    'src/faces/web/page.tsx',
    'test/base/oid.test.ts',
    'test/faces/web/page.test.ts',
    'test/base/gone.test.ts',
    'test/stories/first-day.test.ts',
    'test/tidy.test.ts',
    'test/tidy/rules.test.ts',
    'test/bench/report.test.ts',
    'test/reporter.ts',
  ]
  expect(judge(strayTests(paths))).toMatchInlineSnapshot(`
    [
      "test/base/gone.test.ts: tests src/base/gone.ts, which does not exist; a test of a whole story is in test/stories/",
    ]
  `)
})

test('a link in Markdown that leads nowhere is told', () => {
  const readme = `# Read me

[good](docs/guide.md) [folder](docs/) [heading](docs/guide.md#first-steps--more) [here](#read-me) [out](https://example.org/x)
[gone](docs/gone.md) [no heading](docs/guide.md#nowhere "with a title") ![picture](gone.png)
\`[code](not/a/link.md)\` [spaced](<docs/gone.md>)
\`\`\`sh
[fenced](not/a/link.md)
\`\`\`
[defined]: docs/gone-too.md
<img src="gone-again.png"> <a href="docs/guide.md">good</a>
`
  const texts = new Map([
    ['README.md', readme],
    ['docs/guide.md', '# Guide\n\n## First steps & more\n\n[up](../README.md) [too far](../../elsewhere.md)\n'],
  ])
  expect(judge(brokenLinks(texts, [...texts.keys(), 'src/a.ts']))).toMatchInlineSnapshot(`
    [
      "README.md:4: links to docs/gone.md, which does not exist",
      "README.md:4: links to docs/guide.md#nowhere, but docs/guide.md has no such heading",
      "README.md:4: links to gone.png, which does not exist",
      "README.md:5: links to docs/gone.md, which does not exist",
      "README.md:9: links to docs/gone-too.md, which does not exist",
      "README.md:10: links to gone-again.png, which does not exist",
      "docs/guide.md:5: links to ../../elsewhere.md, which does not exist",
    ]
  `)
})
