/** Where keys, values, tables and comments stand in a TOML text, for pointing at faults and for edits that leave the rest alone. */
import { parse } from 'smol-toml'

/** Names and places from the top: `['trees', 3, 'url']` is the url of the fourth `[[trees]]`. */
export type TomlPath = readonly (string | number)[]

/** Offsets in the text, in UTF-16 code units; the end is exclusive. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** A key with its value, a header, or an item of a list (then key and value are the same span). */
export interface TomlEntry {
  readonly path: TomlPath
  readonly key: Span
  readonly value: Span
}

/** A `[table]` or `[[table]]` header; both spans of it cover the brackets. */
export interface TomlHeader extends TomlEntry {
  /** Where the last thing said in this table ends: its last value, or the header itself. */
  readonly contentEnd: number
}

export interface TomlLayout {
  /** Everything that has a place, in the order of the text: headers, keys, items of lists, keys of inline tables. */
  readonly entries: readonly TomlEntry[]
  readonly headers: readonly TomlHeader[]
  /** Offsets of the `#` of every comment. */
  readonly comments: ReadonlySet<number>
}

/** Reads the layout of a text that is known to be valid TOML: it looks for ends, not for faults. */
export function tomlLayout(text: string): TomlLayout {
  return new Scanner(text).scan()
}

/** Finds the entry at a path, else the nearest one above it; undefined when nothing of it is in the text. */
export function entryFinder(layout: TomlLayout): (path: TomlPath) => TomlEntry | undefined {
  const root: Branch = { entry: undefined, children: new Map() }
  for (const entry of layout.entries) plant(root, entry)
  return (path) => {
    let branch: Branch | undefined = root
    let nearest: TomlEntry | undefined
    for (const part of path) {
      branch = branch.children.get(part)
      if (!branch) break
      nearest = branch.entry
    }
    return nearest
  }
}

/** Entries by path. What has no place of its own (`fetch` in `fetch.schemes = []`) takes that of the first thing below. */
interface Branch {
  entry: TomlEntry | undefined
  readonly children: Map<string | number, Branch>
}

function plant(root: Branch, entry: TomlEntry): void {
  let branch = root
  for (const part of entry.path) {
    const child = branch.children.get(part) ?? { entry, children: new Map() }
    branch.children.set(part, child)
    branch = child
  }
  if (branch.entry?.path.length !== entry.path.length) branch.entry = entry
}

class Scanner {
  readonly #text: string
  #at = 0
  /** The table that keys belong to now. */
  #table: TomlPath = []
  readonly #entries: TomlEntry[] = []
  readonly #headers: (TomlHeader & { contentEnd: number })[] = []
  readonly #comments = new Set<number>()
  /** How many `[[name]]` there have been, by path. */
  readonly #elements = new Map<string, number>()

  constructor(text: string) {
    this.#text = text
  }

  scan(): TomlLayout {
    if (this.#text.startsWith('\ufeff')) this.#at = 1
    for (this.#skipSpace(); this.#at < this.#text.length; this.#skipSpace()) {
      if (this.#text[this.#at] === '[') this.#header()
      else this.#pair(this.#table)
      const last = this.#headers.at(-1)
      if (last) last.contentEnd = this.#at
    }
    return { entries: this.#entries, headers: this.#headers, comments: this.#comments }
  }

  #header(): void {
    const start = this.#at
    const isElement = this.#text[start + 1] === '['
    this.#at += isElement ? 2 : 1
    const named = this.#withPlaces(this.#keys())
    this.#at += isElement ? 2 : 1
    this.#table = isElement ? this.#nextElement(named) : this.#inElement(named)
    const span = { start, end: this.#at }
    const header = { path: this.#table, key: span, value: span, contentEnd: this.#at }
    this.#headers.push(header)
    this.#entries.push(header)
  }

  /** `trees.limits` as header means the limits of the last tree: puts the places into a path of names. */
  #withPlaces(names: readonly string[]): TomlPath {
    const path: (string | number)[] = []
    names.forEach((name, index) => {
      path.push(name)
      if (index < names.length - 1) path.splice(0, path.length, ...this.#inElement(path))
    })
    return path
  }

  #inElement(path: TomlPath): TomlPath {
    const count = this.#elements.get(JSON.stringify(path))
    return count === undefined ? path : [...path, count - 1]
  }

  #nextElement(path: TomlPath): TomlPath {
    const key = JSON.stringify(path)
    const place = this.#elements.get(key) ?? 0
    this.#elements.set(key, place + 1)
    return [...path, place]
  }

  #pair(table: TomlPath): void {
    const start = this.#at
    const path = [...table, ...this.#keys()]
    const key = { start, end: trimmedEnd(this.#text, start, this.#at) }
    this.#at++
    this.#skipSpace()
    this.#value(path, key)
  }

  /** The parts of a key, up to its `=` or `]`. */
  #keys(): string[] {
    const names: string[] = []
    for (;;) {
      this.#skipSpace()
      const start = this.#at
      const mark = this.#text[start]
      if (mark === '"' || mark === "'") {
        this.#string()
        names.push(unquoted(this.#text.slice(start, this.#at)))
      } else {
        names.push(this.#run(BARE_KEY))
      }
      this.#skipSpace()
      if (this.#text[this.#at] !== '.') return names
      this.#at++
    }
  }

  /** Reads a value; `key` is undefined for the items of a list. */
  #value(path: TomlPath, key: Span | undefined): void {
    const start = this.#at
    const place = this.#entries.push({ path, key: { start, end: start }, value: { start, end: start } }) - 1
    const mark = this.#text[start]
    if (mark === '[') this.#list(path)
    else if (mark === '{') this.#inlineTable(path)
    else if (mark === '"' || mark === "'") this.#string()
    else this.#at = trimmedEnd(this.#text, start, start + this.#run(SCALAR).length)
    const value = { start, end: this.#at }
    this.#entries[place] = { path, key: key ?? value, value }
  }

  #list(path: TomlPath): void {
    this.#at++
    for (let place = 0; !this.#ended(']'); place++) this.#value([...path, place], undefined)
  }

  #inlineTable(path: TomlPath): void {
    this.#at++
    while (!this.#ended('}')) this.#pair(path)
  }

  /** Skips what separates items; true when the closing bracket was there, and is passed. */
  #ended(close: string): boolean {
    this.#skipSpace()
    if (this.#text[this.#at] === ',') this.#at++
    this.#skipSpace()
    const ended = this.#at >= this.#text.length || this.#text[this.#at] === close
    if (ended) this.#at++
    return ended
  }

  #string(): void {
    const mark = this.#text.charAt(this.#at)
    const isLong = this.#text.startsWith(mark.repeat(3), this.#at)
    const close = isLong ? mark.repeat(3) : mark
    this.#at += close.length
    while (this.#at < this.#text.length && !this.#text.startsWith(close, this.#at)) {
      this.#at += mark === '"' && this.#text[this.#at] === '\\' ? 2 : 1
    }
    this.#at += close.length
    // A long string may end in one or two quotes of its own.
    if (isLong) for (let own = 0; own < 2 && this.#text[this.#at] === mark; own++) this.#at++
  }

  #skipSpace(): void {
    this.#run(SPACE)
    while (this.#text[this.#at] === '#') {
      this.#comments.add(this.#at)
      this.#run(COMMENT)
      this.#run(SPACE)
    }
  }

  #run(pattern: RegExp): string {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)?.[0] ?? ''
    this.#at += found.length
    return found
  }
}

const SPACE = /[ \t\r\n]*/y
const COMMENT = /[^\n]*/y
const BARE_KEY = /[A-Za-z0-9_-]*/y
/** Numbers, dates (which may hold a space) and truth values: all that is not quoted or bracketed. */
const SCALAR = /[^,\]}#\r\n]*/y

function trimmedEnd(text: string, start: number, end: number): number {
  return start + text.slice(start, end).trimEnd().length
}

function unquoted(quoted: string): string {
  return parse(`key = ${quoted}`)['key'] as string
}
