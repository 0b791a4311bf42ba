/** As linux-next, dim and Reintegrate do it: `git merge --no-ff` with rerere in a checked-out work tree, tree after tree. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { git, tryGit } from '../git.ts'
import type { World } from '../world/world.ts'
import { addAlternate, scratchFolder } from './scratch.ts'
import type { Integration, TreeOutcome } from './outcome.ts'

/** Where the merges are made. */
const BRANCH = 'next'

export function inWorkTree(world: World): Integration {
  const folder = prepared(world)
  const heads = new Map<string, string>()
  const conflicted = new Set<string>()
  const started = performance.now()
  for (const tree of world.trees) {
    const { exit } = tryGit(folder, ['merge', '--no-ff', '--quiet', '-m', `Merge branch '${tree.branch}'`, tree.tip])
    if (exit !== 0) {
      git(folder, ['merge', '--abort'])
      conflicted.add(tree.name)
    }
    heads.set(tree.name, readFileSync(join(folder, '.git/refs/heads', BRANCH), 'utf8').trim())
  }
  const seconds = (performance.now() - started) / 1000
  return { ...read(folder, world, heads, conflicted), seconds }
}

/** The work tree at upstream's tip, its files known to git, without anything of an earlier run. */
function prepared(world: World): string {
  const folder = join(dirname(world.server), 'work-tree')
  if (!existsSync(folder)) {
    const making = `${folder}.making`
    rmSync(making, { recursive: true, force: true })
    git('/', ['clone', '--quiet', '--shared', '--no-tags', world.server, making])
    renameSync(making, folder)
  }
  // Left by a measurement that was ended in the middle of a merge.
  rmSync(join(folder, '.git/index.lock'), { force: true })
  for (const [key, value] of SETTINGS) git(folder, ['config', key, value])
  git(folder, ['checkout', '--quiet', '--force', '-B', BRANCH, world.upstream.tip])
  git(folder, ['clean', '--quiet', '--force', '-d', '-x'])
  git(folder, ['status', '--porcelain'])
  rmSync(join(folder, '.git/rr-cache'), { recursive: true, force: true })
  withoutResults(world, join(folder, '.git'))
  return folder
}

/** Takes away the merges of an earlier round, so that each writes its own. */
function withoutResults(world: World, gitDir: string): void {
  mkdirSync(scratchFolder(world), { recursive: true })
  rmSync(join(gitDir, 'logs'), { recursive: true, force: true })
  renameSync(join(gitDir, 'objects'), join(mkdtempSync(join(scratchFolder(world), 'work-tree-')), 'objects'))
  addAlternate(world, join(gitDir, 'objects'))
}

/** Rerere on, as those who merge daily have it; no housekeeping while the clock runs. */
const SETTINGS = [
  ['rerere.enabled', 'true'],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
] as const

function read(
  folder: string,
  world: World,
  heads: ReadonlyMap<string, string>,
  conflicted: ReadonlySet<string>,
): Omit<Integration, 'seconds'> {
  const commits = [world.upstream.tip, ...heads.values()]
  const listing = git(
    folder,
    ['log', '--no-walk=unsorted', '--stdin', '--format=%H %T'],
    `${[...new Set(commits)].join('\n')}\n`,
  )
  const trees = new Map(
    listing
      .trim()
      .split('\n')
      .map((line) => line.split(' ') as [string, string]),
  )
  const outcomes = new Map<string, TreeOutcome>()
  let previous = world.upstream.tip
  for (const [name, head] of heads) {
    if (conflicted.has(name)) outcomes.set(name, { kind: 'conflicted' })
    else
      outcomes.set(name, head === previous ? { kind: 'already-in' } : { kind: 'merged', tree: trees.get(head) ?? '' })
    previous = head
  }
  return { outcomes, contentTree: trees.get(previous) ?? '' }
}
