/** Goes through what another record's chain has beyond ours, and tells what may join from what may not. */
import type { Entry } from '../../../base/git/folder.ts'
import type { Folders } from '../../../base/git/folders.ts'
import type { ObjectReader } from '../../../base/git/object-reader.ts'
import { MODE_FILE } from '../../../base/git/objects.ts'
import type { Leaf } from '../../../base/git/overlay.ts'
import type { Instant } from '../../../base/model/instant.ts'
import type { BlobOid, TreeOid } from '../../../base/model/oid.ts'
import type { Resolution, Withdrawal } from '../../../base/model/resolution.ts'
import { byText, distinct } from '../../../base/std/collections.ts'
import { rawTextOf } from '../../../base/text/raw-text.ts'
import { contentsOf, folderOf } from '../store.ts'
import { contentsFault } from './contents-fault.ts'
import { type ForeignFolder, foreignFolders } from './foreign-folders.ts'
import { type ForeignReading, readForeignResolution, readForeignWithdrawal, RECORD_MAX_BYTES } from './read-foreign.ts'

const MB = 1024 * 1024

/** Largest content taken, in bytes. Files that people merge by hand are far smaller. */
const CONTENT_MAX_BYTES = 32 * MB

/** Most that the contents of one resolution take together, in bytes: they are in memory at the same time. */
const CONTENTS_MAX_BYTES = 256 * MB

/** A resolution is withdrawn once; by as many people as may think of it at the same time. */
const WITHDRAWALS_MAX = 100

/** Something that stays outside. */
export interface ForeignRefusal {
  /** Where it stands over there. Raw. */
  readonly path: string
  /** A plain sentence. */
  readonly why: string
}

export interface Sifted {
  readonly resolutions: readonly Resolution[]
  readonly withdrawals: readonly Withdrawal[]
  /** Resolutions that both have. */
  readonly known: number
  readonly refused: readonly ForeignRefusal[]
  /** What is to be put into our tree, sorted by path. */
  readonly leaves: readonly Leaf[]
}

export interface SiftQuestion {
  readonly ours: TreeOid
  readonly theirs: TreeOid
  readonly now: Instant
}

/** Undefined when there is more than anybody records. */
export async function sift(
  folders: Folders,
  reader: ObjectReader,
  { ours, theirs, now }: SiftQuestion,
): Promise<Sifted | undefined> {
  const walked = await foreignFolders(folders, ours, theirs)
  if (walked === undefined) return undefined
  const sieve = new Sieve(reader, now)
  for (const folder of walked.folders) await sieve.take(folder)
  const strays = walked.strays.map((path) => ({ path, why: 'no chain of resolutions has such a file' }))
  const leaves = sieve.leaves.toSorted((a, b) => byText(a.path, b.path))
  const { resolutions, withdrawals, known } = sieve
  return { resolutions, withdrawals, leaves, known: walked.same + known, refused: [...strays, ...sieve.refused] }
}

class Sieve {
  readonly #reader: ObjectReader
  readonly #now: Instant
  readonly resolutions: Resolution[] = []
  readonly withdrawals: Withdrawal[] = []
  readonly refused: ForeignRefusal[] = []
  readonly leaves: Leaf[] = []
  known = 0

  constructor(reader: ObjectReader, now: Instant) {
    this.#reader = reader
    this.#now = now
  }

  async take(folder: ForeignFolder): Promise<void> {
    const { id, files, here } = folder
    const isHere = here.has('record.json')
    const named = isHere ? here : await this.#takeRecord(folder)
    if (isHere) this.known += 1
    for (const [path, entry] of files) {
      if (path.startsWith('withdrawn/')) continue
      const wanted = named?.get(path)
      if (named !== undefined && (wanted?.oid !== entry.oid || wanted.mode !== entry.mode))
        this.#refuse(id, path, wanted === undefined ? 'its resolution names no such content' : 'ours is another')
    }
    if (named !== undefined) await this.#takeWithdrawals(folder)
  }

  /** Gives all files of the resolution when it joins. */
  async #takeRecord({ id, files }: ForeignFolder): Promise<ReadonlyMap<string, Entry> | undefined> {
    const entry = files.get('record.json')
    const read = await this.#read(entry, (content) => readForeignResolution(content, id, this.#now))
    if (entry === undefined || read.kind === 'refused') {
      this.#refuse(id, 'record.json', read.kind === 'refused' ? read.why : MISSING)
      return undefined
    }
    const named = namedBy(read.value, entry)
    const fault = await this.#contentsFault(read.value, named, files)
    if (fault !== undefined) {
      this.#refuse(id, 'record.json', fault)
      return undefined
    }
    this.resolutions.push(read.value)
    for (const [path, { mode, oid }] of named) this.leaves.push({ path: placeOf(id, path), mode, oid })
    return named
  }

  async #contentsFault(
    resolution: Resolution,
    named: ReadonlyMap<string, Entry>,
    files: ReadonlyMap<string, Entry>,
  ): Promise<string | undefined> {
    const entries = [...named]
    if (!entries.every(([path, { mode, oid }]) => files.get(path)?.oid === oid && files.get(path)?.mode === mode))
      return 'a content that it names does not stand with it'
    const oids = distinct(entries.map(([, { oid }]) => oid))
    const sizes = await Promise.all(oids.map((oid) => this.#reader.size(oid as BlobOid)))
    if (sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0) > CONTENTS_MAX_BYTES)
      return `its contents together are larger than ${CONTENTS_MAX_BYTES / MB} MB`
    const contents = await Promise.all(oids.map((oid) => this.#content(oid, CONTENT_MAX_BYTES)))
    const texts = new Map<string, string | undefined>()
    for (const [at, content] of contents.entries()) {
      if (content.kind === 'refused') return content.why
      texts.set(oids[at] as string, rawTextOf(content.value))
    }
    return contentsFault(resolution, (oid) => texts.get(oid))
  }

  async #takeWithdrawals({ id, files, here }: ForeignFolder): Promise<void> {
    const all = [...files].filter(([path]) => path.startsWith('withdrawn/'))
    for (const [place, [path, entry]] of all.entries()) {
      if (here.get(path)?.oid === entry.oid) continue
      const name = /^withdrawn\/([0-9a-f]{20})\.json$/.exec(path)?.[1]
      const read = await this.#read(entry, (content) =>
        readForeignWithdrawal(content, { id, name: name ?? '' }, this.#now),
      )
      if (read.kind === 'refused') this.#refuse(id, path, read.why)
      else if (place >= WITHDRAWALS_MAX) this.#refuse(id, path, 'there are more withdrawals than anybody writes')
      else {
        this.withdrawals.push(read.value)
        this.leaves.push({ path: placeOf(id, path), mode: MODE_FILE, oid: entry.oid })
      }
    }
  }

  async #read<Value>(
    entry: Entry | undefined,
    read: (content: Buffer) => ForeignReading<Value>,
  ): Promise<ForeignReading<Value>> {
    if (entry === undefined) return { kind: 'refused', why: MISSING }
    if (entry.mode !== MODE_FILE) return { kind: 'refused', why: 'it is no plain file' }
    const content = await this.#content(entry.oid, RECORD_MAX_BYTES)
    return content.kind === 'refused' ? content : read(content.value)
  }

  /** Its size is asked for first: what is too large is never read. */
  async #content(oid: string, most: number): Promise<ForeignReading<Buffer>> {
    const size = await this.#reader.size(oid as BlobOid)
    if (size === undefined) return { kind: 'refused', why: 'a content of it is missing' }
    if (size > most) return { kind: 'refused', why: `a content of it is larger than ${most / MB} MB` }
    const found = await this.#reader.find(oid as BlobOid)
    return found?.type === 'blob'
      ? { kind: 'ok', value: found.content }
      : { kind: 'refused', why: 'a content of it is no file' }
  }

  #refuse(id: string, path: string, why: string): void {
    this.refused.push({ path: placeOf(id, path), why })
  }
}

const MISSING = 'there is no record of it'

/** The files that its folder must have, but for withdrawals. */
function namedBy(resolution: Resolution, record: Entry): Map<string, Entry> {
  const start = folderOf(resolution.id).length + 1
  const contents = contentsOf(resolution).map(({ path, oid }): [string, Entry] => [
    path.slice(start),
    { mode: MODE_FILE, oid },
  ])
  return new Map([['record.json', { mode: MODE_FILE, oid: record.oid }], ...contents])
}

function placeOf(id: string, path: string): string {
  return `${folderOf(id as Resolution['id'])}/${path}`
}
