/** The third part of the story: what belongs to others, and what is not complete, goes out by decision, and the rest goes in. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { playHandOver } from './hand-over-days.ts'
import { genericPart, x86Again } from './series.ts'
import type { Servers } from './servers.ts'
import type { Stage } from './stage.ts'
import { closeMergeWindow } from './upstream.ts'

export async function playCycleDays(stage: Stage, servers: Servers): Promise<void> {
  await servers.rseq.push(x86Again())
  await wednesday(stage)
  await thursday(stage)
  await servers.upstream.push([genericPart(), ...closeMergeWindow()])
  await monday(stage)
  await playHandOver(stage, servers)
}

const SETTINGS = `
[cycle]
rhythm = "tags"

[rules]
ownership = "hold"
`

async function wednesday({ folder, say, tributary }: Stage): Promise<void> {
  say("Wednesday, 22 November: x86's part is back", 'headline')
  say(`The rseq maintainer has posted the x86 patch again, and pushed it on top of the tree. It does not clash any more, and nobody of x86 has
said a word to it. This time the integrator does not want to find that out by reading, and has people reminded of the merge window, too. The x86
tree gets \`owns = ["arch/x86/"]\`, and:`)
  say(SETTINGS.trim())
  const roster = join(folder, 'tributary.toml')
  const text = await readFile(roster, 'utf8')
  await writeFile(roster, `${text.replace('name = "x86"\n', 'name = "x86"\nowns = ["arch/x86/"]\n')}${SETTINGS}`)
  await tributary('run', '--date', '2017-11-22')
}

async function thursday({ say, tributary }: Stage): Promise<void> {
  say('Thursday, 23 November: is it too late?', 'headline')
  say(`Some say that rseq keeps moving and was not complete when the window opened; others that it has hardly changed in weeks. Upstream's
tags tell where the project stands, and the releases how the tree has moved:`)
  await tributary('cycle', '--at', '2017-11-23')
  await tributary('flux', 'rseq')
  say(`Three patches do what they did on the tenth: all that happened is that they were put on v4.14, when the window was open. What belongs
together, and what needs what, is found by taking the tree apart:`)
  await tributary('topics', 'rseq')
  say(`x86's part needs the generic part of membarrier, and nothing of rseq; and nothing needs cpu_opv, which hardly anybody has looked at. So the
one is handed to its owners, the other waits for v4.16, and the rest, to which those whose files it changes have agreed, goes in. Each of it is
a decision, with a name and a reason:`)
  await tributary('split', 'rseq', '--without', 'membarrier-x86', '--why', 'it belongs to the x86 tree')
  await tributary('hand-over', 'rseq', '--topics', 'membarrier-x86', '--to', 'x86', '--why', 'it is their code')
  await tributary('defer', 'rseq', '--topics', 'cpu_opv', '--to', 'v4.16', '--why', 'not complete before the window')
  await tributary('run', '--date', '2017-11-23')
}

async function monday({ say, tributary }: Stage): Promise<void> {
  say('Monday, 27 November: v4.15-rc1 is out', 'headline')
  say(`The window closed on Sunday: next is for v4.16 now, and nobody has to remember what waits for it. And upstream has taken the generic part of
membarrier, so that x86's part has something to stand on:`)
  await tributary('run', '--date', '2017-11-27')
  await tributary('hand-overs')
}
