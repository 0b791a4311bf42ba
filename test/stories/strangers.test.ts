/** Who hears of a conflict when its authors are known from nowhere but their own commits. */
import { expect, test } from 'vitest'
import { World } from '../world/world.ts'

const BY = { author: 'Net Author <net-author@example.org>' }
const OTHER = { author: 'Usb Author <usb-author@example.org>' }

/** Two trees whose authors stand in their own commits alone clash. Who got a copy of the mail about it. */
async function copies(cc: 'known' | 'all'): Promise<string | undefined> {
  await using world = await World.create({ trees: ['net', 'usb'] })
  world.configure((text) => text.replace('# cc = "known"', `cc = "${cc}"`))
  world.commit('net', { 'core/main.c': 'one\nnet\nthree\nfour\nfive\nsix\nseven\n' }, BY)
  world.commit('usb', { 'core/main.c': 'one\nusb\nthree\nfour\nfive\nsix\nseven\n' }, OTHER)
  await world.release()
  return (await world.mails())[0]?.cc
}

test('a stranger that a commit names gets no mail', async () => {
  expect(await copies('known')).toBe('')
})

test('with cc = "all" all authors of the clashing commits get one', async () => {
  expect(await copies('all')).toBe('Net Author <net-author@example.org>, Usb Author <usb-author@example.org>')
})
