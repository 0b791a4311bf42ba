/** A clone of a world's project with git's rerere at work: its `rr-cache` is what people bring along, and take away. */
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Integrator } from './by-hand.ts'
import { git } from './fast-import.ts'
import type { World } from './world.ts'

export interface RerereClone {
  readonly integrator: Integrator
  readonly cache: string
  /** A file of the work tree. */
  file(path: string): string
}

/** Has each tree's `main` under the tree's name, and stands on upstream's. */
export function rerereClone(world: World, name: string, trees: readonly string[]): RerereClone {
  const dir = join(world.folder, name)
  const others = Object.fromEntries(trees.map((tree) => [tree, world.path(tree)]))
  const integrator = Integrator.fetch(dir, world.path('upstream'), others)
  git(dir, ['config', 'rerere.enabled', 'true'])
  const cache = join(dir, '.git', 'rr-cache')
  mkdirSync(cache, { recursive: true })
  return { integrator, cache, file: (path) => readFileSync(join(dir, path), 'latin1') }
}
