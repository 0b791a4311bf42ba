/** What a run remembers of merges may name what is nowhere any more; the next run must not build on that. */
import { expect, test } from 'vitest'
import { World } from '../world/world.ts'

const lines = (first: string, last: string): string =>
  [first, ...Array.from({ length: 20 }, (_, at) => `line ${at}`), last, ''].join('\n')

test('what was merged ahead for a tree that stayed out is merged again when it comes in', async () => {
  await using world = await World.create({
    trees: ['net', 'usb'],
    files: { shared: lines('first', 'last'), clash: 'base\n' },
  })
  world.commit('net', { shared: lines('net', 'last'), clash: 'net\n' })
  world.commit('usb', { shared: lines('first', 'usb'), clash: 'usb\n' })
  await world.release()
  world.day('2026-01-15')
  world.commit('usb', { clash: 'base\n' })
  const release = await world.release()
  expect(world.record('show', `${release.name}:shared`)).toBe(lines('net', 'usb').trimEnd())
  expect(await world.verify()).toMatchObject({ kind: 'same' })
})
