/** The third part of the story: the window is open, what is not complete waits for the next version, and comes back by itself. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Servers } from './servers.ts'
import type { Stage } from './stage.ts'
import { closeMergeWindow } from './upstream.ts'

export async function playCycleDays(stage: Stage, servers: Servers): Promise<void> {
  await remind(stage)
  await wednesday(stage)
  await servers.upstream.push(closeMergeWindow())
  await monday(stage)
}

const CYCLE = `
[cycle]
rhythm = "tags"
`

async function remind({ folder, say, tributary }: Stage): Promise<void> {
  say('Wednesday, 22 November: is it too late?', 'headline')
  say(`Some say that rseq keeps moving and was not complete when the window opened; others that it has hardly changed in weeks. Upstream's
tags tell where the project stands, and the releases how the tree has moved:`)
  const roster = join(folder, 'tributary.toml')
  await writeFile(roster, `${await readFile(roster, 'utf8')}${CYCLE}`)
  await tributary('cycle', '--at', '2017-11-22')
  await tributary('flux', 'rseq')
}

async function wednesday({ say, tributary }: Stage): Promise<void> {
  say(`Its three patches do what they did on the tenth: all that happened is that they were put on v4.14, when the window was open. Of
x86's part no release ever had anything. What belongs together in it, and what needs what, is found by taking it apart:`)
  await tributary('topics', 'rseq')
  say(
    `None needs another. So cpu_opv, which hardly anybody has looked at, can wait for v4.16 by itself, and everybody can read why:`,
  )
  await tributary('defer', 'rseq', '--topics', 'cpu_opv', '--to', 'v4.16', '--why', 'not complete before the window')
  await tributary('run', '--date', '2017-11-22')
}

async function monday({ say, tributary }: Stage): Promise<void> {
  say('Monday, 27 November: v4.15-rc1 is out', 'headline')
  say(`The window closed on Sunday: next is for v4.16 now. Nobody has to remember what waits for it.`)
  await tributary('run', '--date', '2017-11-27')
  await tributary('status')
}
