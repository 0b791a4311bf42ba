/** A conflict is settled in a folder that people, editors and accidents work in: what is taken is what they meant, and nothing of it is lost. */
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { beginResolve, finishResolve } from '../../src/pipeline/resolve.ts'
import { cliEnvironment, cliFile } from '../world/cli.ts'
import type { CommitSpec } from '../world/fast-import.ts'
import { containing } from '../world/matching.ts'
import { outcomes, World } from '../world/world.ts'

type Content = CommitSpec['files'][string]

async function clash(base: Content, net: Content, usb: Content, path = 'core/main.c'): Promise<World> {
  const world = await World.create({ trees: ['net', 'usb'], files: { Makefile: 'all:\n', [path]: base } })
  world.commit('net', { [path]: net })
  world.commit('usb', { [path]: usb })
  await world.release()
  return world
}

const text = (second: string, last = 'last\n'): string => `one\n${second}\nthree\nfour\nfive\nsix\n${last}`
const ordinary = (): Promise<World> => clash(text('two'), text('net'), text('usb'))

function begin(world: World) {
  return beginResolve(world.workspace, world.machine, 'usb')
}

function done(world: World) {
  return finishResolve(world.workspace, world.machine, 'usb', { kind: 'edited' }, 'both are wanted')
}

async function next(world: World, path = 'core/main.c'): Promise<string> {
  world.day('2026-01-15')
  const release = await world.release()
  expect(outcomes(release)).toEqual(['net: merged', 'usb: merged'])
  expect(await world.verify()).toMatchObject({ kind: 'same' })
  return world.record('cat-file', 'blob', `${release.name}:${path}`)
}

describe('the folder', () => {
  test('keeps what was edited when it is laid out again', async () => {
    await using world = await ordinary()
    const { file, state } = await begin(world)
    expect(state).toBe('fresh')
    expect((await begin(world)).state).toBe('fresh')
    writeFileSync(file, text('both'))
    expect((await begin(world)).state).toBe('edited-before')
    expect(readFileSync(file, 'utf8')).toBe(text('both'))
    await done(world)
    expect(await next(world)).toBe(text('both').trimEnd())
  })

  test('is about the versions that were laid out, and what the file gained since is kept', async () => {
    await using world = await ordinary()
    const { file } = await begin(world)
    writeFileSync(file, text('both'))
    world.commit('net', { 'core/main.c': text('net', 'last of net\n') })
    world.day('2026-01-14')
    await world.release()
    await done(world)
    expect(await next(world)).toBe(text('both', 'last of net\n').trimEnd())
  })

  test('has room for a file that is called CONFLICT', async () => {
    await using world = await clash(text('two'), text('net'), text('usb'), 'CONFLICT')
    const { file } = await begin(world)
    expect(readFileSync(file, 'utf8')).toContain('<<<<<<< ours: the net tree')
    writeFileSync(file, text('both'))
    await done(world)
    expect(await next(world, 'CONFLICT')).toBe(text('both').trimEnd())
  })

  test.each<[string, (file: string) => void, RegExp]>([
    ['removed', () => undefined, /is not there/],
    ['made a link', (file) => symlinkSync('/etc/hostname', file), /is a symbolic link, and is not taken/],
    ['made a folder', (file) => mkdirSync(file), /is no file, and is not taken/],
    [
      'put below a file',
      (file) => {
        rmSync(dirname(file), { recursive: true })
        writeFileSync(dirname(file), 'x')
      },
      /is not there/,
    ],
  ])('whose file was %s gives nothing', async (_, spoil, why) => {
    await using world = await ordinary()
    const { file } = await begin(world)
    rmSync(file)
    spoil(file)
    await expect(done(world)).rejects.toThrow(why)
    expect(world.record('for-each-ref', 'refs/tributary/resolutions')).toBe('')
  })
})

describe('the text', () => {
  test.each<[string, string]>([
    ['with nested markers', '<<<<<<<<< ours:a.c\n'],
    ['with a marker whose label was deleted', '<<<<<<<\n'],
    ['with a marker as its last line', '>>>>>>> theirs'],
    ['with the base’s marker', '||||||| 1234567\r\n'],
  ])('%s is not finished', async (_, marker) => {
    await using world = await ordinary()
    const { file } = await begin(world)
    writeFileSync(file, `one\n${marker}`)
    await expect(done(world)).rejects.toThrow(/still has conflict markers/)
  })

  test('keeps carriage returns, and does without a newline at its end', async () => {
    const crlf = (second: string): string => text(second, 'last').replaceAll('\n', '\r\n')
    await using world = await clash(crlf('two'), crlf('net'), crlf('usb'))
    const { file } = await begin(world)
    expect(readFileSync(file, 'utf8')).toMatch(/^<<<<<<< ours: the net tree\r\n/m)
    writeFileSync(file, crlf('both'))
    await done(world)
    expect(await next(world)).toBe(crlf('both'))
  })

  test('may have lines of its own that look like markers', async () => {
    const guide = (second: string): string => text(second, '<<<<<<< yours\na\n=======\nb\n>>>>>>> mine\n')
    await using world = await clash(guide('two'), guide('net'), guide('usb'))
    const { file } = await begin(world)
    writeFileSync(file, guide('both'))
    await done(world)
    expect(await next(world)).toBe(guide('both').trimEnd())
  })

  test('may be no text at all', async () => {
    await using world = await clash('a\0b', 'a\0net', 'a\0usb')
    const { file, state } = await begin(world)
    expect(state).toBe('nothing')
    await expect(done(world)).rejects.toThrow(/is not there/)
    writeFileSync(file, readFileSync(`${file}.theirs`))
    await done(world)
    expect(await next(world)).toBe('a\0usb')
  })

  test('that is too large to be read line by line loses nothing by a side that is taken', async () => {
    const large = (second: string, last: string): string => `${second}\n${'a line of many\n'.repeat(300_000)}${last}\n`
    await using world = await clash(large('two', 'end'), large('net', 'end of net'), large('usb', 'end'))
    world.configure((roster) => `${roster}\n[[resolve]]\npath = "**"\ntake = "theirs"\n`)
    world.day('2026-01-15')
    expect(outcomes(await world.release())).toEqual(['net: merged', 'usb: left-out'])
    const taking = (kind: object) =>
      finishResolve(world.workspace, world.machine, 'usb', kind as Parameters<typeof finishResolve>[3], 'x')
    await expect(taking({ kind: 'side', take: 'theirs' })).rejects.toThrow(/too large to be merged line by line/)
    const { foreign } = await taking({ kind: 'proposal', place: 2 })
    expect(foreign).toEqual([])
    world.day('2026-01-16')
    expect(outcomes(await world.release())).toEqual(['net: merged', 'usb: merged'])
  })

  test('is taken whole where upstream says that its lines are not to be merged', async () => {
    const path = 'core/main.c'
    const files = { '.gitattributes': '*.c merge=binary\n', [path]: text('two') }
    await using world = await World.create({ trees: ['net', 'usb'], files })
    world.commit('net', { [path]: text('net') })
    world.commit('usb', { [path]: text('usb', 'last of usb\n') })
    const [conflict] = (await world.release()).record.conflicts
    expect(conflict).toMatchObject({ path, kind: 'binary' })
    const { state, file, proposals } = await begin(world)
    expect(state).toBe('nothing')
    expect(readFileSync(`${file}.theirs`, 'utf8')).toBe(text('usb', 'last of usb\n'))
    expect(proposals.map(({ why }) => why)).toEqual([containing('ours whole'), containing('theirs whole')])
    await expect(done(world)).rejects.toThrow(/is not there/)
    await finishResolve(world.workspace, world.machine, 'usb', { kind: 'side', take: 'ours' }, 'net’s is newer')
    // Merged as text it would have the last line of usb.
    expect(await next(world)).toBe(text('net').trimEnd())
    const { file: again } = await beginResolve(world.workspace, world.machine, conflict?.id ?? '')
    expect(readFileSync(again, 'utf8')).toBe(text('net'))
  })

  test('may be a large one', async () => {
    await using world = await ordinary()
    const { file } = await begin(world)
    const large = 'a line of the larger sort, repeated many times over\n'.repeat(2_000_000)
    writeFileSync(file, large)
    await done(world)
    world.day('2026-01-15')
    const { name } = await world.release()
    expect(Number(world.record('cat-file', '-s', `${name}:core/main.c`))).toBe(large.length)
  })

  test('is none for a submodule, and for a link has no end of line', async () => {
    const module = (digit: string) => ({ mode: '160000', commit: digit.repeat(40) }) as const
    await using modules = await clash(module('1'), module('2'), module('3'), 'module')
    const { file } = await begin(modules)
    writeFileSync(file, '4'.repeat(40))
    await expect(done(modules)).rejects.toThrow(/is a submodule, and a text is none/)
    const link = (content: string) => ({ mode: '120000', content }) as const
    await using links = await clash(link('x'), link('net'), link('usb'), 'link')
    writeFileSync((await begin(links)).file, 'both\n')
    await done(links)
    expect(await next(links, 'link')).toBe('both')
  })

  test('is not what a folder of that name is', async () => {
    await using world = await World.create({ trees: ['net', 'usb'], files: { Makefile: 'all:\n' } })
    world.commit('net', { a: 'file\n' })
    world.commit('usb', { 'a/b': 'below\n' })
    await world.release()
    const taking = { kind: 'commit', name: 'refs/trees/usb' } as const
    await expect(finishResolve(world.workspace, world.machine, 'usb', taking, 'x')).rejects.toThrow(
      /a is a folder in refs\/trees\/usb/,
    )
  })
})

test('what is typed wrong is told, and nothing comes of it', async () => {
  await using world = await ordinary()
  for (const [args, words] of [
    [['resolve', 'usb', '--take', 'mine', '--why', 'x'], 'nothing is called "mine"'],
    [['resolve', 'usb', '--take', 'proposal:0', '--why', 'x'], 'there is no proposal 0'],
    [['resolve', 'usb', '--take', 'proposal:1e9', '--why', 'x'], 'nothing is called "proposal:1e9"'],
    [['resolve', 'usb', '--take', 'ours', '--delete', '--why', 'x'], 'several answers at once'],
    [['resolve', 'usb', '--take', 'ours'], '--why is missing'],
    [['resolve', 'usb', '--take', 'ours', '--why', ' '], '--why is missing'],
    [['resolve', 'ffff', '--take', 'ours', '--why', 'x'], 'has no conflict "ffff"'],
    [['resolve', '\u009b31m', '--take', 'ours', '--why', 'x'], 'has no conflict'],
    [['resolve', 'usb', '--fix', 'nowhere.diff', '--why', 'x'], 'cannot be read'],
    [['resolve', 'net', '--fix', '/dev/null', '--why', 'x'], 'patch'],
    [['resolutions', 'show', 'ffff'], 'no resolution "ffff" is on record'],
    [['resolutions', 'edit', ''], 'no resolution'],
    [['resolutions', 'revoke', 'ffff', '--why', 'x'], 'no resolution "ffff" is on record'],
  ] as const) {
    const { exit, stdout, stderr } = world.cli(...args)
    expect({ exit, stdout }, args.join(' ')).toEqual({ exit: 2, stdout: '' })
    expect(stderr).toContain(words)
    // oxlint-disable-next-line no-control-regex -- they are what is looked for
    expect(stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/)
  }
  expect(world.record('for-each-ref', 'refs/tributary/resolutions')).toBe('')
})

test('while another command is at work nothing is put on record, and of two that race each is done or told', async () => {
  await using world = await ordinary()
  const lock = join(world.recordDir, 'tributary.lock')
  writeFileSync(lock, JSON.stringify({ pid: process.pid, command: 'tributary run', since: 'now', started: '' }))
  expect(world.cli('resolve', 'usb', '--take', 'theirs', '--why', 'x')).toMatchObject({ exit: 3, stdout: '' })
  expect(world.record('for-each-ref', 'refs/tributary/resolutions')).toBe('')
  rmSync(lock)
  const { resolution } = await finishResolve(
    world.workspace,
    world.machine,
    'usb',
    { kind: 'side', take: 'theirs' },
    'x',
  )
  const file = cliFile()
  const start = (...args: string[]): Promise<number | null> =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, [file, ...args], { cwd: world.dir, env: cliEnvironment(), stdio: 'ignore' })
      child.on('close', resolve)
    })
  const [revoked, ran] = await Promise.all([
    start('resolutions', 'revoke', resolution.id, '--why', 'it is wrong'),
    start('run', '--offline', '--date', '2026-01-15'),
  ])
  expect([0, 3]).toContain(revoked)
  expect([0, 3]).toContain(ran)
  const { resolutions } = JSON.parse(world.cli('resolutions', 'list', '--all', '--json').stdout) as {
    resolutions: { withdrawn: unknown }[]
  }
  expect(resolutions.map(({ withdrawn }) => withdrawn !== null)).toEqual([revoked === 0])
  expect(await world.verify()).toMatchObject({ kind: 'same' })
})
