/** Bad input, read aloud: what the operator is told, and what stays whole. */
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CliResult, cliFile, runCli } from '../world/cli.ts'
import { git, importCommits } from '../world/fast-import.ts'
import { testFolder } from '../world/folder.ts'
import { containing, matching } from '../world/matching.ts'
import { readStrictly } from '../world/strict-mail.ts'
import { World } from '../world/world.ts'

/** Control characters that may reach no terminal; tab and newline may. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/

/** What a person reads: the complaint and the exit code, with the test's own folder called /srv. */
function told(world: World, { exit, stdout, stderr }: CliResult): string {
  expect(stdout + stderr).not.toMatch(CONTROL)
  // A new tree stands behind the starter roster, which grows with every key there is.
  const text = (stdout + stderr).replaceAll(world.folder, '/srv').replace(/(tributary\.toml):\d+:/g, '$1:<line>:')
  return `${text}exit ${exit}`
}

describe('what is typed', () => {
  let world: World
  beforeAll(async () => {
    world = await World.create({ trees: ['net'] })
    world.commit('net', { 'net/core.c': 'one\n' })
    await world.release()
  })
  afterAll(() => world[Symbol.asyncDispose]())

  const TYPED = [
    ['frobnicate'],
    ['statsu'],
    ['\u001b[31mred'],
    ['run', '--frob'],
    ['run', '--date', 'tomorrow'],
    ['show', 'next-\u001b[31m'],
    ['show', 'next-20200101'],
    ['conflicts', '\u001b]0;title\u0007'],
    ['log', 'nope'],
    ['fetch', 'nope'],
    ['keep', 'net', '--at', 'next-20200101', '--why', 'x'],
    ['hold', 'net'],
    ['undo', 'abc', '--why', 'x'],
    ['trees', 'frob'],
    ['trees', 'add', 'net'],
    ['trees', 'add', 'usb', '/srv/usb.git#--exec=x'],
    ['trees', 'add', 'a b', '/srv/usb.git#main'],
    ['trees', 'add', 'usb', 'ext::sh -c id#main'],
    ['trees', 'move', 'net', '--before', 'net'],
    ['trees', 'import', 'nofile'],
    ['trees', 'import', 'record.git/HEAD'],
    ['conflicts', '--all'],
    ['try', '../nowhere.git#main'],
    ['drop', '--help'],
    ['-C', '..', 'status'],
    ['resolve', 'net', '--fix', 'nofile', '--why', 'x'],
    ['init', 'elsewhere', '--upstream', 'http://example.org/project.git#main'],
    ['init', 'elsewhere', '--upstream', '../upstream.git#main', '--integrator', 'nobody'],
    ['init', '.', '--upstream', '/srv/upstream.git#main'],
    ['init', 'elsewhere', '--upstream=--upload-pack=id#main'],
    ['init', 'elsewhere', '--from', '../mirror.git', '--upstream-name', 'mainline'],
    ['completion'],
    ['fix', 'add', '--help'],
    ['worker'],
    ['worker', '--record', '/srv/r.git', '--queue', 'redis://:secret@localhost/0'],
    ['worker', '--record', '/srv/r.git', '--queue', 'redis://localhost/0', '--labels', 'a/b'],
    ['worker', '--record', '/srv/r.git', '--queue', 'redis://localhost/0', '--readable', '/a/../b'],
    ['worker', '--record', '/srv/r.git', '--queue', 'redis://localhost/0', '--slots', '0'],
    ['worker', '--record', '/srv/r.git', '--queue', 'redis://localhost/0', '--sandbox', 'no'],
  ]

  test.each(TYPED.map((args) => ({ args, line: JSON.stringify(args.join(' ')) })))('$line', ({ args }) => {
    expect(told(world, world.cli(...args))).toMatchSnapshot()
  })
})

describe('the machine', () => {
  /** A folder for PATH with one program in it, or none. */
  function programs(world: World, name: string, git?: string): string {
    const folder = join(world.folder, name)
    mkdirSync(folder)
    if (git === undefined) return folder
    writeFileSync(join(folder, 'git'), `#!/bin/sh\n${git}\n`)
    chmodSync(join(folder, 'git'), 0o755)
    return `${folder}:${process.env['PATH'] ?? ''}`
  }

  test('no git, and one that is too old, are named before anything is made', async () => {
    await using world = await World.create()
    const none = programs(world, 'none')
    const old = programs(
      world,
      'old',
      'case "$*" in *version) echo git version 2.38.9 ;; *) exec /usr/bin/git "$@" ;; esac',
    )
    for (const [path, words] of [
      [none, 'git could not be started: there is no such program in PATH'],
      [old, 'git is version 2.38.9; Tributary needs 2.39 or newer'],
    ] as const)
      for (const args of [['run'], ['init', '../new', '--upstream', '../upstream.git#main']]) {
        const result = runCli(cliFile(), args, { cwd: world.dir, env: { PATH: path } })
        expect(result).toMatchObject({ exit: 3, stderr: containing(words) })
        expect(result.stderr).toContain('apt-get install git')
      }
    expect(existsSync(join(world.folder, 'new'))).toBe(false)
  })

  test.skipIf(!canMount())('a full disk is named, and the run after it does the work', async () => {
    await using world = await World.create({ trees: ['net'] })
    const folder = join(world.folder, 'small')
    mkdirSync(folder)
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1500k', 'tmpfs', folder])
    try {
      const small = await world.elsewhere('small')
      const digests = Array.from({ length: 50_000 }, (_, at) => createHash('sha512').update(String(at)).digest())
      world.commit('net', { large: Buffer.concat(digests) })
      expect(told(world, small.cli('run'))).toMatch(
        /^tributary: there is no room to fetch into: .*No space left on device.*\n {2}Free some space .*\nexit 3$/,
      )
      git(world.path('net'), ['update-ref', 'refs/heads/main', 'refs/heads/main~1'])
      world.commit('net', { 'net/core.c': 'one\n' })
      expect(small.cli('fetch').exit).toBe(0)
      const fill = join(folder, 'fill')
      spawnSync('dd', ['if=/dev/zero', `of=${fill}`, 'bs=1k', 'count=2000'])
      expect(told(world, small.cli('run', '--offline'))).toMatch(
        /^tributary: .*(no space|ENOSPC).*\n {2}\S.*\nexit 3$/i,
      )
      rmSync(fill)
      expect(await small.release({ offline: true })).toMatchObject({ name: 'next-20260114' })
      expect(small.record('fsck', '--full')).toBe('')
    } finally {
      execFileSync('umount', [folder])
    }
  })
})

/** A small file system of its own takes a superuser, and not even every one of those may. */
function canMount(): boolean {
  using folder = testFolder()
  if (spawnSync('mount', ['-t', 'tmpfs', 'tmpfs', folder.path]).status !== 0) return false
  return spawnSync('umount', [folder.path]).status === 0
}

describe('a damaged record', () => {
  const DAMAGES: Readonly<Record<string, (world: World) => void>> = {
    'packs cut short': ({ recordDir }) => {
      const packs = join(recordDir, 'objects', 'pack')
      for (const file of readdirSync(packs)) {
        chmodSync(join(packs, file), 0o644)
        if (file.endsWith('.pack')) truncateSync(join(packs, file), 40)
      }
    },
    'a ref that holds no id': ({ recordDir }) => writeFileSync(join(recordDir, 'refs/tributary/runs'), 'garbage\n'),
    'a ref that is empty, as after a power cut': ({ recordDir }) =>
      writeFileSync(join(recordDir, 'refs/tributary/runs'), ''),
    'a ref to what is not there': ({ recordDir }) =>
      writeFileSync(join(recordDir, 'refs/tributary/runs'), `${'1234567890'.repeat(4)}\n`),
    'a run that is not JSON': (world) => {
      const parent = world.record('rev-parse', 'refs/tributary/runs')
      const blob = git(world.recordDir, ['hash-object', '-w', '--stdin'], '{"plan": {')
      const index = { GIT_INDEX_FILE: join(world.folder, 'index') }
      git(world.recordDir, ['read-tree', `--index-output=${index.GIT_INDEX_FILE}`, parent])
      git(world.recordDir, ['read-tree', parent])
      git(world.recordDir, ['update-index', '--cacheinfo', `100644,${blob},2026/next-20260114/run.json`])
      const tree = git(world.recordDir, ['write-tree'])
      const commit = git(world.recordDir, ['commit-tree', '-p', parent, '-m', 'next-20260114', tree])
      git(world.recordDir, ['update-ref', 'refs/tributary/runs', commit])
    },
  }

  test.each(Object.entries(DAMAGES))('%s is said, and nothing is published over it', async (_, damage) => {
    await using world = await World.create({ trees: ['net'] })
    world.commit('net', { 'net/core.c': 'one\n' })
    await world.release()
    damage(world)
    world.commit('net', { 'net/core.c': 'two\n' })
    for (const args of [['show'], ['run'], ['verify']]) {
      const result = world.cli(...args)
      expect(result).toMatchObject({ exit: 3, stdout: '', stderr: matching(/damaged|record|fsck/) })
      // What happened, and what to do about it.
      expect(result.stderr).toMatch(/^tributary: .*\n(.*\n)* {2}\S/)
      expect(told(world, result)).not.toContain('no release yet')
    }
    expect(readFileSync(join(world.dir, 'outbox.mbox'), 'utf8').match(/^From /gm)).toHaveLength(1)
  })
})

test('an upstream that is not there is named with the reason, in the first run', async () => {
  await using world = await World.create()
  world.configure((text) => text.replace(world.path('upstream'), world.path('nowhere')))
  expect(told(world, world.cli('run'))).toMatchInlineSnapshot(`
    "tributary: upstream could not be fetched from /srv/nowhere.git#main: it is unreachable: git says: '/srv/nowhere.git' does not appear to be a git repository
      There is nothing to merge onto without it. Mend url and branch under [upstream] in tributary.toml, or wait until it answers.
    exit 3"
  `)
  world.configure((text) => text.replace(world.path('nowhere'), world.path('upstream')).replace('"main"', '"master"'))
  expect(told(world, world.cli('run'))).toMatchInlineSnapshot(`
    "tributary: upstream could not be fetched from /srv/upstream.git#master: there is no such branch
      There is nothing to merge onto without it. Mend url and branch under [upstream] in tributary.toml, or wait until it answers.
    exit 3"
  `)
})

describe('what commits and names hold', () => {
  const ESCAPES = '\u001b[31m\u001b]0;owned\u0007\u009b2J\u202e'
  const FORGED = `Fix it\r\nBcc: victim@example.com\r\n\r\nFrom nobody Mon Jan  1 00:00:00 2026\nSubject: forged\n\nbody`
  let world: World

  beforeAll(async () => {
    world = await World.create({ trees: ['net', 'usb', 'sound'] })
    const name = `dir "quoted"/a\nnew ${ESCAPES} line`
    importCommits(world.path('net'), [
      {
        branch: 'main',
        subject: `net: ${ESCAPES}`,
        body: FORGED,
        author: `Ma${ESCAPES}llory <mallory@example.org>`,
        files: { [name]: 'net\n' },
      },
      { branch: 'main', subject: 'net: long', body: 'x'.repeat(10_000_000), files: { long: 'net\n' } },
    ])
    importCommits(world.path('usb'), [
      { branch: 'main', subject: FORGED, files: { [name]: `usb ${ESCAPES}\n` } },
      { branch: 'main', subject: `usb: ${'y'.repeat(5000)}`, files: { long: 'usb\n' } },
    ])
    const bytes = Buffer.concat([Buffer.from('sound: '), Buffer.from([0xff, 0xfe, 0xc3, 0x28]), Buffer.from('\n')])
    const tree = git(world.path('sound'), ['rev-parse', 'main^{tree}'])
    const parent = world.head('sound')
    const person = 'Sound <sound@example.org> 1767225600 +0000'
    const raw = Buffer.concat([
      Buffer.from(`tree ${tree}\nparent ${parent}\nauthor ${person}\ncommitter ${person}\n\n`),
      bytes,
    ])
    const commit = git(world.path('sound'), ['hash-object', '-t', 'commit', '-w', '--stdin'], raw)
    git(world.path('sound'), ['update-ref', 'refs/heads/main', commit])
  })
  afterAll(() => world[Symbol.asyncDispose]())

  test('reaches no terminal, forges no mail and breaks no JSON', () => {
    const run = world.cli('run', '--date', '2026-01-14')
    expect(run.exit).toBe(0)
    const [first] = (JSON.parse(world.cli('conflicts', '--json').stdout) as { conflicts: { id: string }[] }).conflicts
    for (const args of [
      ['show'],
      ['show', '--json'],
      ['status'],
      ['status', '--json'],
      ['conflicts'],
      ['conflicts', first?.id ?? ''],
      ['conflicts', first?.id ?? '', '--json'],
      ['outbox'],
      ['outbox', '--json'],
      ...[1, 2, 3].map((number) => ['outbox', String(number)]),
      ['log', 'net'],
      ['verify'],
    ]) {
      const result = world.cli(...args)
      expect(result, args.join(' ')).toMatchObject({ exit: 0, stderr: '' })
      expect(result.stdout, args.join(' ')).not.toMatch(CONTROL)
      const json = args.includes('--json') ? result.stdout : '{}'
      expect(() => void JSON.parse(json)).not.toThrow()
    }
    const mbox = readFileSync(join(world.dir, 'outbox.mbox'), 'utf8')
    const mails = mbox.split(/^From .*\n/m).slice(1)
    expect(mails).toHaveLength(3)
    for (const text of mails) {
      const mail = readStrictly(text.replace(/\n\n?$/, '\n'))
      expect([...mail.to, ...mail.cc].map(({ email }) => email)).not.toContain('victim@example.com')
      expect(mail.body).not.toMatch(CONTROL)
    }
  })

  test('merges as plain git merges it', async () => {
    expect((await world.recorded()).record.trees.map(({ outcome }) => outcome)).toEqual([
      'merged',
      'left-out',
      'merged',
    ])
  })
})
