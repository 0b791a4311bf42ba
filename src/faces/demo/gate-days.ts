/** The second part of the story: the integrator has the kernel built, and two things break. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { breakTheBuild, mendTheBuild } from './build-break.ts'
import type { Servers } from './servers.ts'
import type { Stage } from './stage.ts'

export async function playGateDays(stage: Stage, servers: Servers): Promise<void> {
  await addGate(stage)
  await breakTheBuild(servers)
  await monday(stage)
  await mendTheBuild(servers)
  await tuesday(stage)
}

const GATE = `
[[gates]]
name = "check"
run = "sh scripts/check.sh"
on-failure = "previous"
`

async function addGate({ folder, say }: Stage): Promise<void> {
  say('Monday, 20 November: it has to build as well', 'headline')
  say(`This kernel is built by a script of its own, which reads all of its C. The integrator writes it into tributary.toml as a
gate; a tree that breaks it is to go in as it was before:`)
  say(GATE.trim())
  const roster = join(folder, 'tributary.toml')
  await writeFile(roster, `${await readFile(roster, 'utf8')}${GATE}`)
}

async function monday({ say, tributary }: Stage): Promise<void> {
  say(`Over the weekend powerpc has pushed a patch that is simply wrong. And sched has given a function another name, and changed
every caller in its tree; the one that arm64 has added it cannot know. Each of the two builds. Together they do not.`)
  await tributary('run', '--date', '2017-11-20')
  say(`Both trees are in the release as they were on Friday, and it builds. Who it is was found by building the whole, then parts of it; what
decides was built once more from nothing before anybody was named. (Of 400 trees it takes hardly more builds than of eight.) This is how sched was found out:`)
  await tributary('search')
}

async function tuesday({ say, tributary }: Stage): Promise<void> {
  say('Tuesday, 21 November: mended', 'headline')
  say('powerpc has corrected its patch, and arm64 follows sched. Trees that move are tried as they then are.')
  await tributary('run', '--date', '2017-11-21')
}
