/** Walks the tree of another record's chain, only where it differs from ours, and never further than a chain goes. */
import { entryOf } from '../../../base/git/folder.ts'
import type { Entry, Folder } from '../../../base/git/folder.ts'
import type { Folders } from '../../../base/git/folders.ts'
import { MODE_FOLDER } from '../../../base/git/objects.ts'
import { EMPTY_TREE, type TreeOid } from '../../../base/model/oid.ts'

/** Most entries looked at: some 200,000 resolutions. One folder that stands in many places counts in each. */
export const ENTRIES_MAX = 2_000_000

/** A resolution's folder over there, with what differs from ours. */
export interface ForeignFolder {
  readonly id: string
  /** By the path in the folder; `0/base`. Raw. */
  readonly files: ReadonlyMap<string, Entry>
  /** What we have in the folder of that name, by path. */
  readonly here: ReadonlyMap<string, Entry>
}

export interface ForeignFolders {
  readonly folders: readonly ForeignFolder[]
  /** Resolutions that stand here just as they stand there. */
  readonly same: number
  /** Paths that no chain has. Raw. */
  readonly strays: readonly string[]
}

/** Undefined when there is too much of it. */
export async function foreignFolders(
  folders: Folders,
  ours: TreeOid,
  theirs: TreeOid,
): Promise<ForeignFolders | undefined> {
  const walk = new Walk(folders)
  await walk.root(ours, theirs)
  const { found, same, strays } = walk
  return walk.isTooMuch ? undefined : { folders: found, same, strays }
}

class Walk {
  readonly #folders: Folders
  #seen = 0
  readonly found: ForeignFolder[] = []
  same = 0
  readonly strays: string[] = []

  constructor(folders: Folders) {
    this.#folders = folders
  }

  get isTooMuch(): boolean {
    return this.#seen > ENTRIES_MAX
  }

  /** `3f/`, and below it the folders whose names begin so. */
  async root(ours: TreeOid, theirs: TreeOid): Promise<void> {
    if (ours === theirs) {
      this.same = await this.#countIn(ours)
      return
    }
    await this.#eachDifference(ours, theirs, async (prefix, here, there) => {
      if (there.mode !== MODE_FOLDER || !/^[0-9a-f]{2}$/.test(prefix)) this.strays.push(prefix)
      else if (here?.oid === there.oid) this.same += await this.#size(there)
      else await this.#resolutions(prefix, folderOf(here), folderOf(there))
    })
  }

  async #resolutions(prefix: string, ours: TreeOid, theirs: TreeOid): Promise<void> {
    await this.#eachDifference(ours, theirs, async (id, here, there) => {
      if (there.mode !== MODE_FOLDER || !/^[0-9a-f]{20}$/.test(id) || !id.startsWith(prefix))
        this.strays.push(`${prefix}/${id}`)
      else if (here?.oid === there.oid) this.same += 1
      else await this.#resolution(`${prefix}/${id}`, id, folderOf(here), folderOf(there))
    })
  }

  async #resolution(place: string, id: string, ours: TreeOid, theirs: TreeOid): Promise<void> {
    const files = new Map<string, Entry>()
    const here = new Map<string, Entry>()
    await this.#eachDifference(EMPTY_TREE, ours, async (name, _, entry) => {
      await this.#below(name, entry, here)
    })
    await this.#eachDifference(EMPTY_TREE, theirs, async (name, _, entry) => {
      if (!/^(record\.json|(fix-)?\d{1,5}|withdrawn)$/.test(name)) this.strays.push(`${place}/${name}`)
      else await this.#below(name, entry, files)
    })
    this.found.push({ id, files, here })
  }

  /** A file, or the files of a folder without folders. */
  async #below(name: string, entry: Entry, into: Map<string, Entry>): Promise<void> {
    if (entry.mode !== MODE_FOLDER) {
      into.set(name, entry)
      return
    }
    await this.#eachDifference(EMPTY_TREE, folderOf(entry), (file, _, below) => {
      into.set(`${name}/${file}`, below)
      return Promise.resolve()
    })
  }

  async #eachDifference(
    ours: TreeOid,
    theirs: TreeOid,
    visit: (name: string, here: Entry | undefined, there: Entry) => Promise<void>,
  ): Promise<void> {
    const [old, now]: Folder[] = await Promise.all([this.#folders.load(ours), this.#folders.load(theirs)])
    for (const name of now?.slots.keys() ?? []) {
      this.#seen += 1
      if (this.isTooMuch) return
      const there = now && entryOf(now, name)
      if (there !== undefined) await visit(name, old && entryOf(old, name), there)
    }
  }

  async #size(entry: Entry): Promise<number> {
    return (await this.#folders.load(folderOf(entry))).slots.size
  }

  async #countIn(root: TreeOid): Promise<number> {
    let count = 0
    for (const name of (await this.#folders.load(root)).slots.keys()) {
      const entry = entryOf(await this.#folders.load(root), name)
      if (entry?.mode === MODE_FOLDER) count += await this.#size(entry)
    }
    return count
  }
}

function folderOf(entry: Entry | undefined): TreeOid {
  return entry?.mode === MODE_FOLDER ? (entry.oid as TreeOid) : EMPTY_TREE
}
