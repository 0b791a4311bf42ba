import fc from 'fast-check'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type CommitOid, EMPTY_TREE, type TreeOid } from '../../../../src/base/model/oid.ts'
import { Builder } from '../../../../src/stages/integrate/needs/builder.ts'
import { lineUp } from '../../../../src/stages/integrate/needs/line-up.ts'
import { findNeeds } from '../../../../src/stages/integrate/needs/needs.ts'
import { openWorkshop } from '../../../../src/stages/integrate/workshop.ts'
import { type CommitSpec, git, importCommits, initBare } from '../../../world/fast-import.ts'
import { testFolder } from '../../../world/folder.ts'
import { HISTORIES_TIMEOUT_MS, build, histories, history } from '../../../world/histories.ts'
import { testGit } from '../../../world/roster.ts'

/** `two needs one`, for each commit of `branch` beyond main, and whether the line ends in what the branch has. */
async function needsIn(dir: string, branch: string): Promise<{ said: string[]; isWhole: boolean; stands: boolean }> {
  const setting = { recordDir: dir, scratchFolder: join(dir, 'scratch'), pid: process.pid }
  await using shop = await openWorkshop(testGit(), setting)
  const base = git(dir, ['merge-base', 'main', branch])
  const commits = git(dir, ['rev-list', '--reverse', '--topo-order', '--no-merges', `main..${branch}`])
    .split('\n')
    .filter(Boolean) as CommitOid[]
  const from = base === '' ? EMPTY_TREE : (git(dir, ['rev-parse', `${base}^{tree}`]) as TreeOid)
  const line = await lineUp(shop, from, commits)
  const needs = await findNeeds(shop, line)
  const subjects = commits.map((commit) => git(dir, ['log', '-1', '--format=%s', commit]))
  const builder = new Builder(shop, line)
  const alone = await Promise.all(needs.map(({ all }, at) => builder.build([...all, at].sort((a, b) => a - b))))
  return {
    said: needs.map(({ direct }, at) => {
      const on = direct.map((need) => [subjects[need.on], ...need.paths].join(' '))
      return `${subjects[at]} needs ${on.join(', ') || 'nothing'}`
    }),
    isWhole: line.steps.at(-1)?.after === git(dir, ['rev-parse', `${branch}^{tree}`]),
    stands: alone.every((tree) => tree !== undefined),
  }
}

const LINES = Array.from({ length: 40 }, (_, at) => `line ${at}`)

/** The file with some lines set. */
function file(changes: Readonly<Record<number, string>> = {}): string {
  return LINES.map((line, at) => `${changes[at] ?? line}\n`).join('')
}

async function toldOf(commits: readonly Omit<CommitSpec, 'branch'>[]): Promise<string[]> {
  using folder = testFolder()
  const dir = join(folder.path, 'project.git')
  initBare(dir)
  importCommits(dir, [
    { branch: 'main', subject: 'start', files: { 'a.c': file(), 'b.c': file(), 'x/old.c': file() } },
    ...commits.map((commit, at) => ({ ...commit, branch: 'tree', ...(at === 0 ? { parents: ['main'] } : {}) })),
  ])
  return (await needsIn(dir, 'tree')).said
}

test('commits need those whose lines they touch or stand beside, and no others', async () => {
  const said = await toldOf([
    { subject: 'generic', files: { 'a.c': file({ 5: 'generic' }) } },
    { subject: 'other end', files: { 'a.c': file({ 5: 'generic', 30: 'other' }) } },
    { subject: 'x86', files: { 'a.c': file({ 5: 'generic', 6: 'x86', 30: 'other' }), 'b.c': file({ 1: 'x86' }) } },
    { subject: 'another file', files: { 'b.c': file({ 1: 'x86', 20: 'far' }) } },
    { subject: 'on both', files: { 'a.c': file({ 5: 'G', 6: 'x86', 30: 'O' }) } },
  ])
  expect(said).toEqual([
    'generic needs nothing',
    'other end needs nothing',
    'x86 needs generic a.c',
    'another file needs nothing',
    'on both needs other end a.c, x86 a.c',
  ])
})

test('a new file, a name and lines taken away are needed too', async () => {
  const said = await toldOf([
    { subject: 'new file', files: { 'n.c': 'new\n' } },
    { subject: 'shorter', files: { 'a.c': file().replace('line 10\nline 11\n', '') } },
    { subject: 'uses new', files: { 'n.c': 'new\nnewer\n' } },
    { subject: 'at the gap', files: { 'a.c': file().replace('line 10\nline 11\n', 'line ten\n') } },
    { subject: 'moved', files: { 'x/new.c': { movedFrom: 'x/old.c' } } },
    { subject: 'changes moved', files: { 'x/new.c': file({ 3: 'three' }) } },
    { subject: 'gone', files: { 'n.c': { gone: true } } },
  ])
  expect(said).toEqual([
    'new file needs nothing',
    'shorter needs nothing',
    'uses new needs new file n.c',
    'at the gap needs shorter a.c',
    'moved needs nothing',
    'changes moved needs nothing',
    'gone needs uses new n.c',
  ])
})

test('a commit that does again what the line has needs those without which it clashes', async () => {
  using folder = testFolder()
  const dir = join(folder.path, 'project.git')
  initBare(dir)
  importCommits(dir, [
    { branch: 'main', subject: 'start', files: { 'a.c': file(), 'b.c': file() } },
    { branch: 'old', parents: ['main'], subject: 'old base', files: { 'b.c': { gone: true } } },
    { branch: 'main', subject: 'b grows', files: { 'b.c': file({ 5: 'grown' }) } },
    { branch: 'tree', parents: ['main'], subject: 'elsewhere', files: { 'a.c': file({ 1: 'one' }) } },
    { branch: 'tree', subject: 'away', files: { 'b.c': { gone: true } } },
    { branch: 'tree', parents: ['tree', 'old'], subject: 'merge old', files: { 'b.c': { gone: true } } },
  ])
  const found = await needsIn(dir, 'tree')
  expect(found.said).toEqual(['elsewhere needs nothing', 'away needs nothing', 'old base needs away b.c'])
  expect(found.stands).toBe(true)
})

test(
  'whatever the history, each commit stands with what it needs, and trees that were never merged line up whole',
  async () => {
    await fc.assert(
      fc.asyncProperty(history, async (world) => {
        using folder = testFolder()
        const dir = join(folder.path, 'project.git')
        initBare(dir)
        for (const name of build(dir, world)) {
          const found = await needsIn(dir, name)
          expect(found.stands, found.said.join('\n')).toBe(true)
          const merges = git(dir, ['rev-list', '--merges', `main..${name}`])
          expect(found.isWhole || merges !== '').toBe(true)
        }
      }),
      histories(10),
    )
  },
  HISTORIES_TIMEOUT_MS,
)
