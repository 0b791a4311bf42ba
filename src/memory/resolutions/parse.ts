/**
 * Reads what stands in the chain as a resolution or a withdrawal. The chain is put together from many people's: what is neither, or is not
 * what its name says, is left aside and never believed.
 */
import { MODE_SUBMODULE, MODE_SYMLINK } from '../../base/git/objects.ts'
import { isConflictKind } from '../../base/model/conflict.ts'
import { parseTreeName } from '../../base/model/names.ts'
import type { Resolution, Withdrawal } from '../../base/model/resolution.ts'
import type { ResolutionId } from '../../base/model/settling.ts'
import { FORMAT, makeResolution, type ResolutionBody, withdrawalName } from './make.ts'

/** Undefined when the text is no resolution, or not the one of that id. */
export function parseResolution(text: string, id: ResolutionId): Resolution | undefined {
  const value = jsonOf(text)
  if (!isObject(value) || value['format'] !== FORMAT || !isBody(value)) return undefined
  const resolution = makeResolution(value)
  return resolution.id === id ? resolution : undefined
}

/** Undefined when the text is no withdrawal, or not the one of that name of that resolution. */
export function parseWithdrawal(text: string, resolution: ResolutionId, name: string): Withdrawal | undefined {
  const value = jsonOf(text)
  if (!isObject(value) || !isWithdrawal(value)) return undefined
  return value.resolution === resolution && withdrawalName(value) === name ? value : undefined
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

type Json = Readonly<Record<string, unknown>>
type Check = (value: unknown) => boolean

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isBody(value: Json): value is Json & ResolutionBody {
  const { files, fixes, needed, sides, origin, supersedes } = value
  return (
    isList(files, isFile) &&
    isList(fixes, isFix) &&
    isMissingOr(isNeeded)(needed) &&
    has({ ours: isSide, theirs: isSide })(sides) &&
    isOrigin(origin) &&
    isSigned(value) &&
    isMissingOr(isId)(supersedes)
  )
}

function isWithdrawal(value: Json): value is Json & Withdrawal {
  return isId(value['resolution']) && (value['kind'] === 'revoked' || value['kind'] === 'retired') && isSigned(value)
}

/** Who says so, when and why. */
const isSigned = has({
  by: has({ name: isText, email: isText }),
  at: has({ epochSeconds: Number.isSafeInteger, zoneMinutes: Number.isSafeInteger }),
  why: isText,
})

/** An import knows no path; every other file does, and so does all that it came to. */
function isFile(value: unknown): boolean {
  if (!isObject(value) || !FILE(value)) return false
  const entry = has({ mode: isMode, oid: isOid, path: value['path'] === '' ? (path) => path === '' : isPath })
  return isList(value['result'], entry)
}

const STAGE = has({ mode: isMode, oid: isOid, path: isPath })

const FILE = has({
  path: (path) => path === '' || isPath(path),
  kind: (kind) => isText(kind) && isConflictKind(kind),
  conflict: isId,
  rerere: isMissingOr(isOid),
  base: isMissingOr(STAGE),
  ours: isMissingOr(STAGE),
  theirs: isMissingOr(STAGE),
  preimage: isMissingOr(isOid),
  removed: (all) => isList(all, isPath),
  clashes: (all) => isList(all, has({ ours: isRaw, theirs: isRaw })),
  hunks: (all) => isList(all, has({ ours: isRaw, theirs: isRaw, result: isRaw, before: isRaw, after: isRaw })),
})

const ENTRY = has({ mode: isMode, oid: isOid })

function isFix(value: unknown): boolean {
  return has({ path: isPath, before: isMissingOr(ENTRY), after: isMissingOr(ENTRY) })(value)
}

function isNeeded(value: unknown): boolean {
  const isName: Check = (name) => isText(name) && parseTreeName(name) !== undefined
  return has({ trees: (all) => isList(all, isName), commits: (all) => isList(all, isOid) })(value)
}

function isSide(value: unknown): boolean {
  const commits: Check = (all) => isList(all, has({ commit: isOid, subject: isText }))
  return has({ tree: isMissingOr((name) => isText(name) && parseTreeName(name) !== undefined), commits })(value)
}

function isOrigin(value: unknown): boolean {
  if (!isObject(value)) return false
  switch (value['kind']) {
    case 'resolved':
      return true
    case 'learned':
      return isOid(value['merge'])
    default:
      return value['kind'] === 'imported' && isOid(value['rerere'])
  }
}

function has(checks: Readonly<Record<string, Check>>): Check {
  return (value) => isObject(value) && Object.entries(checks).every(([key, check]) => check(value[key]))
}

function isList(value: unknown, check: Check): boolean {
  return Array.isArray(value) && value.every(check)
}

function isMissingOr(check: Check): Check {
  return (value) => value === undefined || check(value)
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

/** One character a byte. */
function isRaw(value: unknown): value is string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: every byte may stand in a file
  return isText(value) && /^[\u0000-\u00ff]*$/.test(value)
}

function isId(value: unknown): value is ResolutionId {
  return isText(value) && /^[0-9a-f]{20}$/.test(value)
}

function isOid(value: unknown): boolean {
  return isText(value) && /^[0-9a-f]{40}$/.test(value)
}

/** What may stand in a tree of git's, less folders: a file with whatever permissions, a link, a submodule. */
function isMode(value: unknown): boolean {
  if (!Number.isSafeInteger(value)) return false
  const mode = value as number
  return mode === MODE_SYMLINK || mode === MODE_SUBMODULE || mode - (mode & 0o7777) === 0o100000
}

/** A path within a tree: it leads nowhere else, and never into a repository's own folder. */
function isPath(value: unknown): boolean {
  if (!isRaw(value) || value.includes('\0')) return false
  return value.split('/').every((name) => name !== '' && name !== '.' && name !== '..' && !/^\.git$/i.test(name))
}
