/** What a person did in a merge is what git would not have done. */
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseCommit } from '../../../src/base/git/objects.ts'
import type { CommitOid } from '../../../src/base/model/oid.ts'
import { type MadeMerge, type Remerged, remergeAll } from '../../../src/stages/integrate/remerge.ts'
import { openWorkshop } from '../../../src/stages/integrate/workshop.ts'
import { type CommitSpec, git, importCommits, initBare } from '../../world/fast-import.ts'
import { testFolder } from '../../world/folder.ts'
import { testGit } from '../../world/roster.ts'

const LINES = (...lines: string[]): string => `${lines.join('\n')}\n`
const BASE = LINES('one', 'two', 'three', 'four', 'five', 'six', 'seven')

/** Merges `topic` into `main` as a person did, and makes it again. The merge's files are given against `main`. */
async function remerged(
  base: CommitSpec['files'],
  main: CommitSpec['files'],
  topic: CommitSpec['files'],
  merge: CommitSpec['files'],
): Promise<Remerged> {
  const all = await remergedAll([
    { branch: 'main', subject: 'base', files: base },
    { branch: 'topic', parents: ['main'], subject: 'topic', files: topic },
    { branch: 'main', subject: 'main', files: main },
    { branch: 'main', parents: ['main', 'topic'], subject: 'merge', files: merge },
  ])
  return all[0] as Remerged
}

async function remergedAll(commits: readonly CommitSpec[]): Promise<Remerged[]> {
  using folder = testFolder()
  const dir = join(folder.path, 'project.git')
  initBare(dir)
  importCommits(dir, commits)
  await using shop = await openWorkshop(testGit(), {
    recordDir: dir,
    scratchFolder: join(folder.path, 'scratch'),
    pid: process.pid,
  })
  const merges: MadeMerge[] = []
  for (const line of git(dir, ['rev-list', '--merges', '--parents', '--reverse', '--all']).split('\n')) {
    const [commit, ours, theirs] = line.split(' ') as CommitOid[]
    const { tree: result } = parseCommit(await shop.reader.read(commit!, 'commit'))
    merges.push({ ours: ours!, theirs: theirs!, result })
  }
  const all: Remerged[] = []
  for await (const { remerged } of remergeAll(shop, merges)) all.push(remerged)
  return all
}

test('a merge that git makes alike teaches nothing', async () => {
  expect(await remerged({ a: BASE }, { b: 'main\n' }, { c: 'topic\n' }, { c: 'topic\n' })).toEqual({ kind: 'as-git' })
})

test('a conflict is read down to its lines, with what the person made of it', async () => {
  const main = BASE.replace('two', 'two by main')
  const topic = BASE.replace('two', 'two by topic').replace('seven', 'seven by topic')
  const merge = BASE.replace('two', 'two by both').replace('seven', 'seven by topic').replace('five', 'five, too')
  expect(await remerged({ a: BASE }, { a: main }, { a: topic }, { a: merge })).toMatchObject({
    kind: 'by-hand',
    files: [
      {
        clashed: {
          path: 'a',
          kind: 'content',
          passages: [
            { kind: 'agreed', text: 'one\n' },
            { kind: 'clash', ours: 'two by main\n', theirs: 'two by topic\n' },
            { kind: 'agreed' },
          ],
        },
        outcome: { placed: [{ path: 'a', mode: 0o100644 }], removed: [], text: merge },
      },
    ],
    fixes: [],
    unfinished: [],
  })
})

test('edits of files that merged clean are a merge fix: with a conflict and without one', async () => {
  const fix = { before: { mode: 0o100644 }, after: { mode: 0o100644 } }
  expect(
    await remerged({ a: BASE, b: BASE }, { c: 'main\n' }, { d: 'x\n' }, { d: 'x\n', b: 'edited\n' }),
  ).toMatchObject({
    kind: 'by-hand',
    files: [],
    fixes: [{ path: 'b', ...fix }],
  })
  const conflicted = await remerged(
    { a: BASE, b: BASE },
    { a: 'main\n' },
    { a: 'topic\n' },
    { a: 'both\n', b: 'edited\n', new: 'added\n' },
  )
  expect(conflicted).toMatchObject({
    files: [{ clashed: { path: 'a' } }],
    fixes: [
      { path: 'b', ...fix },
      { path: 'new', before: undefined, after: { mode: 0o100644 } },
    ],
  })
})

test('what was deleted, renamed or added on both sides is told by what stands there afterwards', async () => {
  const deleted = await remerged({ a: BASE, b: 'b\n' }, { a: { gone: true } }, { a: `${BASE}more\n` }, {})
  expect(deleted).toMatchObject({
    files: [{ clashed: { path: 'a', kind: 'modify/delete', passages: [] }, outcome: { placed: [], removed: ['a'] } }],
    fixes: [],
  })
  const renamed = await remerged(
    { a: BASE },
    { moved: { movedFrom: 'a' } },
    { a: { gone: true }, other: BASE },
    { moved: { gone: true }, chosen: BASE },
  )
  expect(renamed).toMatchObject({
    files: [{ clashed: { kind: 'rename/rename' }, outcome: { placed: [] } }],
    fixes: [{ path: 'chosen' }],
  })
  const added = await remerged({ a: BASE }, { n: 'main\n' }, { n: 'topic\n' }, { n: 'main\ntopic\n' })
  expect(added).toMatchObject({
    files: [{ clashed: { path: 'n', kind: 'add/add', base: undefined }, outcome: { text: 'main\ntopic\n' } }],
  })
})

test('a binary file has a result and no text', async () => {
  const binary = (byte: number): Buffer => Buffer.from([0, byte, 0, byte])
  const found = await remerged({ a: binary(1) }, { a: binary(2) }, { a: binary(3) }, { a: binary(4) })
  expect(found).toMatchObject({
    files: [{ clashed: { path: 'a', kind: 'binary' }, outcome: { placed: [{ path: 'a' }] } }],
  })
  expect(found.kind === 'by-hand' && found.files[0]?.outcome).not.toHaveProperty('text')
})

test('markers that were left in are told, and lines that only look like markers are none', async () => {
  const left = '<<<<<<< main\nmain\n=======\ntopic\n>>>>>>> topic\n'
  expect(await remerged({ a: BASE }, { a: 'main\n' }, { a: 'topic\n' }, { a: left })).toMatchObject({
    files: [],
    unfinished: ['a'],
  })
  const text = 'A conflict looks so:\n<<<<<<< ours\n=======\n>>>>>>> theirs\n'
  expect(
    await remerged({ a: text }, { a: `${text}main\n` }, { a: `${text}topic\n` }, { a: `${text}main\ntopic\n` }),
  ).toMatchObject({ files: [{ clashed: { path: 'a' } }], unfinished: [] })
})

test('a merge by other rules than git’s usual ones is no lesson', async () => {
  expect(await remerged({ a: BASE }, { b: 'main\n' }, { c: 'topic\n' }, {})).toEqual({
    kind: 'not-redone',
    why: 'nothing of the other side was taken, as by `git merge -s ours`',
  })
})

test('a criss-cross is merged from all of its bases', async () => {
  const [first, second, last] = await remergedAll([
    { branch: 'main', subject: 'base', files: { a: BASE, b: BASE } },
    { branch: 'topic', parents: ['main'], subject: 'topic', files: { a: BASE.replace('one', 'ONE') } },
    { branch: 'main', subject: 'main', files: { b: BASE.replace('one', 'ONE') } },
    { branch: 'old-main', parents: ['main'], subject: 'same', files: {} },
    { branch: 'main', parents: ['main', 'topic'], subject: 'merge', files: { a: BASE.replace('one', 'ONE') } },
    {
      branch: 'topic',
      parents: ['topic', 'old-main'],
      subject: 'merge back',
      files: { b: BASE.replace('one', 'ONE') },
    },
    { branch: 'main', subject: 'main again', files: { a: BASE.replace('one', 'ONE').replace('four', '4') } },
    { branch: 'topic', subject: 'topic again', files: { a: BASE.replace('one', 'ONE').replace('four', 'IV') } },
    {
      branch: 'main',
      parents: ['main', 'topic'],
      subject: 'last',
      files: { a: BASE.replace('one', 'ONE').replace('four', 'iv') },
    },
  ])
  expect([first, second]).toEqual([{ kind: 'as-git' }, { kind: 'as-git' }])
  expect(last).toMatchObject({ files: [{ clashed: { path: 'a' } }], fixes: [] })
})

test('histories that have nothing in common cannot be merged again', async () => {
  const [only] = await remergedAll([
    { branch: 'main', subject: 'one', files: { a: 'a\n' } },
    { branch: 'other', parents: [], subject: 'two', files: { b: 'b\n' } },
    { branch: 'main', parents: ['main', 'other'], subject: 'both', files: { b: 'b\n' } },
  ])
  expect(only).toMatchObject({ kind: 'not-redone' })
})
