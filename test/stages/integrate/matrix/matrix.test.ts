import fc from 'fast-check'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { CommitOid } from '../../../../src/base/model/oid.ts'
import { type MatrixFacts, noFacts } from '../../../../src/stages/integrate/matrix/facts.ts'
import { conflictingPairs, type Matrix } from '../../../../src/stages/integrate/matrix/matrix.ts'
import { openWorkshop } from '../../../../src/stages/integrate/workshop.ts'
import { type CommitSpec, git, importCommits, initBare, TEST_ENV } from '../../../world/fast-import.ts'
import { testFolder } from '../../../world/folder.ts'
import {
  FILES,
  HISTORIES_TIMEOUT_MS,
  applyEdit,
  build,
  edit,
  histories,
  history,
  text,
} from '../../../world/histories.ts'
import { testGit, treeName } from '../../../world/roster.ts'

/** Each world of the property test costs some thirty git processes. */
async function matrixOf(
  dir: string,
  names: readonly string[],
  facts: MatrixFacts = noFacts(),
  attributes: readonly string[] = [],
  changesMax?: number,
): Promise<Matrix> {
  const setting = { recordDir: dir, scratchFolder: join(dir, 'scratch'), pid: process.pid }
  await using shop = await openWorkshop(testGit(), setting)
  const head = (branch: string): CommitOid => git(dir, ['rev-parse', branch]) as CommitOid
  const trees = names.map((name) => ({ name: treeName(name), tip: head(name) }))
  return await conflictingPairs(
    shop,
    { upstream: head('main'), trees, attributes, ...(changesMax !== undefined && { changesMax }) },
    facts,
  )
}

/** `t0 t1: path path`, for each pair that conflicts. */
function told({ pairs }: Matrix): string[] {
  return pairs.map(({ a, b, paths }) => `${a} ${b}: ${paths.join(' ')}`)
}

/** The same from git itself, pair by pair. */
function toldByGit(dir: string, names: readonly string[]): string[] {
  return names.flatMap((a, at) =>
    names.slice(at + 1).flatMap((b) => {
      const paths = conflictingPaths(dir, a, b)
      return paths === undefined ? [] : [`${a} ${b}: ${paths.join(' ')}`]
    }),
  )
}

function conflictingPaths(dir: string, a: string, b: string): string[] | undefined {
  const tips = [a, b].map((branch) => git(dir, ['rev-parse', branch]))
  const args = ['merge-tree', '--write-tree', '--name-only', '--no-messages', '-z', ...tips]
  const { status, stdout } = spawnSync('git', args, { cwd: dir, env: TEST_ENV })
  if (status !== 1) return undefined
  const [, ...paths] = stdout.toString('latin1').split('\0')
  const listed = paths.filter((path) => path !== '').sort()
  return listed.length > 0 ? listed : foldersInMessages(dir, tips)
}

/** A folder that was renamed to several places is a conflict of which git only tells in its messages. */
function foldersInMessages(dir: string, tips: readonly string[]): string[] {
  const { stdout } = spawnSync('git', ['merge-tree', '--write-tree', '-z', ...tips], { cwd: dir, env: TEST_ENV })
  const fields = stdout.toString('latin1').split('\0')
  return fields
    .flatMap((field, at) => (/^CONFLICT ?\([^)]*\)$/.test(field) ? [fields[at - 1] ?? ''] : []))
    .filter(Boolean)
}

/** Two trees that each merged the other's earlier state, so that they have two merge bases. */
function crissCross(dir: string, one: string, other: string): void {
  if (one === other) return
  importCommits(dir, [
    { branch: 'x', subject: 'x', parents: [one], files: {} },
    { branch: 'y', subject: 'y', parents: [other], files: {} },
    { branch: one, subject: 'cross', parents: ['x', 'y'], files: {} },
    { branch: other, subject: 'cross', parents: ['y', 'x'], files: {} },
  ])
}

test('every pair has the answer of git, whatever the trees do', { timeout: HISTORIES_TIMEOUT_MS }, async () => {
  const crossing = fc.option(fc.tuple(fc.nat(5), fc.nat(5)), { freq: 3 })
  await fc.assert(
    fc.asyncProperty(history, crossing, async (world, cross) => {
      using folder = testFolder()
      initBare(folder.path)
      const names = build(folder.path, world)
      const at = (place: number): string => names[place % names.length] ?? 't0'
      if (cross !== null) crissCross(folder.path, at(cross[0]), at(cross[1]))
      const matrix = await matrixOf(folder.path, names)
      const byGit = toldByGit(folder.path, names)
      expect(told(matrix)).toEqual(byGit)
      const again = await matrixOf(folder.path, names, matrix.facts)
      expect(told(again)).toEqual(byGit)
      expect(again.counts).toMatchObject({ asked: 0, contents: 0 })
    }),
    histories(20),
  )
})

test('what there is no room for is asked of git, pair by pair', { timeout: HISTORIES_TIMEOUT_MS }, async () => {
  await fc.assert(
    fc.asyncProperty(history, async (world) => {
      using folder = testFolder()
      initBare(folder.path)
      const names = build(folder.path, world)
      expect(told(await matrixOf(folder.path, names, noFacts(), [], 0))).toEqual(toldByGit(folder.path, names))
    }),
    histories(8),
  )
})

test('after a tree moved, what is known of the others holds', { timeout: HISTORIES_TIMEOUT_MS }, async () => {
  await fc.assert(
    fc.asyncProperty(
      history,
      fc.nat(5),
      fc.array(edit, { minLength: 1, maxLength: 3 }),
      async (world, which, edits) => {
        using folder = testFolder()
        initBare(folder.path)
        const names = build(folder.path, world)
        const { facts } = await matrixOf(folder.path, names)
        const branch = names[which % names.length] ?? 't0'
        const files = new Map(FILES.map((path) => [path, text(path)]))
        const commits = edits.map((what, place): CommitSpec => {
          const changed = applyEdit(files, what, `again ${place}`)
          return { branch, subject: `again ${place}`, files: changed }
        })
        importCommits(folder.path, commits)
        expect(told(await matrixOf(folder.path, names, facts))).toEqual(toldByGit(folder.path, names))
      },
    ),
    histories(10),
  )
})

/** An upstream of three releases and trees on it, as `name: [release, files]`. */
function scene(dir: string, trees: Record<string, readonly [string, CommitSpec['files']]>): string[] {
  const start = { 'a/one.c': text('one', 30), 'a/two.c': text('two', 30), 'b/three.c': text('three', 30) }
  initBare(dir)
  importCommits(dir, [
    { branch: 'main', subject: 'one', parents: [], files: start },
    { branch: 'v1', subject: 'mark', parents: ['main'], files: {} },
    { branch: 'main', subject: 'two', parents: ['v1'], files: { 'a/one.c': changed('one', 10) } },
    { branch: 'v2', subject: 'mark', parents: ['main'], files: {} },
    { branch: 'main', subject: 'three', parents: ['v2'], files: { 'b/new.c': 'new\n' } },
    ...Object.entries(trees).map(([branch, [release, files]]) => ({
      branch,
      subject: branch,
      parents: release === '' ? [] : [release],
      files,
    })),
  ])
  return Object.keys(trees)
}

function changed(name: string, ...lines: number[]): string {
  const at = (line: string, index: number): string => (lines.includes(index) ? `${line}, changed` : line)
  return text(name, 30).split('\n').map(at).join('\n')
}

test('trees on different releases conflict over what upstream changed between them', async () => {
  using folder = testFolder()
  const names = scene(folder.path, {
    old: ['v1', { 'a/one.c': changed('one', 10).replace('line 10', 'LINE 10') }],
    young: ['main', { 'b/three.c': changed('three', 3) }],
    quiet: ['v1', { 'a/two.c': changed('two', 3) }],
  })
  expect(told(await matrixOf(folder.path, names))).toEqual(['old young: a/one.c'])
})

test('lines that touch conflict, and lines with one between them do not', async () => {
  using folder = testFolder()
  const names = scene(folder.path, {
    third: ['v1', { 'a/one.c': changed('one', 3) }],
    fourth: ['v1', { 'a/one.c': changed('one', 4) }],
    fifth: ['v1', { 'a/one.c': changed('one', 5) }],
  })
  const matrix = await matrixOf(folder.path, names)
  expect(told(matrix)).toEqual(toldByGit(folder.path, names))
  expect(told(matrix)).toEqual(['third fourth: a/one.c', 'fourth fifth: a/one.c'])
})

test('a tree that has nothing in common with the others conflicts with none', async () => {
  using folder = testFolder()
  const names = scene(folder.path, {
    alien: ['', { 'a/one.c': 'something else\n' }],
    net: ['v1', { 'a/one.c': changed('one', 3) }],
  })
  expect(told(await matrixOf(folder.path, names))).toEqual([])
})

test('upstream’s merge attributes decide over contents', async () => {
  using folder = testFolder()
  const names = scene(folder.path, {
    net: ['v1', { 'a/one.c': changed('one', 3), 'a/two.c': changed('two', 3) }],
    usb: ['v1', { 'a/one.c': changed('one', 3).replace('line 3', 'LINE 3'), 'a/two.c': changed('two', 20) }],
  })
  const attributes = ['a/one.c merge=union', 'a/two.c -merge']
  expect(told(await matrixOf(folder.path, names, noFacts(), attributes))).toEqual(['net usb: a/two.c'])
})

test('a folder that one tree renamed to two places conflicts with an addition to it', async () => {
  using folder = testFolder()
  const [one, two] = [text('one', 30), text('two', 30)]
  const names = scene(folder.path, {
    split: ['v1', { 'c/one.c': one, 'd/two.c': two, 'a/one.c': { gone: true }, 'a/two.c': { gone: true } }],
    adds: ['v1', { 'a/new.c': text('new', 5) }],
  })
  const found = told(await matrixOf(folder.path, names))
  expect(found).toEqual(toldByGit(folder.path, names))
  expect(found).toEqual(['split adds: a'])
})
