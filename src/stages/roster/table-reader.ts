/** Takes the keys out of one TOML table, noting every one that is missing, unknown or of the wrong type. */
import { TomlDate } from 'smol-toml'
import { didYouMean } from '../../base/text/did-you-mean.ts'
import { oneLine } from '../../base/text/printable.ts'
import type { TomlPath } from '../../base/text/toml-layout.ts'
import type { Problem } from './fault.ts'

export type TomlTable = Readonly<Record<string, unknown>>

/** What a value may not be: the end of a sentence that begins with the value, and what to do about it. */
export interface Objection {
  readonly why: string
  readonly hint: string
}

/** Judges one text; undefined when it will do. */
export type Check = (text: string) => Objection | undefined

/** Every reading answers undefined when the key is absent or faulty; a fault is noted, and reading goes on. */
export class TableReader {
  readonly path: TomlPath
  readonly #table: TomlTable
  /** Whether the table is in the text at all. */
  readonly #isThere: boolean
  readonly #problems: Problem[]
  readonly #known: string[] = []

  constructor(table: TomlTable | undefined, path: TomlPath, problems: Problem[]) {
    this.#table = table ?? {}
    this.#isThere = table !== undefined
    this.path = path
    this.#problems = problems
  }

  text(key: string, check?: Check): string | undefined {
    const value = this.#take(key)
    if (value === undefined) return undefined
    if (typeof value !== 'string') return this.#wrongType(key, value, 'text in quotes', `${key} = "…"`)
    return this.#passes(value, check, key) ? value : undefined
  }

  texts(key: string, check?: Check): readonly string[] | undefined {
    const value = this.#take(key)
    if (value === undefined) return undefined
    if (!Array.isArray(value)) return this.#wrongType(key, value, 'a list', `${key} = ["…", "…"]`)
    const passing = value.filter((item: unknown, place): item is string => {
      if (typeof item === 'string') return this.#passes(item, check, key, place)
      const message = `${key} must hold texts, but this is ${typeName(item)}`
      this.note([...this.path, key, place], 'value', message, `Write: ${key} = ["…", "…"]`)
      return false
    })
    return passing.length === value.length ? passing : undefined
  }

  wholeNumber(key: string, range: { readonly from: number; readonly to: number }): number | undefined {
    const value = this.#take(key)
    if (value === undefined) return undefined
    if (typeof value !== 'number') return this.#wrongType(key, value, 'a whole number', `${key} = ${range.from}`)
    if (Number.isInteger(value) && value >= range.from && value <= range.to) return value
    this.fault(key, { why: 'is out of range', hint: `A whole number from ${range.from} to ${range.to}.` })
    return undefined
  }

  truth(key: string): boolean | undefined {
    const value = this.#take(key)
    if (value === undefined || typeof value === 'boolean') return value
    return this.#wrongType(key, value, 'true or false', `${key} = true`)
  }

  /** A table within this one; one that is absent or faulty reads as empty and requires nothing. */
  table(key: string, example = `[${key}]`): TableReader {
    const value = this.#take(key)
    if (value !== undefined && !isTable(value)) this.#wrongType(key, value, 'a table', example)
    return new TableReader(isTable(value) ? value : undefined, [...this.path, key], this.#problems)
  }

  tables(key: string): TableReader[] {
    const value = this.#take(key)
    if (value === undefined) return []
    if (Array.isArray(value) && value.every(isTable)) {
      return value.map((item: TomlTable, place) => new TableReader(item, [...this.path, key, place], this.#problems))
    }
    this.#wrongType(key, value, 'a list of tables', `[[${key}]], with two brackets on either side, for each`)
    return []
  }

  has(key: string): boolean {
    return this.#table[key] !== undefined
  }

  /** Whether the value is a list, where it may be that or something else. */
  isList(key: string): boolean {
    return Array.isArray(this.#table[key])
  }

  isText(key: string): boolean {
    return typeof this.#table[key] === 'string'
  }

  /** The keys of a table in which the operator chooses them. */
  keys(): string[] {
    return Object.keys(this.#table)
  }

  /** Notes that a key had to be there, unless the whole table is missing, which is told elsewhere. */
  require(key: string, hint: string): void {
    if (!this.#isThere || this.has(key)) return
    const missing = this.path.length === 0 ? `[${key}]` : key
    this.note(this.path, 'key', `${this.#title()} lacks ${missing}`, hint)
  }

  /** Notes what is wrong with the value of a key. */
  fault(key: string, { why, hint }: Objection): void {
    this.note([...this.path, key], 'value', `${key} ${why}`, hint)
  }

  /** Notes every key that nothing has asked for. Called last. */
  refuseUnknown(): void {
    for (const key of Object.keys(this.#table)) {
      if (this.#known.includes(key)) continue
      const meant = didYouMean(key, this.#known)
      const hint = meant === undefined ? `Known here: ${this.#known.join(', ')}.` : `Did you mean ${meant}?`
      this.note([...this.path, key], 'key', `${this.#title()} has no key "${oneLine(key, 50)}"`, hint)
    }
  }

  note(path: TomlPath, at: 'key' | 'value', message: string, hint: string): void {
    this.#problems.push({ path, at, message, hint })
  }

  #take(key: string): unknown {
    this.#known.push(key)
    return this.#table[key]
  }

  /** Paths are put together only for what is noted: this is asked of every text in the roster. */
  #passes(value: string, check: Check | undefined, key: string, ...place: number[]): boolean {
    const objection = check?.(value)
    if (objection) this.note([...this.path, key, ...place], 'value', `${key} ${objection.why}`, objection.hint)
    return objection === undefined
  }

  #wrongType(key: string, value: unknown, wanted: string, example: string): undefined {
    this.fault(key, { why: `must be ${wanted}, but is ${typeName(value)}`, hint: `Write: ${example}` })
    return undefined
  }

  /** `[limits.first]`, or `[[trees]] limits` for a table within one tree's. */
  #title(): string {
    const place = this.path.findIndex((part) => typeof part === 'number')
    if (place >= 0) return [`[[${this.path.slice(0, place).join('.')}]]`, ...this.path.slice(place + 1)].join(' ')
    return this.path.length === 0 ? 'the roster' : `[${this.path.join('.')}]`
  }
}

function isTable(value: unknown): value is TomlTable {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof TomlDate)
}

function typeName(value: unknown): string {
  if (typeof value === 'string') return 'text'
  if (typeof value === 'number') return 'a number'
  if (typeof value === 'boolean') return String(value)
  if (Array.isArray(value)) return 'a list'
  return value instanceof TomlDate ? 'a date' : 'a table'
}
