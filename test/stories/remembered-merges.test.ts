/** What a run remembers of merges may name what is nowhere any more; the next run must not build on that. */
import { expect, test } from 'vitest'
import { addFix } from '../../src/pipeline/fix/add-fix.ts'
import { World } from '../world/world.ts'

/** A file of 25 lines, three of which are given. */
const file = (first: string, middle: string, last: string): string =>
  [first, ...lines(1, 11), middle, ...lines(12, 22), last, ''].join('\n')

const lines = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, at) => `line ${from + at}`)

test('what was merged ahead for a tree that stayed out is merged again when it comes in', async () => {
  await using world = await World.create({
    trees: ['net', 'usb', 'scsi'],
    files: { shared: file('first', 'middle', 'last'), clash: 'base\n' },
  })
  world.commit('net', { shared: file('net', 'middle', 'last'), clash: 'net\n' })
  world.commit('usb', { shared: file('first', 'middle', 'usb'), clash: 'usb\n' })
  world.commit('scsi', { shared: file('first', 'scsi', 'last') })
  await world.release()
  world.day('2026-01-15')
  world.commit('usb', { clash: 'base\n' })
  world.commit('scsi', { shared: file('first', 'scsi again', 'last') })
  const release = await world.release()
  expect(world.record('show', `${release.name}:shared`)).toBe(file('net', 'scsi again', 'usb').trimEnd())
  expect(await world.verify()).toMatchObject({ kind: 'same' })
})

test('a merge from before its fix, which git has pruned since, is made again', async () => {
  await using world = await World.create({ trees: ['docs', 'net', 'usb'], files: { 'api.h': 'int old_name(void);\n' } })
  world.commit('docs', { 'docs/a': 'one\n' })
  world.commit('net', { 'api.h': 'int new_name(void);\n' })
  world.commit('usb', { 'usb/user.c': 'old_name();\n' })
  await world.release()
  const patch = Buffer.from('--- a/usb/user.c\n+++ b/usb/user.c\n@@ -1 +1 @@\n-old_name();\n+new_name();\n')
  const wish = { on: 'usb', with: ['net'], edit: { kind: 'patch', patch } as const, why: 'net renamed it' }
  await addFix(world.workspace, world.machine, wish)
  world.day('2026-01-15')
  world.commit('usb', { 'usb/more.c': 'one\n' })
  await world.release()
  world.record('gc', '--quiet', '--prune=now')
  world.day('2026-01-16')
  world.commit('docs', { 'docs/a': 'two\n' })
  const release = await world.release()
  expect(world.record('show', `${release.name}:usb/user.c`)).toBe('new_name();')
  expect(await world.verify()).toMatchObject({ kind: 'same' })
})
