/**
 * The world that is measured: one bare "server" with upstream as `master`, every tree as `trees/<name>`, and a roster as
 * data. The same on every machine; kept in a cache folder and made again only when its maker changes.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { git } from '../git.ts'
import { type BaseFiles, folderFiles } from './base-files.ts'
import { BaseText } from './base-text.ts'
import { FastImport } from './fast-import.ts'
import { writeHistory } from './history.ts'
import { kernelSource } from './kernel-source.ts'
import type { ExpectedConflict } from './cast.ts'
import { type Plan, planWorld } from './plan.ts'
import { KERNEL, type Shape, SMALL } from './shape.ts'
import { syntheticFiles } from './synthetic-files.ts'

/** Counted up whenever the same shape gives other commits. */
const EDITION = 2

export interface WorldTree {
  readonly name: string
  /** On the server: `trees/<name>`. */
  readonly branch: string
  readonly kind: 'fixes' | 'next'
  readonly tip: string
  /** One commit further, for `advance`. */
  readonly advanced: string
}

/** What `world.json` holds. */
export interface WorldData {
  readonly name: Shape['name']
  readonly files: number
  readonly upstream: { readonly branch: string; readonly tip: string; readonly releases: readonly string[] }
  /** In roster order. */
  readonly trees: readonly WorldTree[]
  readonly conflicts: readonly ExpectedConflict[]
  readonly alreadyIn: readonly string[]
}

export interface World extends WorldData {
  /** The bare repository. */
  readonly server: string
}

export interface WorldOptions {
  readonly size: Shape['name']
  readonly cache: string
  /** An unpacked kernel to use instead of fetching one. */
  readonly source: string | undefined
  readonly say: (line: string) => void
}

/** The world of that size from the cache, made first when it is not there. */
export async function openWorld(options: WorldOptions): Promise<World> {
  const folder = join(options.cache, `${options.size}-${EDITION}`)
  if (!existsSync(join(folder, 'world.json'))) await makeWorld(folder, options)
  const data = JSON.parse(readFileSync(join(folder, 'world.json'), 'utf8')) as WorldData
  return { ...data, server: join(folder, 'server.git') }
}

/** Moves a tree's branch on the server one commit on. */
export function advance(world: World, tree: WorldTree): void {
  git(world.server, ['update-ref', `refs/heads/${tree.branch}`, tree.advanced])
}

/** Moves a tree's branch back to where the world began. */
export function restore(world: World, tree: WorldTree): void {
  git(world.server, ['update-ref', `refs/heads/${tree.branch}`, tree.tip])
}

async function makeWorld(folder: string, options: WorldOptions): Promise<void> {
  const shape = options.size === 'kernel' ? KERNEL : SMALL
  mkdirSync(options.cache, { recursive: true })
  const files = baseFiles(options)
  options.say(`making the ${shape.name} world: ${files.files.length} files, ${shape.trees} trees`)
  const making = `${folder}.making`
  rmSync(making, { recursive: true, force: true })
  const server = join(making, 'server.git')
  mkdirSync(server, { recursive: true })
  git(server, ['init', '--quiet', '--bare', '--initial-branch=master'])
  for (const [key, value] of SERVER_SETTINGS) git(server, ['config', key, value])

  const base = new BaseText(files)
  const plan = planWorld(shape, base)
  const stream = new FastImport(server)
  await writeHistory({ shape, plan, base, import: stream })
  await stream.finish()
  options.say('packing it')
  git(server, ['repack', '-a', '-d', '--quiet', '--no-write-bitmap-index'])
  git(server, ['pack-refs', '--all'])
  git(server, ['commit-graph', 'write', '--reachable', '--no-progress'])
  writeFileSync(join(server, 'git-daemon-export-ok'), '')
  writeFileSync(join(making, 'world.json'), `${JSON.stringify(dataOf(shape, plan, files, server), undefined, 1)}\n`)
  rmSync(folder, { recursive: true, force: true })
  renameSync(making, folder)
}

/** The commits kept ready for `advance` are not for fetching; the pack is final. */
const SERVER_SETTINGS = [
  ['uploadpack.hideRefs', 'refs/advanced'],
  ['fastimport.unpackLimit', '0'],
  ['gc.auto', '0'],
  ['core.logAllRefUpdates', 'false'],
] as const

function baseFiles(options: WorldOptions): BaseFiles {
  if (options.size === 'small') return syntheticFiles()
  return folderFiles(options.source ?? kernelSource(options.cache, options.say))
}

function dataOf(shape: Shape, plan: Plan, files: BaseFiles, server: string): WorldData {
  const listing = git(server, ['for-each-ref', '--format=%(refname) %(objectname)', 'refs/heads', 'refs/advanced'])
  const refs = new Map(
    listing
      .trim()
      .split('\n')
      .map((line) => line.split(' ') as [string, string]),
  )
  const commit = (ref: string): string => {
    const oid = refs.get(ref)
    if (oid === undefined) throw new Error(`${ref} was not written`)
    return oid
  }
  const trees = plan.trees.map(({ name, kind }): WorldTree => {
    const branch = `trees/${name}`
    return { name, branch, kind, tip: commit(`refs/heads/${branch}`), advanced: commit(`refs/advanced/${name}`) }
  })
  return {
    name: shape.name,
    files: files.files.length,
    upstream: { branch: 'master', tip: commit('refs/heads/master'), releases: shape.releases },
    trees,
    conflicts: plan.conflicts,
    alreadyIn: plan.alreadyIn,
  }
}
