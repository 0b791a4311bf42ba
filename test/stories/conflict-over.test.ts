/** A conflict is looked up while it is met, and after it is over: a mail names it for as long as people read it. */
import { expect, test } from 'vitest'
import { openTerminal } from '../world/typed.ts'
import { World } from '../world/world.ts'

const text = (third: string): { 'core/main.c': string } => ({
  'core/main.c': `one\ntwo\n${third}\nfour\nfive\nsix\nseven\n`,
})

test('proposals are made for a conflict as long as there is something to settle', async () => {
  await using world = await World.create({ trees: ['net', 'usb'] })
  world.commit('net', text('THREE by net'))
  world.commit('usb', text('Three by usb'))
  const { record } = await world.release()
  const id = record.conflicts[0]?.id ?? ''
  using terminal = openTerminal()
  const told = (): Promise<string> => terminal.tributary(world.dir, 'conflicts', id)
  expect(await told()).toContain('Proposals:')
  world.day('2026-01-15')
  world.commit('usb', text('THREE by net'))
  await world.release()
  const over = await told()
  expect(over).toContain('core/main.c: content, met by the usb tree')
  expect(over).not.toContain('Proposals:')
})
