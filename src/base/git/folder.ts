/** One folder (a tree object of git) in memory: its bytes, and where its entries stand in them. */
import { MODE_EXECUTABLE, MODE_FILE, MODE_FOLDER, MODE_SUBMODULE, MODE_SYMLINK } from './objects.ts'

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

export function entryOf(folder: Folder, name: string): Entry | undefined {
  const slot = folder.slots.get(name)
  return slot && { mode: slot.mode, oid: folder.content.toString('hex', slot.idAt, slot.idAt + 20) }
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

/** A folder without entries. */
export const NO_ENTRIES: Folder = { content: Buffer.alloc(0), slots: new Map(), canonical: true }
