/** Histories that nobody should have, and somebody has: each gives the release that plain git gives, or is left out and said so. */
import { expect, test } from 'vitest'
import { packBytes } from '../../src/base/git/pack.ts'
import type { Release } from '../../src/base/model/run.ts'
import { EvilObjects } from '../world/evil.ts'
import { type CommitSpec, git, importCommits } from '../world/fast-import.ts'
import { containing } from '../world/matching.ts'
import { outcomes, World, type WorldSpec } from '../world/world.ts'

/** What git makes of the trees' tips, merge after merge in a repository of its own; a merge that conflicts is left out. */
function plainGit(world: World, trees: readonly string[]): { readonly tree: string; readonly taken: string[] } {
  const dir = world.emptyRepository('plain')
  for (const name of ['upstream', ...trees]) git(dir, ['fetch', '-q', world.path(name), `+main:${name}`])
  let head = git(dir, ['rev-parse', 'upstream'])
  const taken: string[] = []
  for (const name of trees) {
    if (git(dir, ['rev-list', '--count', `${head}..${name}`]) === '0') continue
    try {
      const tree = git(dir, ['merge-tree', '--write-tree', head, name])
      head = git(dir, ['commit-tree', '-p', head, '-p', name, '-m', name, tree])
      taken.push(name)
    } catch {
      // It conflicts, or git will not merge it.
    }
  }
  return { tree: git(dir, ['rev-parse', `${head}^{tree}`]), taken }
}

/** Runs, compares with plain git, and gives the release. */
async function releaseAsGitHasIt(world: World, trees: readonly string[]): Promise<Release> {
  const release = await world.release()
  const plain = plainGit(world, trees)
  const merged = release.record.trees.filter(({ outcome }) => outcome === 'merged').map(({ name }) => name)
  expect(merged).toEqual(plain.taken)
  expect(release.record.contentTree).toBe(plain.tree)
  return release
}

/** The commits of one tree, put on `main` of its repository. */
type Commits = Readonly<Record<string, readonly Omit<CommitSpec, 'branch' | 'subject'>[]>>

async function worldWith(commits: Commits, files?: WorldSpec['files']): Promise<World> {
  const trees = Object.keys(commits).filter((name) => name !== 'upstream')
  const world = await World.create({ trees, ...(files ? { files } : {}) })
  for (const [name, specs] of Object.entries(commits))
    importCommits(
      world.path(name),
      specs.map((spec, at) => ({ branch: 'main', subject: `${name}: ${at}`, ...spec })),
    )
  return world
}

const FIVE = 'one\ntwo\nthree\nfour\nfive\n'
const FOLDER = {
  Makefile: 'all:\n',
  'old/a.c': `a\n${FIVE}`,
  'old/b.c': `b\n${FIVE}`,
  'old/c.c': `c\n${FIVE}`,
  tool: '#!/bin/sh\n',
}
const OLD_TO_NEW = {
  'new/a.c': { movedFrom: 'old/a.c' },
  'new/b.c': { movedFrom: 'old/b.c' },
  'new/c.c': { movedFrom: 'old/c.c' },
}
const mode = (digits: '100755' | '120000', content: string) => ({ mode: digits, content }) as const
const submodule = (digit: string) => ({ mode: '160000', commit: digit.repeat(40) }) as const

/** Each tree's commits, and what is to become of the trees. */
const HISTORIES: Readonly<Record<string, { readonly commits: Commits; readonly outcomes: readonly string[] }>> = {
  'a folder that one side renames, and the other adds to': {
    commits: { one: [{ files: OLD_TO_NEW }], two: [{ files: { 'old/d.c': 'd\n' } }] },
    outcomes: ['one: merged', 'two: left-out'],
  },
  'a folder renamed after the other side added to it': {
    commits: { one: [{ files: { 'old/d.c': 'd\n' } }], two: [{ files: OLD_TO_NEW }] },
    outcomes: ['one: merged', 'two: left-out'],
  },
  'a folder that both sides rename differently': {
    commits: { one: [{ files: OLD_TO_NEW }], two: [{ files: { 'other/a.c': { movedFrom: 'old/a.c' } } }] },
    outcomes: ['one: merged', 'two: left-out'],
  },
  'everything moved from the root into a folder': {
    commits: {
      one: [
        {
          files: {
            'sub/Makefile': { movedFrom: 'Makefile' },
            'sub/tool': { movedFrom: 'tool' },
            'sub/old': { movedFrom: 'old' },
          },
        },
      ],
      two: [{ files: { 'old/a.c': `a\n${FIVE}six\n` } }],
    },
    outcomes: ['one: merged', 'two: merged'],
  },
  'names that differ in case alone': {
    commits: { one: [{ files: { 'readme.txt': 'one\n' } }], two: [{ files: { 'README.txt': 'two\n' } }] },
    outcomes: ['one: merged', 'two: merged'],
  },
  'symbolic links, one in place of a file': {
    commits: {
      one: [{ files: { 'old/a.c': { gone: true } } }, { files: { 'old/a.c': mode('120000', '../Makefile') } }],
      two: [{ files: { link: mode('120000', 'old') } }],
      three: [{ files: { 'old/a.c': `a\n${FIVE}six\n` } }],
    },
    outcomes: ['one: merged', 'two: merged', 'three: left-out'],
  },
  'an executable bit, and other contents': {
    commits: {
      one: [{ files: { tool: mode('100755', '#!/bin/sh\n') } }],
      two: [{ files: { tool: '#!/bin/sh\nexit 0\n' } }],
    },
    outcomes: ['one: merged', 'two: merged'],
  },
  'submodules that move apart': {
    commits: {
      upstream: [],
      one: [{ files: { sub: submodule('1') } }],
      two: [{ files: { sub: submodule('2') } }],
      three: [{ files: { other: submodule('3') } }],
    },
    outcomes: ['one: merged', 'two: left-out', 'three: merged'],
  },
  'a file where another has a folder': {
    commits: { one: [{ files: { thing: 'file\n' } }], two: [{ files: { 'thing/inside': 'folder\n' } }] },
    outcomes: ['one: merged', 'two: left-out'],
  },
  'a folder that becomes a file': {
    commits: {
      one: [{ files: { old: { gone: true } } }, { files: { old: 'a file now\n' } }],
      two: [{ files: { 'old/a.c': `a\n${FIVE}six\n` } }],
      three: [{ files: { Makefile: 'all: it\n' } }],
    },
    outcomes: ['one: merged', 'two: left-out', 'three: merged'],
  },
  'nothing left at all': {
    commits: {
      one: [{ files: { old: { gone: true }, tool: { gone: true }, Makefile: { gone: true } } }],
      two: [{ files: { Makefile: 'all: it\n' } }],
      three: [{ files: { new: 'file\n' } }],
    },
    outcomes: ['one: merged', 'two: left-out', 'three: merged'],
  },
  'an empty commit': {
    commits: { one: [{ files: {} }], two: [{ files: { new: 'file\n' } }] },
    outcomes: ['one: merged', 'two: merged'],
  },
  'names of odd bytes': {
    commits: {
      one: [{ files: { 'a "quoted"\nname': 'one\n', '\u001b[31mred': 'two\n', '-rf': 'x\n', ' ': 'y\n' } }],
      two: [{ files: { 'a "quoted"\nname': 'two\n' } }],
      three: [{ files: { 'naïve/ü': 'z\n' } }],
    },
    outcomes: ['one: merged', 'two: left-out', 'three: merged'],
  },
  'large binary files that both change': {
    commits: {
      one: [{ files: { 'firmware.bin': Buffer.alloc(5_000_000, 'one\0') } }],
      two: [{ files: { 'firmware.bin': Buffer.alloc(5_000_000, 'two\0') } }],
      three: [{ files: { 'other.bin': Buffer.alloc(5_000_000, '\0three') } }],
    },
    outcomes: ['one: merged', 'two: left-out', 'three: merged'],
  },
}

test.each(Object.entries(HISTORIES))('%s', async (_, { commits, outcomes: expected }) => {
  await using world = await worldWith(commits, FOLDER)
  const release = await releaseAsGitHasIt(
    world,
    Object.keys(commits).filter((name) => name !== 'upstream'),
  )
  expect(outcomes(release)).toEqual(expected)
  // Every tree that is left out has a conflict in the record that says why.
  const leftOut = release.record.trees.filter(({ outcome }) => outcome === 'left-out').map(({ name }) => name)
  expect([...new Set(release.record.conflicts.map(({ tree }) => tree))]).toEqual(leftOut)
})

test('trees that are upstream itself, each other, or part of one another', async () => {
  await using world = await World.create({
    trees: ['upstream-itself', 'net', 'net-again', 'net-and-more', 'net-in-part'],
  })
  const part = world.commit('net', { 'net/core.c': 'one\n' })
  const net = world.commit('net', { 'net/core.c': 'two\n' })
  const copy = (to: string, commit: string): string =>
    git(world.path(to), ['fetch', '-q', world.path('net'), `+${commit}:refs/heads/main`])
  for (const to of ['net-again', 'net-and-more']) copy(to, net)
  git(world.path('net'), ['update-ref', 'refs/heads/part', part])
  copy('net-in-part', 'refs/heads/part')
  world.commit('net-and-more', { 'net/more.c': 'more\n' })
  const trees = ['upstream-itself', 'net', 'net-again', 'net-and-more', 'net-in-part']
  expect(outcomes(await releaseAsGitHasIt(world, trees))).toEqual([
    'upstream-itself: empty',
    'net: merged',
    'net-again: already-in',
    'net-and-more: merged',
    'net-in-part: already-in',
  ])
})

test('merges of merges: criss-cross, and many at once', async () => {
  await using world = await World.create({ trees: ['one', 'two', 'octopus'] })
  const file = (name: string, content: string): CommitSpec['files'] => ({ [name]: content })
  importCommits(world.path('one'), [
    { branch: 'left', parents: ['main'], subject: 'left', files: file('left', '1\n') },
    { branch: 'right', parents: ['main'], subject: 'right', files: file('right', '1\n') },
    { branch: 'main', parents: ['left', 'right'], subject: 'one way', files: { left: '1\n', right: '1\n' } },
    { branch: 'other', parents: ['right', 'left'], subject: 'the other', files: { left: '1\n', right: '1\n' } },
    { branch: 'main', subject: 'on', files: file('left', '2\n') },
    { branch: 'other', subject: 'on', files: file('right', '2\n') },
  ])
  git(world.path('two'), ['fetch', '-q', world.path('one'), '+other:main'])
  importCommits(world.path('octopus'), [
    ...['a', 'b', 'c', 'd'].map((name) => ({
      branch: name,
      parents: ['main'],
      subject: name,
      files: file(name, '1\n'),
    })),
    {
      branch: 'main',
      parents: ['a', 'b', 'c', 'd'],
      subject: 'all',
      files: { a: '1\n', b: '1\n', c: '1\n', d: '1\n' },
    },
  ])
  const release = await releaseAsGitHasIt(world, ['one', 'two', 'octopus'])
  expect(outcomes(release)).toEqual(['one: merged', 'two: merged', 'octopus: merged'])
  expect(world.record('show', 'next:left', 'next:right')).toBe('2\n2')
})

test('a history of its own is refused, with the reason, and the others go in', async () => {
  await using world = await World.create({ trees: ['stranger', 'net'] })
  importCommits(world.path('stranger'), [{ branch: 'main', parents: [], subject: 'start', files: { own: 'root\n' } }])
  world.commit('net', { 'net/core.c': 'one\n' })
  const release = await releaseAsGitHasIt(world, ['stranger', 'net'])
  expect(release.record.trees).toMatchObject([
    { outcome: 'refused', why: containing('shares no history') },
    { outcome: 'merged' },
  ])
})

test('folders and files under modes that git wrote long ago', async () => {
  await using world = await World.create({ trees: ['old', 'new'] })
  const evil = new EvilObjects()
  const inner = evil.tree(['100664', 'group-writable.c', evil.blob('int old;\n')])
  const root = evil.tree(['100644', 'Makefile', evil.blob('all:\n')], ['040000', 'core', inner])
  evil.install(world.path('old'), 'main', evil.commit(root, { parent: world.head('upstream') }))
  world.configure((text) => text.replace('name = "old"\n', 'name = "old"\ntolerate = ["badFilemode"]\n'))
  world.commit('new', { 'core/new.c': 'new\n' })
  expect(outcomes(await releaseAsGitHasIt(world, ['old', 'new']))).toEqual(['old: merged', 'new: merged'])
})

test('a tree too deep for git is never fetched; put in by hand it does no harm', async () => {
  await using world = await World.create({ trees: ['deep', 'clash', 'net'] })
  world.commit('clash', { d: 'a file where the other has a folder\n' })
  world.commit('net', { 'net/core.c': 'one\n' })
  const evil = new EvilObjects()
  let tree = evil.tree(['100644', 'bottom', evil.blob()])
  for (let depth = 0; depth < 10_000; depth += 1) tree = evil.tree(['40000', 'd', tree])
  const commit = evil.commit(tree, { parent: world.head('upstream') })
  evil.install(world.path('deep'), 'main', commit)
  expect(outcomes(await world.release())).toEqual(['deep: refused', 'clash: merged', 'net: merged'])
  git(world.recordDir, ['index-pack', '--stdin'], packBytes([...evil.all.values()]))
  git(world.recordDir, ['update-ref', 'refs/trees/deep', commit])
  const release = await world.release({ offline: true })
  expect(outcomes(release)).toEqual(['deep: merged', 'clash: left-out', 'net: merged'])
  expect(release.record.conflicts).toMatchObject([{ tree: 'clash', kind: 'file/directory' }])
})

test('an earlier version goes in where the tip conflicts, and tells what it brings back', async () => {
  await using world = await World.create({ trees: ['net', 'usb'] })
  const dropped = world.commit('usb', { 'usb/core.c': 'one\n' })
  expect(outcomes(await world.release())).toEqual(['net: empty', 'usb: merged'])
  world.commit('net', { 'core/main.c': 'net\n' })
  git(world.path('usb'), ['update-ref', 'refs/heads/main', world.head('upstream')])
  world.commit('usb', { 'core/main.c': 'usb\n' })
  const release = await world.release()
  expect(release.record.trees[1]).toMatchObject({
    outcome: 'previous',
    version: dropped,
    versionFrom: 'next-20260114',
    restores: [dropped],
  })
  expect(release.record.conflicts).toMatchObject([{ tree: 'usb', path: 'core/main.c', oursBy: { tree: 'net' } }])
  expect(world.cli('show').stdout).toContain('it brings back a commit that its branch has dropped')
  expect(JSON.parse(world.cli('show', '--json').stdout)).toMatchObject({ trees: [{}, { restores: [dropped] }] })
  expect(await world.verify()).toMatchObject({ kind: 'same' })
})

test('what two trees took out alike is named the same however a release is put together', async () => {
  await using world = await worldWith(
    {
      one: [{ files: { Makefile: 'all:\n', 'f.c': FIVE.replace('three\n', '') } }],
      two: [{ files: { 'f.c': FIVE.replace('three\n', ''), 'two.c': 'two\n' } }],
      three: [{ files: { 'f.c': FIVE.replace('three', 'three and more') } }],
    },
    { 'f.c': FIVE },
  )
  const release = await releaseAsGitHasIt(world, ['one', 'two', 'three'])
  const [conflict] = release.record.conflicts
  expect(conflict?.pairs.map(({ ours }) => ours.map(({ tree }) => tree))).toEqual([['one', 'two']])
  expect(await world.verify()).toMatchObject({ kind: 'same' })
})
