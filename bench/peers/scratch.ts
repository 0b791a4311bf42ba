/** Repositories for one measurement: empty of results, reading the server's objects through alternates. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { deflateSync } from 'node:zlib'
import type { GitObject } from '../../src/base/git/objects.ts'
import { git } from '../git.ts'
import type { World } from '../world/world.ts'

export interface Scratch extends Disposable {
  readonly repository: string
}

/** Where a scratch repository lies when its peer should not pay for a disk. */
export const MEMORY_FOLDER = '/dev/shm'

/** A bare repository below `folder`; beside the world, and so on the same disk, unless told otherwise. */
export function makeScratch(world: World, folder = dirname(world.server)): Scratch {
  const repository = mkdtempSync(join(folder, 'scratch-'))
  git(repository, ['init', '--quiet', '--bare'])
  git(repository, ['config', 'gc.auto', '0'])
  writeFileSync(join(repository, 'objects/info/alternates'), `${join(world.server, 'objects')}\n`)
  return { repository, [Symbol.dispose]: () => rmSync(repository, { recursive: true, force: true }) }
}

/** Writes an object as git does by default, but for the temporary name: one deflated file. */
export function writeLoose(repository: string, object: GitObject): void {
  const folder = join(repository, 'objects', object.oid.slice(0, 2))
  mkdirSync(folder, { recursive: true })
  const header = Buffer.from(`${object.type} ${object.content.length}\0`)
  writeFileSync(join(folder, object.oid.slice(2)), deflateSync(Buffer.concat([header, object.content])))
}
