/** One folder (a tree object of git) in memory: its bytes, and where its entries stand in them. */
import { MODE_EXECUTABLE, MODE_FILE, MODE_FOLDER, MODE_SUBMODULE, MODE_SYMLINK } from './objects.ts'

/** Where an entry stands in a folder's bytes. */
export interface Slot {
  readonly mode: number
  readonly start: number
  /** Where its 20 id bytes begin; the entry ends behind them. */
  readonly idAt: number
}

export interface Entry {
  readonly mode: number
  readonly oid: string
}

const SPACE = 0x20
const ZERO = 0x30

/** So many names are looked for from the front; for more it pays to know where all stand. Most folders are asked for one or two. */
const LOOKED_FOR = 6

/** `<mode> SP <name> NUL <20 bytes>` for each entry, in git's order. Names are raw. */
export class Folder {
  readonly content: Buffer
  #slots: ReadonlyMap<string, Slot> | undefined
  #canonical: boolean | undefined
  #lookedFor = 0

  constructor(content: Buffer) {
    this.content = content
  }

  /** Where all entries stand, by name. */
  get slots(): ReadonlyMap<string, Slot> {
    this.#slots ??= readSlots(this.content)
    return this.#slots
  }

  /** Whether modes are written as git writes them today; old histories hold `040000` and `100664`, which any edit puts right as git does. */
  get canonical(): boolean {
    this.#canonical ??= isCanonical(this.content)
    return this.#canonical
  }

  get isEmpty(): boolean {
    return this.content.length === 0
  }

  slot(name: string): Slot | undefined {
    if (this.#slots !== undefined || this.#lookedFor >= LOOKED_FOR) return this.slots.get(name)
    this.#lookedFor += 1
    return findSlot(this.content, name)
  }

  /** The same entries at the same places, with other ids. */
  withIds(content: Buffer): Folder {
    const folder = new Folder(content)
    folder.#slots = this.#slots
    folder.#canonical = this.#canonical
    return folder
  }
}

export function entryOf(folder: Folder, name: string): Entry | undefined {
  const slot = folder.slot(name)
  return slot && { mode: slot.mode, oid: folder.content.toString('hex', slot.idAt, slot.idAt + 20) }
}

function readSlots(content: Buffer): Map<string, Slot> {
  const slots = new Map<string, Slot>()
  for (let start = 0; start < content.length; ) {
    const space = spaceAfter(content, start)
    const nul = content.indexOf(0, space)
    const mode = canonicalMode(modeBetween(content, start, space))
    slots.set(content.toString('latin1', space + 1, nul), { mode, start, idAt: nul + 1 })
    start = nul + 21
  }
  return slots
}

function findSlot(content: Buffer, name: string): Slot | undefined {
  for (let start = 0; start < content.length; ) {
    const space = spaceAfter(content, start)
    let at = space + 1
    let same = true
    for (; at < content.length && content[at] !== 0; at += 1) same &&= content[at] === name.charCodeAt(at - space - 1)
    if (same && at - space - 1 === name.length)
      return { mode: canonicalMode(modeBetween(content, start, space)), start, idAt: at + 1 }
    start = at + 21
  }
  return undefined
}

function isCanonical(content: Buffer): boolean {
  for (let start = 0; start < content.length; ) {
    const space = spaceAfter(content, start)
    const mode = modeBetween(content, start, space)
    if (content[start] === ZERO || mode !== canonicalMode(mode)) return false
    start = content.indexOf(0, space) + 21
  }
  return true
}

/** A mode has five digits for a folder and six for all else, but for what old tools wrote. */
function spaceAfter(content: Buffer, start: number): number {
  if (content[start + 6] === SPACE && content[start + 5] !== SPACE) return start + 6
  return content.indexOf(SPACE, start)
}

function modeBetween(content: Buffer, start: number, space: number): number {
  let mode = 0
  for (let at = start; at < space; at += 1) mode = mode * 8 + ((content[at] ?? ZERO) - ZERO)
  return mode
}

/** git's canon_mode (cache.h): what an entry's mode means, whatever else old tools wrote there. */
function canonicalMode(mode: number): number {
  const type = mode & 0o170000
  if (type === 0o100000) return mode & 0o100 ? MODE_EXECUTABLE : MODE_FILE
  if (type === MODE_SYMLINK || type === MODE_FOLDER) return type
  return MODE_SUBMODULE
}

/** A folder without entries. */
export const NO_ENTRIES = new Folder(Buffer.alloc(0))
