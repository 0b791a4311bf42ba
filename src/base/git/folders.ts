/** Folders (git's tree objects) in memory: looked up, edited and compared without a process. */
import { editFolder, type FolderEdit } from './folder-edit.ts'
import { type Entry, entryOf, Folder, NO_ENTRIES } from './folder.ts'
import type { LooseObjects } from './loose-objects.ts'
import type { ObjectReader } from './object-reader.ts'
import { makeObject, MODE_FOLDER } from './objects.ts'
import type { PackObject } from './pack.ts'
import { distinct } from '../std/collections.ts'
import { EMPTY_TREE, type Oid, type TreeOid } from '../model/oid.ts'

/** All folders met so far, and those made here that no repository holds yet. */
export class Folders {
  readonly #reader: ObjectReader
  readonly #scratch: LooseObjects | undefined
  readonly #known = new Map<TreeOid, Folder>()
  /** Asked for, and not here yet. */
  readonly #asked = new Map<TreeOid, Promise<Folder>>()
  /** Objects that came to be in this run, each after those it is made of: to be published. */
  readonly made = new Map<Oid, PackObject>()
  /** Made here and not yet written where git can see them. */
  readonly #unseen = new Set<TreeOid>()

  /** `scratch`: the throw-away repository whose objects `reader` sees too; what is published must not stay there. */
  constructor(reader: ObjectReader, scratch?: LooseObjects) {
    this.#reader = reader
    this.#scratch = scratch
    this.#known.set(EMPTY_TREE, NO_ENTRIES)
  }

  /** The folder when it is in memory already. */
  near(oid: TreeOid): Folder | undefined {
    return this.#known.get(oid)
  }

  async load(oid: TreeOid): Promise<Folder> {
    const near = this.#known.get(oid)
    if (near) return near
    return this.#asked.get(oid) ?? this.#ask(oid)
  }

  async #ask(oid: TreeOid): Promise<Folder> {
    const asked = this.#reader.read(oid, 'tree').then((content) => new Folder(content))
    this.#asked.set(oid, asked)
    try {
      const folder = await asked
      this.#known.set(oid, folder)
      return folder
    } finally {
      this.#asked.delete(oid)
    }
  }

  /** The entry at a path below `root`, or undefined. */
  async at(root: TreeOid, path: string): Promise<Entry | undefined> {
    let entry: Entry | undefined = { mode: MODE_FOLDER, oid: root }
    for (const name of path.split('/')) {
      if (entry === undefined || entry.mode !== MODE_FOLDER) return undefined
      const folder: Folder = this.near(entry.oid as TreeOid) ?? (await this.load(entry.oid as TreeOid))
      entry = entryOf(folder, name)
    }
    return entry
  }

  /** Loads the folders on the way to many paths of many trees at once: a question a level, not one a folder. */
  async prefetch(wanted: readonly { readonly root: TreeOid; readonly paths: readonly string[] }[]): Promise<void> {
    let level = wanted.flatMap(({ root, paths }) => paths.map((path) => ({ tree: root, names: path.split('/') })))
    for (let depth = 0; level.length > 0; depth += 1) {
      await Promise.all(distinct(level.map(({ tree }) => tree)).map((tree) => this.load(tree)))
      level = level.flatMap(({ tree, names }) => {
        const folder = names.length > depth + 1 ? this.#known.get(tree) : undefined
        const entry = folder && entryOf(folder, names[depth] ?? '')
        return entry?.mode === MODE_FOLDER ? [{ tree: entry.oid as TreeOid, names }] : []
      })
    }
  }

  /** A new folder: `from` with some entries set or taken out. Undefined when nothing is left in it. */
  edit(from: TreeOid, edits: readonly FolderEdit[]): TreeOid | undefined {
    const old = this.#known.get(from)
    const folder = editFolder(old ?? NO_ENTRIES, edits)
    if (folder.isEmpty) return undefined
    const object = makeObject<TreeOid>('tree', folder.content)
    if (!this.#known.has(object.oid)) {
      this.#known.set(object.oid, folder)
      this.made.set(object.oid, { ...object, from })
      this.#unseen.add(object.oid)
    } else if (this.#scratch) this.adopt(object.oid, this.#scratch)
    return object.oid
  }

  /** Takes over what git wrote into the throw-away repository, when it did. */
  adopt(oid: Oid, store: LooseObjects): void {
    if (!this.made.has(oid) && store.has(oid)) this.made.set(oid, store.read(oid))
  }

  /** Writes what was made here and is reachable from `root`, so that a git process can read it. */
  show(root: TreeOid, store: LooseObjects): void {
    const found: PackObject[] = []
    const open = [root]
    for (let oid = open.pop(); oid !== undefined; oid = open.pop()) {
      if (!this.#unseen.delete(oid)) continue
      const [made, folder] = [this.made.get(oid), this.#known.get(oid)]
      if (made === undefined || folder === undefined) continue
      found.push(made)
      for (const { mode, idAt } of folder.slots.values())
        if (mode === MODE_FOLDER) open.push(folder.content.toString('hex', idAt, idAt + 20) as TreeOid)
    }
    store.writeAll(found)
  }
}
