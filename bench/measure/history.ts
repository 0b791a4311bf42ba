/** What it takes to keep passports up to date, to ask for one, for flux, for topics and for what all rules find: a release of every tree, and one a day later. */
import { copyFileSync, existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { Git } from '../../src/base/git/spawn.ts'
import { look } from '../../src/pipeline/look.ts'
import { followPassports } from '../../src/pipeline/passports/follow-passports.ts'
import { openWorkspace, type Workspace } from '../../src/pipeline/workspace.ts'
import { git } from '../git.ts'
import { runOffline, tributary } from '../tributary.ts'
import { fetchedWorkspace, removeWorkspace } from '../workspace.ts'
import { moveTrees } from '../world/day-later.ts'
import { makeLong } from '../world/long-tree.ts'
import type { World } from '../world/world.ts'

const ROUNDS = 5

/** What a tree has that is long for one person to take apart. */
const LONG_COMMITS = 200

export interface HistoryFigures {
  /** In next, and what the second day brought: commits of new work, and such as were only rebased. */
  readonly commits: number
  readonly moved: number
  readonly fresh: number
  readonly rebased: number
  /** Seconds, by what was done. */
  readonly seconds: ReadonlyMap<string, readonly number[]>
}

export async function historyFigures(world: World, say: (line: string) => void): Promise<HistoryFigures> {
  const folder = await fetchedWorkspace(world, `file://${world.server}`)
  try {
    return await measured(world, folder, say)
  } finally {
    removeWorkspace(folder)
  }
}

async function measured(world: World, folder: string, say: (line: string) => void): Promise<HistoryFigures> {
  const seconds = new Map<string, number[]>()
  const note = (name: string, took: number): void => void seconds.set(name, [...(seconds.get(name) ?? []), took])
  const searchPath = process.env['PATH'] ?? ''
  const workspace = openWorkspace(new Git({ searchPath, unbuffered: [] }), folder)
  const { passportsPath, factsPath } = workspace
  const ask = async (name: string, ...args: string[]): Promise<void> =>
    note(name, (await tributary(folder, args)).seconds)
  await runOffline(folder)
  for (let round = 1; round <= ROUNDS; round += 1) {
    say(`cold, round ${round} of ${ROUNDS}`)
    removeBook(passportsPath)
    note('passports of the first release', await follow(workspace))
    rmSync(factsPath, { force: true })
    await ask('tributary findings, nothing known', 'findings', '--json')
  }
  copyFileSync(factsPath, `${factsPath}.first`)
  copyBook(passportsPath, `${passportsPath}.first`)
  const day = moveTrees(join(folder, 'record.git'), world)
  await runOffline(folder)
  for (let round = 1; round <= ROUNDS; round += 1) {
    say(`a day, round ${round} of ${ROUNDS}`)
    copyBook(`${passportsPath}.first`, passportsPath)
    note('passports of the next day', await follow(workspace))
    copyFileSync(`${factsPath}.first`, factsPath)
    await ask('tributary findings, a day later', 'findings', '--json')
    await ask('tributary passport', 'passport', day.someCommit)
    await ask('tributary flux, all trees', 'flux')
    await ask('tributary flux, one tree', 'flux', day.someTree)
  }
  const [long] = world.trees
  if (long !== undefined) makeLong(join(folder, 'record.git'), world, long.name, LONG_COMMITS)
  for (let round = 1; round <= ROUNDS; round += 1) {
    say(`a long tree, round ${round} of ${ROUNDS}`)
    await ask(`tributary topics, ${LONG_COMMITS} commits`, 'topics', long?.name ?? '')
  }
  return { ...day, commits: commitsInNext(join(folder, 'record.git'), world), seconds }
}

/** SQLite's log beside the file belongs to it. */
const BOOK_FILES = ['', '-wal', '-shm'] as const

function removeBook(path: string): void {
  for (const suffix of BOOK_FILES) rmSync(path + suffix, { force: true })
}

function copyBook(from: string, to: string): void {
  removeBook(to)
  for (const suffix of BOOK_FILES) if (existsSync(from + suffix)) copyFileSync(from + suffix, to + suffix)
}

async function follow(workspace: Workspace): Promise<number> {
  const began = performance.now()
  await using looked = await look(workspace)
  using _book = await followPassports(workspace, looked.runs)
  return (performance.now() - began) / 1000
}

function commitsInNext(record: string, { upstream }: World): number {
  return Number(git(record, ['rev-list', '--count', '--no-merges', '--glob=refs/trees/*', `^${upstream.tip}`]))
}
