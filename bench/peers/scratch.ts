/** Repositories for one measurement: empty of results, reading the server's objects through alternates. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { deflateSync } from 'node:zlib'
import type { GitObject } from '../../src/base/git/objects.ts'
import { git } from '../git.ts'
import type { World } from '../world/world.ts'

/** A file system in memory. */
const MEMORY_FOLDER = '/dev/shm'

/**
 * A bare repository on the world's own disk. It stays until `clearScratch`: ext4 gives the inodes of deleted files to
 * nobody for a minute and looks at each of them for every file created meanwhile, so that whoever is measured after ten
 * thousand deletions takes twice as long.
 */
export function scratchOnDisk(world: World): string {
  mkdirSync(scratchFolder(world), { recursive: true })
  return makeScratch(world, scratchFolder(world))
}

export function clearScratch(world: World): void {
  rmSync(scratchFolder(world), { recursive: true, force: true })
}

/** A folder for what is to stay until `clearScratch`. */
export function scratchFolder(world: World): string {
  return join(dirname(world.server), 'scratch')
}

export interface MemoryScratch extends Disposable {
  readonly repository: string
}

/** A bare repository in memory, for who should not pay for a disk. */
export function scratchInMemory(world: World): MemoryScratch {
  const repository = makeScratch(world, MEMORY_FOLDER)
  return { repository, [Symbol.dispose]: () => rmSync(repository, { recursive: true, force: true }) }
}

/** Has a store read the server's objects besides its own. */
export function addAlternate(world: World, objects: string): void {
  mkdirSync(join(objects, 'info'), { recursive: true })
  writeFileSync(join(objects, 'info/alternates'), `${join(world.server, 'objects')}\n`)
}

/** Writes an object as git does by default, but for the temporary name: one deflated file. */
export function writeLoose(repository: string, object: GitObject): void {
  const folder = join(repository, 'objects', object.oid.slice(0, 2))
  mkdirSync(folder, { recursive: true })
  const header = Buffer.from(`${object.type} ${object.content.length}\0`)
  writeFileSync(join(folder, object.oid.slice(2)), deflateSync(Buffer.concat([header, object.content])))
}

function makeScratch(world: World, folder: string): string {
  const repository = mkdtempSync(join(folder, 'tributary-bench-'))
  git(repository, ['init', '--quiet', '--bare'])
  git(repository, ['config', 'gc.auto', '0'])
  addAlternate(world, join(repository, 'objects'))
  return repository
}
