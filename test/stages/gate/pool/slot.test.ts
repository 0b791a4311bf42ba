import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { TreeOid } from '../../../../src/base/model/oid.ts'
import { Slot } from '../../../../src/stages/gate/pool/slot.ts'
import { git, importCommits } from '../../../world/fast-import.ts'
import { GateWorld, testGate } from '../../../world/gates.ts'
import { testGit } from '../../../world/roster.ts'

const MAIN = { branch: 'main', subject: 'begin', files: { 'a.c': 'one\n', 'sub/b.c': 'two\n' } }

test('what trees hold stays within the slot: links are followed by nobody, filters do not run, submodules stay empty', async () => {
  await using world = await GateWorld.create([MAIN])
  const outside = world.outside
  writeFileSync(join(outside, 'precious'), 'precious\n')
  importCommits(world.recordDir, [
    {
      branch: 'links',
      parents: ['main'],
      subject: 'links',
      files: {
        sub: { mode: '120000', content: outside },
        'a.c': { mode: '120000', content: join(outside, 'precious') },
        '.gitattributes': '* filter=evil\n',
        module: { mode: '160000', commit: git(world.recordDir, ['rev-parse', 'main']) },
        '-rf': 'a name\n',
        'two\nlines': 'another\n',
      },
    },
    {
      branch: 'folders',
      parents: ['main'],
      subject: 'folders',
      files: { 'sub/precious': 'mine\n', 'sub/planted': 'mine\n', 'a.c': 'mine\n' },
    },
  ])
  git(world.recordDir, ['config', 'filter.evil.smudge', `touch ${outside}/ran`])
  const look = testGate('find . | sort | tr "\\n" " "; cat a.c')
  const links = await world.try(look, 'links')
  expect(links.log.toString()).toBe('. ./-rf ./.gitattributes ./a.c ./module ./sub ./two lines precious\n')
  const folders = await world.try(look, 'folders', { clean: true })
  expect(folders.log.toString()).toBe('. ./a.c ./sub ./sub/b.c ./sub/planted ./sub/precious mine\n')
  await world.try(look, 'links')
  await world.try(look, 'main')
  expect(readdirSync(outside)).toEqual(['precious'])
  expect(readFileSync(join(outside, 'precious'), 'utf8')).toBe('precious\n')
})

test('a slot whose owner died is taken over, and what still ran in it is ended', async () => {
  await using world = await GateWorld.create([MAIN])
  await world.try(testGate('echo built >a.o'))
  await world.pool[Symbol.asyncDispose]()
  const dead = execFileSync('sh', ['-c', 'echo $$']).toString()
  writeFileSync(join(world.slots, '0', 'owner'), dead)
  writeFileSync(join(world.slots, '0', 'index.lock'), '')
  writeFileSync(join(world.slots, '0', 'git', 'HEAD.lock'), '')
  const left = spawn('sleep', ['1000'], { env: { TRIBUTARY_SLOT: join(world.slots, '0') }, detached: true })
  await once(left, 'spawn')
  const ended = once(left, 'exit')
  await world.open()
  expect(await ended).toEqual([null, 'SIGKILL'])
  expect((await world.try(testGate('cat a.o'))).log.toString()).toBe('built\n')
  expect(readdirSync(world.slots)).toEqual(['0'])
})

test('a slot that somebody has is passed over', async () => {
  await using world = await GateWorld.create([MAIN])
  const setting = {
    git: testGit(),
    recordDir: world.recordDir,
    folder: world.slots,
    pid: process.pid,
    listen: () => undefined,
  }
  await using second = await Slot.open(setting)
  expect(second.path).toBe(join(world.slots, '1'))
  {
    await using third = await Slot.open(setting)
    expect(third.path).toBe(join(world.slots, '2'))
  }
  await using again = await Slot.open(setting)
  expect(again.path).toBe(join(world.slots, '2'))
})

test('an index that was cut off is no hindrance', async () => {
  await using world = await GateWorld.create([MAIN])
  await world.try(testGate('true'))
  writeFileSync(join(world.slots, '0', 'index'), 'DIRC')
  mkdirSync(join(world.tree, 'left'))
  const tried = await world.try(testGate('ls'))
  expect(tried.log.toString()).toBe('a.c\nsub\n')
})

test('a tree that no commit holds is a candidate as well', async () => {
  await using world = await GateWorld.create([MAIN])
  const tree = git(world.recordDir, ['rev-parse', 'main:sub']) as TreeOid
  await world.try(testGate('true'))
  const tried = await world.pool.try(testGate('ls; cat b.c'), tree)
  expect(tried.log.toString()).toBe('b.c\ntwo\n')
})

test('of many files, those that a gate changed are seen by no other, whatever times it gave them', async () => {
  // More than git looks at in one thread.
  const names = Array.from({ length: 1500 }, (_, place) => `d${place % 30}/f${place}`)
  const files = Object.fromEntries(names.map((name) => [name, 'the same\n']))
  await using world = await GateWorld.create([{ branch: 'main', subject: 'begin', files }])
  await world.try(
    testGate(
      'for f in d7/* d8/*; do touch -r $f ../tmp/t; echo "NOT same" >$f; touch -r ../tmp/t $f; done; mv d9 d10/',
    ),
  )
  const tried = await world.try(testGate('find . -type f | wc -l; cat d*/f* | sort -u; ls d9 | wc -l'), 'main', {
    clean: true,
  })
  expect(tried.log.toString()).toBe('1500\nthe same\n50\n')
})

test('a candidate that is not there is no fault of the gate', async () => {
  await using world = await GateWorld.create([MAIN])
  await expect(world.pool.try(testGate('true'), 'f'.repeat(40) as never)).rejects.toMatchObject({ code: 'git-failed' })
  expect((await world.try(testGate('true'))).outcome).toEqual({ kind: 'passed' })
})
