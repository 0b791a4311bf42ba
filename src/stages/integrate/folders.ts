/** Folders (git's tree objects) in memory: looked up, edited and compared without a process. */
import type { LooseObjects } from '../../base/git/loose-objects.ts'
import type { ObjectReader } from '../../base/git/object-reader.ts'
import { makeObject, MODE_EXECUTABLE, MODE_FILE, MODE_FOLDER, MODE_SUBMODULE, MODE_SYMLINK } from '../../base/git/objects.ts'
import type { PackObject } from '../../base/git/pack.ts'
import { EMPTY_TREE, type Oid, type TreeOid } from '../../base/model/oid.ts'
import { editFolder, type FolderEdit } from './folder-edit.ts'

/** Where an entry stands in a folder's bytes. */
export interface Slot {
  readonly mode: number
  readonly start: number
  /** Where its 20 id bytes begin; the entry ends behind them. */
  readonly idAt: number
}

/** A folder's bytes and where its entries are, by raw name in git's order. */
export interface Folder {
  readonly content: Buffer
  readonly slots: ReadonlyMap<string, Slot>
  /** Whether modes are written as git writes them today; old histories hold `040000` and `100664`, which any edit puts right as git does. */
  readonly canonical: boolean
}

export interface Entry {
  readonly mode: number
  readonly oid: string
}

/** All folders met so far, and those made here that no repository holds yet. */
export class Folders {
  readonly #reader: ObjectReader
  readonly #known = new Map<TreeOid, Folder>()
  /** Objects that came to be in this run, each after those it is made of: to be published. */
  readonly made = new Map<Oid, PackObject>()
  /** Made here and not yet written where git can see them. */
  readonly #unseen = new Set<TreeOid>()

  constructor(reader: ObjectReader) {
    this.#reader = reader
    this.#known.set(EMPTY_TREE, NOTHING)
  }

  /** The folder when it is in memory already. */
  near(oid: TreeOid): Folder | undefined {
    return this.#known.get(oid)
  }

  async load(oid: TreeOid): Promise<Folder> {
    const near = this.#known.get(oid)
    if (near) return near
    const content = await this.#reader.read(oid, 'tree')
    const folder = readFolder(content)
    this.#known.set(oid, folder)
    return folder
  }

  entry(folder: Folder, name: string): Entry | undefined {
    const slot = folder.slots.get(name)
    return slot && { mode: slot.mode, oid: folder.content.toString('hex', slot.idAt, slot.idAt + 20) }
  }

  /** The entry at a path below `root`, or undefined. */
  async at(root: TreeOid, path: string): Promise<Entry | undefined> {
    let entry: Entry | undefined = { mode: MODE_FOLDER, oid: root }
    for (const name of path.split('/')) {
      if (entry === undefined || entry.mode !== MODE_FOLDER) return undefined
      const folder: Folder = this.near(entry.oid as TreeOid) ?? (await this.load(entry.oid as TreeOid))
      entry = this.entry(folder, name)
    }
    return entry
  }

  /** A new folder: `from` with some entries set or taken out. Undefined when nothing is left in it. */
  edit(from: TreeOid, edits: readonly FolderEdit[]): TreeOid | undefined {
    const old = this.#known.get(from)
    const folder = editFolder(old ?? NOTHING, edits)
    if (folder.slots.size === 0) return undefined
    const object = makeObject<TreeOid>('tree', folder.content)
    if (!this.#known.has(object.oid)) {
      this.#known.set(object.oid, folder)
      this.made.set(object.oid, { ...object, from })
      this.#unseen.add(object.oid)
    }
    return object.oid
  }

  /** Takes over what git wrote into the throw-away repository, when it did. */
  adopt(oid: Oid, store: LooseObjects): void {
    if (!this.made.has(oid) && store.has(oid)) this.made.set(oid, store.read(oid))
  }

  /** Writes what was made here and is reachable from `root`, so that a git process can read it. */
  show(root: TreeOid, store: LooseObjects): void {
    if (!this.#unseen.delete(root)) return
    const made = this.made.get(root)
    const folder = this.#known.get(root)
    if (made === undefined || folder === undefined) return
    for (const slot of folder.slots.values()) {
      if (slot.mode === MODE_FOLDER) this.show(folder.content.toString('hex', slot.idAt, slot.idAt + 20) as TreeOid, store)
    }
    store.write(made)
  }
}

/** `<mode> SP <name> NUL <20 bytes>` for each entry. */
export function readFolder(content: Buffer): Folder {
  const slots = new Map<string, Slot>()
  let canonical = true
  for (let start = 0; start < content.length; ) {
    const space = content.indexOf(0x20, start)
    const nul = content.indexOf(0, space)
    const digits = content.toString('latin1', start, space)
    const mode = canonicalMode(Number.parseInt(digits, 8))
    if (mode.toString(8) !== digits) canonical = false
    slots.set(content.toString('latin1', space + 1, nul), { mode, start, idAt: nul + 1 })
    start = nul + 21
  }
  return { content, slots, canonical }
}

/** git's canon_mode (cache.h): what an entry's mode means, whatever else old tools wrote there. */
function canonicalMode(mode: number): number {
  const type = mode & 0o170000
  if (type === 0o100000) return mode & 0o100 ? MODE_EXECUTABLE : MODE_FILE
  if (type === MODE_SYMLINK || type === MODE_FOLDER) return type
  return MODE_SUBMODULE
}

const NOTHING: Folder = { content: Buffer.alloc(0), slots: new Map(), canonical: true }
