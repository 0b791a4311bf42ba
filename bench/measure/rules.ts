/** What it takes to ask all rules about all trees: for the first time, on the next day, and once more. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { tributary } from '../tributary.ts'
import { fetchedWorkspace, removeWorkspace } from '../workspace.ts'
import { moveTrees } from '../world/day-later.ts'
import type { World } from '../world/world.ts'

const ROUNDS = 3

export interface RulesFigures {
  readonly trees: number
  readonly commits: number
  readonly findings: number
  /** Seconds of the whole command, Node's start included. */
  readonly cold: readonly number[]
  readonly day: readonly number[]
  readonly again: readonly number[]
}

export async function rulesFigures(world: World, say: (line: string) => void): Promise<RulesFigures> {
  const folder = await fetchedWorkspace(world, `file://${world.server}`)
  try {
    return await measured(world, folder, say)
  } finally {
    removeWorkspace(folder)
  }
}

async function measured(world: World, folder: string, say: (line: string) => void): Promise<RulesFigures> {
  const ask = () => tributary(folder, ['findings', '--json'])
  const cold: number[] = []
  for (let round = 1; round <= ROUNDS; round += 1) {
    say(`cold, round ${round} of ${ROUNDS}`)
    rmSync(join(folder, 'cache', 'facts'), { force: true })
    cold.push((await ask()).seconds)
  }
  moveTrees(join(folder, 'record.git'), world)
  say('a day later')
  const day = [(await ask()).seconds]
  const again: number[] = []
  let said = ''
  for (let round = 1; round <= ROUNDS; round += 1) {
    const answer = await ask()
    again.push(answer.seconds)
    said = answer.stdout
  }
  const { trees, commits, findings } = JSON.parse(said) as Readonly<Record<'trees' | 'commits', number>> & {
    readonly findings: readonly unknown[]
  }
  return { trees, commits, findings: findings.length, cold, day, again }
}
