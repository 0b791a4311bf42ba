/** Writes objects into a throw-away repository without a process, and reads the loose ones (gitrepository-layout(5): objects/ab/cdef…). */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'
import type { Oid } from '../model/oid.ts'
import type { GitObject, ObjectType } from './objects.ts'
import { packFiles } from './pack.ts'
import { stored } from './zlib-stored.ts'

/** So many at once are worth a pack: two files to write, for git to open and to remove again. */
const PACKED_FROM = 24

/** Packs at most: git looks for an object in one after the other. */
const PACKS_MAX = 60

/** Not synced: what stands in a throw-away repository need not survive a crash. */
export class LooseObjects {
  readonly #objectsDir: string
  readonly #folders = new Set<string>()
  readonly #written = new Set<Oid>()
  #packs = 0

  constructor(objectsDir: string) {
    this.#objectsDir = objectsDir
  }

  write(object: GitObject): void {
    if (this.#written.has(object.oid)) return
    this.#written.add(object.oid)
    const path = this.#path(object.oid)
    if (existsSync(path)) return
    const folder = object.oid.slice(0, 2)
    if (!this.#folders.has(folder)) {
      mkdirSync(join(this.#objectsDir, folder), { recursive: true })
      this.#folders.add(folder)
    }
    const head = Buffer.from(`${object.type} ${object.content.length}\0`)
    // Whoever reads meanwhile finds it whole or not at all, and then looks in the repository behind, which may have it too.
    const unfinished = join(this.#objectsDir, 'tmp_obj_unfinished')
    writeFileSync(unfinished, stored(Buffer.concat([head, object.content])))
    renameSync(unfinished, path)
  }

  /** The same for many, which are not there yet. */
  writeAll(objects: readonly GitObject[]): void {
    if (objects.length < PACKED_FROM || this.#packs >= PACKS_MAX) {
      for (const object of objects) this.write(object)
      return
    }
    this.#packs += 1
    for (const { oid } of objects) this.#written.add(oid)
    const { pack, index, sum } = packFiles(objects.map(({ oid, type, content }) => ({ oid, type, content })))
    const path = join(this.#objectsDir, 'pack', `pack-${sum.toString('hex')}`)
    writeFileSync(`${path}.pack`, pack)
    // git takes a pack for there when it finds the index.
    const unfinished = join(this.#objectsDir, 'pack', 'tmp_idx_unfinished')
    writeFileSync(unfinished, index)
    renameSync(unfinished, `${path}.idx`)
  }

  /** Whether it is there as a loose one. */
  has(oid: Oid): boolean {
    return existsSync(this.#path(oid))
  }

  /** Throws when it is not there. */
  read<Id extends Oid>(oid: Id): GitObject<Id> {
    const data = inflateSync(readFileSync(this.#path(oid)))
    const nul = data.indexOf(0)
    const [type] = data.toString('latin1', 0, nul).split(' ')
    return { oid, type: type as ObjectType, content: data.subarray(nul + 1) }
  }

  #path(oid: Oid): string {
    return join(this.#objectsDir, oid.slice(0, 2), oid.slice(2))
  }
}
