/** Reads a resolution or a withdrawal that somebody else recorded: in our own form to the last byte, or not at all. Pure. */
import { makeBlob, MODE_EXECUTABLE, MODE_FILE, MODE_SUBMODULE, MODE_SYMLINK } from '../../../base/git/objects.ts'
import type { ConflictId, ConflictKind, Stage } from '../../../base/model/conflict.ts'
import type { Instant } from '../../../base/model/instant.ts'
import { treeNameFault, type TreeName } from '../../../base/model/names.ts'
import type { BlobOid, CommitOid } from '../../../base/model/oid.ts'
import type { Person } from '../../../base/model/person.ts'
import type {
  FixedFile,
  Needed,
  Placed,
  ResolvedFile,
  ResolvedHunk,
  Resolution,
  ResolutionOrigin,
  SettledSide,
  Withdrawal,
} from '../../../base/model/resolution.ts'
import type { ResolutionId } from '../../../base/model/settling.ts'
import { pathFault } from '../../../base/text/path-fault.ts'
import { formatResolution, formatWithdrawal, makeResolution, withdrawalName } from '../make.ts'
import {
  list,
  matching,
  Misfit,
  NOT_OF_THIS_FORM,
  oneOf,
  optional,
  type Reader,
  readStrictly,
  shape,
  text,
  whole,
} from './strict.ts'

/** Longest record.json, in bytes. It holds the clashing lines twice; the longest of git's own history has 300 kB. */
export const RECORD_MAX_BYTES = 16 * 1024 * 1024

/** How far ahead of ours another person's clock may be. Seconds. */
const CLOCK_SKEW_SECONDS = 24 * 3600

/** Most files, hunks, commits of one resolution. A merge with more of any is refused by git's own tools first. */
const LIST_MAX = 10_000

/** Longest name, address or subject, and longest reason. Characters. */
const LINE_MAX = 2_000
const REASON_MAX = 20_000

export type ForeignReading<Value> =
  | { readonly kind: 'ok'; readonly value: Value }
  | { readonly kind: 'refused'; readonly why: string }

/** `id` is the folder it stands in: the hash of what it says. */
export function readForeignResolution(content: Buffer, id: string, now: Instant): ForeignReading<Resolution> {
  const read = readStrictly(content.toString('utf8'), resolutionReader(now))
  if (read.kind === 'refused') return read
  const { format: _, ...body } = read.value
  const value = makeResolution(body)
  if (value.id !== id) return { kind: 'refused', why: 'what it says has another hash than its folder is named by' }
  return isSameText(content, formatResolution(value)) ? { kind: 'ok', value } : unlikeOurs()
}

/** `name` is the file's, without its ending: the hash of what it says. */
export function readForeignWithdrawal(
  content: Buffer,
  place: { readonly id: string; readonly name: string },
  now: Instant,
): ForeignReading<Withdrawal> {
  const read = readStrictly(content.toString('utf8'), withdrawalReader(now))
  if (read.kind === 'refused') return read
  const { value } = read
  if (value.resolution !== place.id)
    return { kind: 'refused', why: 'it is about another resolution than it stands with' }
  if (withdrawalName(value) !== place.name)
    return { kind: 'refused', why: 'what it says has another hash than its file is named by' }
  return isSameText(content, formatWithdrawal(value)) ? read : unlikeOurs()
}

/** Two texts that say the same would be two files of one name: there is one way to write a record. */
function isSameText(content: Buffer, ours: string): boolean {
  return makeBlob(content).oid === makeBlob(ours).oid
}

function unlikeOurs(): { readonly kind: 'refused'; readonly why: string } {
  return { kind: 'refused', why: NOT_OF_THIS_FORM }
}

const MODES = [MODE_FILE, MODE_EXECUTABLE, MODE_SYMLINK, MODE_SUBMODULE] as const

const KINDS: readonly ConflictKind[] = [
  'content',
  'modify/delete',
  'rename/delete',
  'rename/add',
  'rename/rename',
  'add/add',
  'file/directory',
  'directory-rename',
  'submodule',
  'binary',
  'mode',
]

const id = matching<ResolutionId & ConflictId>(/^[0-9a-f]{20}$/)
const oid = matching<BlobOid & CommitOid>(/^[0-9a-f]{40}$/)
const treeName = text<TreeName>((value) => (treeNameFault(value) === undefined ? undefined : NOT_OF_THIS_FORM))
const path = text(pathFault)
/** Of an imported one nobody knows the file. */
const anyPath = text((value) => (value === '' ? undefined : pathFault(value)))
// biome-ignore lint/suspicious/noControlCharactersInRegex: the character that ends a text for most programs is looked for
const line = text((value) => (value.length > LINE_MAX || /[\0\r\n]/.test(value) ? NOT_OF_THIS_FORM : undefined))
const reason = text((value) => (value.length > REASON_MAX || value.includes('\0') ? NOT_OF_THIS_FORM : undefined))
// biome-ignore lint/suspicious/noControlCharactersInRegex: what is no byte is looked for
const raw = text((value) => (/[^\u0000-\u00ff]/.test(value) ? NOT_OF_THIS_FORM : undefined))

const person: Reader<Person> = shape({ name: line, email: line })
const stage: Reader<Stage> = shape({ mode: oneOf(MODES), oid, path })
const placed: Reader<Placed> = shape({ path: anyPath, mode: oneOf(MODES), oid })
const entry: Reader<Omit<Placed, 'path'>> = shape({ mode: oneOf(MODES), oid })
const hunk: Reader<ResolvedHunk> = shape({ ours: raw, theirs: raw, result: raw, before: raw, after: raw })

const file: Reader<ResolvedFile> = shape({
  path: anyPath,
  kind: oneOf(KINDS),
  conflict: id,
  rerere: optional(oid),
  base: optional(stage),
  ours: optional(stage),
  theirs: optional(stage),
  preimage: optional(oid),
  result: list(placed, LIST_MAX),
  removed: list(path, LIST_MAX),
  clashes: list(shape({ ours: raw, theirs: raw }), LIST_MAX),
  hunks: list(hunk, LIST_MAX),
})

const fix: Reader<FixedFile> = shape({ path, before: optional(entry), after: optional(entry) })
const needed: Reader<Needed> = shape({ trees: list(treeName, LIST_MAX), commits: list(oid, LIST_MAX) })

const side: Reader<SettledSide> = shape({
  tree: optional(treeName),
  commits: list(shape({ commit: oid, subject: line }), LIST_MAX),
})

const ORIGINS: Readonly<Record<ResolutionOrigin['kind'], Reader<ResolutionOrigin>>> = {
  resolved: shape({ kind: oneOf(['resolved']) }),
  learned: shape({ kind: oneOf(['learned']), merge: oid }),
  imported: shape({ kind: oneOf(['imported']), rerere: oid }),
}

const origin: Reader<ResolutionOrigin> = (value) => {
  const kind = (value as { readonly kind?: unknown } | null | undefined)?.kind
  const reader = (['resolved', 'learned', 'imported'] as const).find((known) => known === kind)
  if (reader === undefined) throw new Misfit(NOT_OF_THIS_FORM)
  return ORIGINS[reader](value)
}

/** What is dated in the future would go before, or shut out, everything that is settled until then. */
function instant(now: Instant): Reader<Instant> {
  const read = shape<{ epochSeconds: number; zoneMinutes: number }>({
    epochSeconds: whole(0, Number.MAX_SAFE_INTEGER),
    zoneMinutes: whole(-14 * 60, 14 * 60),
  })
  return (value) => {
    const at = read(value)
    if (at.epochSeconds > now.epochSeconds + CLOCK_SKEW_SECONDS) throw new Misfit('it is dated in the future')
    return at
  }
}

function resolutionReader(now: Instant): Reader<Omit<Resolution, 'id'> & { readonly format: 1 }> {
  const read = shape<Omit<Resolution, 'id'> & { readonly format: 1 }>({
    format: oneOf([1]),
    files: list(file, LIST_MAX),
    fixes: list(fix, LIST_MAX),
    needed: optional(needed),
    sides: shape({ ours: side, theirs: side }),
    origin,
    by: person,
    at: instant(now),
    why: reason,
    supersedes: optional(id),
  })
  return (value) => {
    const body = read(value)
    if (!isWhole(body)) throw new Misfit('its parts do not go together')
    return body
  }
}

/** What no single part shows: something is settled, a fix is wanted by something, and only an import has no path. */
function isWhole({ files, fixes, needed: wanted, origin: from }: Omit<Resolution, 'id'>): boolean {
  const isWanted = wanted !== undefined && wanted.trees.length + wanted.commits.length > 0
  const places = files.flatMap((one) => [one.path, ...one.result.map((entry) => entry.path)])
  const isImported = from.kind === 'imported'
  return (
    files.length + fixes.length > 0 &&
    fixes.length > 0 === isWanted &&
    places.every((one) => (one === '') === isImported) &&
    (!isImported || (files.length === 1 && files[0]?.rerere === from.rerere))
  )
}

function withdrawalReader(now: Instant): Reader<Withdrawal> {
  return shape<{ [Key in keyof Withdrawal]: Withdrawal[Key] }>({
    resolution: id,
    kind: oneOf(['revoked', 'retired']),
    by: person,
    at: instant(now),
    why: reason,
  })
}
