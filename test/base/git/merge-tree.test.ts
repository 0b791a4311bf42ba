import { expect, test } from 'vitest'
import { Merger } from '../../../src/base/git/merge-tree.ts'
import { Git } from '../../../src/base/git/spawn.ts'
import { flushesAnswers, gitVersion } from '../../../src/base/git/version.ts'
import type { CommitOid } from '../../../src/base/model/oid.ts'
import { type CommitSpec, git, importCommits, initBare } from '../../world/fast-import.ts'
import { testFolder } from '../../world/folder.ts'
import { matching } from '../../world/matching.ts'
import { testGit } from '../../world/roster.ts'

test('advice about submodules, which git 2.39 gives amid its answer, does not disturb the next one', async () => {
  using folder = testFolder()
  initBare(folder.path)
  const at = (digit: string): CommitSpec['files'] => ({ sub: { mode: '160000', commit: digit.repeat(40) } })
  importCommits(folder.path, [
    { branch: 'main', subject: 'base', files: at('1') },
    { branch: 'net', parents: ['main'], subject: 'net', files: at('2') },
    { branch: 'usb', parents: ['main'], subject: 'usb', files: at('3') },
  ])
  const id = (name: string): CommitOid => git(folder.path, ['rev-parse', name]) as CommitOid
  await using merger = new Merger(testGit().at(folder.path), false)
  const answers = await Promise.all([merger.merge(id('net'), id('usb')), merger.merge(id('net'), id('main'))])
  expect(answers).toMatchObject([
    { clean: false, messages: [{ type: 'CONFLICT (submodule not initialized)' }, { type: 'CONFLICT (contents)' }] },
    { clean: true, messages: [] },
  ])
})

/** A repository with two branches that merge, and as many that clash as are asked for. */
function repository(dir: string, clashes: number): (name: string) => CommitOid {
  initBare(dir)
  importCommits(dir, [
    { branch: 'main', subject: 'base', files: { file: 'base\n' } },
    { branch: 'net', parents: ['main'], subject: 'net', files: { net: 'net\n' } },
    ...Array.from({ length: clashes }, (_, at) => ({
      branch: `usb${at}`,
      parents: ['main'],
      subject: 'usb',
      files: { file: `usb ${at}\n` },
    })),
  ])
  return (name) => git(dir, ['rev-parse', name]) as CommitOid
}

test('a co-process that is killed amid its work costs nothing but time', async () => {
  using folder = testFolder()
  const id = repository(folder.path, 12)
  await using calm = new Merger(testGit().at(folder.path), false)
  const pairs = Array.from({ length: 11 }, (_, at): [CommitOid, CommitOid] => [id(`usb${at}`), id(`usb${at + 1}`)])
  const expected = await Promise.all(pairs.map(([ours, theirs]) => calm.merge(ours, theirs)))
  await using merger = new Merger(testGit().at(folder.path), false)
  const answers = Promise.all(
    pairs.map(async ([ours, theirs], at) => {
      const answer = merger.merge(ours, theirs)
      if (at === 5) process.kill(merger.pid ?? 0, 'SIGKILL')
      return answer
    }),
  )
  expect(await answers).toEqual(expected)
  expect(merger.deaths).toBe(1)
  expect(await merger.merge(id('net'), id('main'))).toMatchObject({ clean: true })
})

test('without anything to unbuffer it every merge has a process of its own, and the same answer', async () => {
  using folder = testFolder()
  const id = repository(folder.path, 2)
  await using merger = new Merger(testGit().at(folder.path), false)
  const plain = new Git({ searchPath: process.env['PATH'] ?? '', unbuffered: [] })
  await using alone = new Merger(plain.at(folder.path), false)
  for (const [ours, theirs] of [
    ['net', 'usb0'],
    ['usb0', 'usb1'],
  ] as const)
    expect(await alone.merge(id(ours), id(theirs))).toEqual(await merger.merge(id(ours), id(theirs)))
  expect(alone.pid).toBeUndefined()
})

test('a git that flushes its answers keeps one process without anything before it', async ({ skip }) => {
  if (!flushesAnswers(await gitVersion(testGit()))) skip('git flushes the answers of merge-tree --stdin since 2.49')
  using folder = testFolder()
  const id = repository(folder.path, 2)
  const plain = new Git({ searchPath: process.env['PATH'] ?? '', unbuffered: [] })
  await using merger = new Merger(plain.at(folder.path), true)
  expect(await merger.merge(id('net'), id('usb0'))).toMatchObject({ clean: true })
  const { pid } = merger
  expect(pid).toBeDefined()
  expect(await merger.merge(id('usb0'), id('usb1'))).toMatchObject({ clean: false })
  expect(merger.pid).toBe(pid)
})

test('a pair that git cannot merge is refused with its words, and the next one merged', async () => {
  using folder = testFolder()
  const id = repository(folder.path, 1)
  importCommits(folder.path, [{ branch: 'stranger', parents: [], subject: 'start', files: { own: '' } }])
  await using merger = new Merger(testGit().at(folder.path), false)
  const answers = await Promise.all([merger.merge(id('main'), id('stranger')), merger.merge(id('net'), id('usb0'))])
  expect(answers).toMatchObject([{ refused: matching(/unrelated histories/) }, { clean: true }])
})

test('when git itself is gone, whoever asked is told', async () => {
  using folder = testFolder()
  const id = repository(folder.path, 1)
  const [net, usb] = [id('net'), id('usb0')]
  await using merger = new Merger(
    new Git({ searchPath: '/nowhere', unbuffered: ['stdbuf', '-o0'] }).at(folder.path),
    false,
  )
  await expect(merger.merge(net, usb)).rejects.toMatchObject({ code: 'git-missing' })
})
