/** When a gate that was red is green again: people hear it once, in the thread that told them, and hear anew of what comes back. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { git } from '../world/fast-import.ts'
import { gated, gatedWorld, NO_BROKEN_FILE, TREES, withWork } from '../world/gated.ts'
import type { World } from '../world/world.ts'

async function gateMails(world: World): Promise<string[]> {
  const mails = await world.mails()
  return mails.map(({ subject }) => subject).filter((subject) => subject.includes(' failure after merge of '))
}

const RED = 'test-next: build failure after merge of the usb tree'

async function brokenByUsb(): Promise<World> {
  const world = await gatedWorld({ trees: TREES, gates: { build: NO_BROKEN_FILE } })
  withWork(world)
  world.commit('usb', { broken: 'yes\n' }, { subject: 'usb: break it' })
  await gated(world)
  return world
}

test('a gate that is green again is told once, as a reply to whoever heard that it was red', async () => {
  await using world = await brokenByUsb()
  world.commit('usb', { broken: { gone: true } }, { subject: 'usb: mend it' })
  await gated(world, '2026-01-15')
  expect(await gateMails(world)).toEqual([RED, `Re: ${RED}`])
  const mails = await world.mails()
  const red = mails.find(({ subject }) => subject === RED)
  const over = mails.find(({ subject }) => subject === `Re: ${RED}`)
  expect(over).toMatchObject({ to: red?.to, cc: red?.cc })
  expect(over?.body).toContain('The gate build passes in next-20260115, so this is over.')
  expect(readFileSync(world.workspace.outboxPath, 'utf8')).toContain(`In-Reply-To: <${red?.messageId}>`)
  world.commit('net', { 'net/core.c': 'better\n' })
  await gated(world, '2026-01-16')
  expect(await gateMails(world)).toHaveLength(2)
})

test('what comes back after it was over is told anew, and ends anew', async () => {
  await using world = await brokenByUsb()
  for (const [mended, broken] of [
    ['2026-01-15', '2026-01-16'],
    ['2026-01-17', '2026-01-18'],
  ] as const) {
    world.commit('usb', { broken: { gone: true } }, { subject: 'usb: mend it' })
    await gated(world, mended)
    world.commit('usb', { broken: 'yes\n' }, { subject: 'usb: break it' })
    await gated(world, broken)
  }
  expect(await gateMails(world)).toEqual([RED, `Re: ${RED}`, RED, `Re: ${RED}`, RED])
})

test('a gate that passes because the tree is held ends nothing: nobody knows yet whether the tree is mended', async () => {
  await using world = await brokenByUsb()
  const { id } = await world.decide({ verb: 'hold', tree: 'usb' })
  await gated(world, '2026-01-15')
  expect(await gateMails(world)).toEqual([RED])
  await world.decide({ verb: 'undo', decision: id })
  world.commit('usb', { broken: { gone: true } }, { subject: 'usb: mend it' })
  await gated(world, '2026-01-16')
  expect(await gateMails(world)).toEqual([RED, `Re: ${RED}`])
})

test('that a tree still breaks it is said once, when it has moved', async () => {
  await using world = await brokenByUsb()
  world.commit('usb', { 'usb/core.c': 'better\n' })
  await gated(world, '2026-01-15')
  world.commit('usb', { 'usb/core.c': 'better still\n' })
  await gated(world, '2026-01-16')
  expect(await gateMails(world)).toEqual([RED, `Re: ${RED}`])
  const reply = (await world.mails()).find(({ subject }) => subject.startsWith('Re: '))
  expect(reply?.body).toContain('The gate build still fails with the usb tree as it is now')
})

test('that upstream has the commit now is said once, and that is over as anything else', async () => {
  await using world = await brokenByUsb()
  git(world.path('upstream'), ['fetch', '-q', world.path('usb'), '+main:main'])
  await gated(world, '2026-01-15')
  world.commit('net', { 'net/core.c': 'better\n' })
  await gated(world, '2026-01-16')
  expect(await gateMails(world)).toEqual([RED, `Re: ${RED}`])
  const reply = (await world.mails()).find(({ subject }) => subject.startsWith('Re: '))
  expect(reply?.body).toContain('("usb: break it") is in upstream now')
  world.commit('upstream', { broken: { gone: true } })
  await gated(world, '2026-01-17')
  expect(await gateMails(world)).toEqual([RED, `Re: ${RED}`, `Re: ${RED}`])
})

test('a gate that is still red, by whomever, ends nothing', async () => {
  await using world = await brokenByUsb()
  world.commit('usb', { broken: { gone: true } }, { subject: 'usb: mend it' })
  world.commit('drm', { broken: 'too\n' }, { subject: 'drm: break it' })
  await gated(world, '2026-01-15')
  const drm = RED.replace('usb', 'drm')
  expect(await gateMails(world)).toEqual([RED, drm])
  world.commit('drm', { broken: { gone: true } }, { subject: 'drm: mend it' })
  await gated(world, '2026-01-16')
  expect((await gateMails(world)).toSorted()).toEqual([`Re: ${drm}`, `Re: ${RED}`, drm, RED].toSorted())
})
