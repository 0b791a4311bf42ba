/** Stories of conflicts and what people are told of them: two trees that change the same line, and the mails of a day. */
import { writeFileSync } from 'node:fs'
import { beginResolve, finishResolve } from '../../src/pipeline/resolve.ts'
import type { OutboxMail } from '../../src/stages/report/outbox.ts'
import { World } from './world.ts'

export const MAIN = 'core/main.c'

/** The file with its second line as somebody has it. */
export function file(second: string): string {
  return `one\n${second}\nthree\nfour\nfive\nsix\nseven\n`
}

/** net and usb change the same line. */
export async function lineClash(): Promise<World> {
  const world = await World.create({ trees: ['net', 'usb'] })
  world.commit('net', { [MAIN]: file('two of net') })
  world.commit('usb', { [MAIN]: file('two of usb') })
  return world
}

/** Settles the one open conflict of the usb tree, and gives the resolution's id. */
export async function settleBy(world: World, text: string): Promise<string> {
  const { workspace, machine } = world
  const { file } = await beginResolve(workspace, machine, 'usb')
  writeFileSync(file, text)
  const { resolution } = await finishResolve(workspace, machine, 'usb', { kind: 'edited' }, 'both are wanted')
  return resolution.id
}

/** Makes a release for a day, and gives what its mails about conflicts say, one after the other. */
export async function told(world: World, day: string): Promise<string> {
  const mails = (await mailsOf(world, day)).slice(0, -1)
  const text = mails.map(({ subject, body }) => `${subject}\n\n${body}`).join('\n\n')
  return text.replaceAll(world.recordDir, '/srv/next/record.git')
}

/** Makes a release for a day, and gives what its summary says is new, and what stands. */
export async function summed(world: World, day: string): Promise<string> {
  const body = (await mailsOf(world, day)).at(-1)?.body ?? ''
  return /(?<=Hi all,\n\n)[^]*?(?=\n\nNon-merge)/.exec(body)?.[0] ?? ''
}

async function mailsOf(world: World, day: string): Promise<readonly OutboxMail[]> {
  const before = (await world.mails()).length
  world.day(day)
  await world.release()
  return (await world.mails()).slice(before)
}
