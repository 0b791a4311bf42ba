/** Reads a resolution or a withdrawal that somebody else recorded: in our own form to the last byte and within limits, or not at all. Pure. */
import { makeBlob, MODE_EXECUTABLE, MODE_FILE, MODE_SUBMODULE, MODE_SYMLINK } from '../../../base/git/objects.ts'
import type { Instant } from '../../../base/model/instant.ts'
import type { Resolution, Withdrawal } from '../../../base/model/resolution.ts'
import type { ResolutionId } from '../../../base/model/settling.ts'
import { pathFault } from '../../../base/text/path-fault.ts'
import { formatResolution, formatWithdrawal } from '../make.ts'
import { parseResolution, parseWithdrawal } from '../parse.ts'

/** Longest record.json, in bytes. It holds the clashing lines twice; the longest of git's own history has 300 kB. */
export const RECORD_MAX_BYTES = 16 * 1024 * 1024

/** How far ahead of ours another person's clock may be. Seconds. */
const CLOCK_SKEW_SECONDS = 24 * 3600

/** Farthest that a clock is from Greenwich. */
const ZONE_MAX_MINUTES = 14 * 60

/** Most files, hunks, commits of one resolution: more than anybody settles at a time. */
const LIST_MAX = 10_000

/** Longest name, address or subject, and longest reason. Characters. */
const LINE_MAX = 2_000
const REASON_MAX = 20_000

export type ForeignReading<Value> =
  | { readonly kind: 'ok'; readonly value: Value }
  | { readonly kind: 'refused'; readonly why: string }

/** `id` is the folder it stands in: the hash of what it says. */
export function readForeignResolution(content: Buffer, id: string, now: Instant): ForeignReading<Resolution> {
  const value = parseResolution(content.toString('utf8'), id as ResolutionId)
  if (value === undefined || !isSameText(content, formatResolution(value))) return refused(NOT_OF_THIS_FORM)
  const why = signatureFault(value, now) ?? placesFault(value) ?? partsFault(value)
  return why === undefined ? { kind: 'ok', value } : refused(why)
}

/** `place` is where it stands: with which resolution, and under which name, the hash of what it says. */
export function readForeignWithdrawal(
  content: Buffer,
  place: { readonly id: string; readonly name: string },
  now: Instant,
): ForeignReading<Withdrawal> {
  const value = parseWithdrawal(content.toString('utf8'), place.id as ResolutionId, place.name)
  if (value === undefined || !isSameText(content, formatWithdrawal(value))) return refused(NOT_OF_THIS_FORM)
  const why = signatureFault(value, now)
  return why === undefined ? { kind: 'ok', value } : refused(why)
}

const NOT_OF_THIS_FORM = 'it is not what its name says, as this version of Tributary writes it'
const TOO_MUCH = 'it holds more than one resolution can'

function refused(why: string): { readonly kind: 'refused'; readonly why: string } {
  return { kind: 'refused', why }
}

/** There is one way to write a record, so that there is no room in it for what we do not know. */
function isSameText(content: Buffer, ours: string): boolean {
  return makeBlob(content).oid === makeBlob(ours).oid
}

/** What is dated in the future would go before, or shut out, everything that is settled until then. */
function signatureFault({ by, at, why }: Pick<Resolution, 'by' | 'at' | 'why'>, now: Instant): string | undefined {
  if (at.epochSeconds > now.epochSeconds + CLOCK_SKEW_SECONDS) return 'it is dated in the future'
  if (at.epochSeconds < 0 || Math.abs(at.zoneMinutes) > ZONE_MAX_MINUTES) return 'its date is none'
  if (why.length > REASON_MAX || why.includes('\0')) return 'its reason is too long, or no text'
  return [by.name, by.email].every(isLine) ? undefined : 'the name of its author is not one line'
}

function isLine(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the character that ends a text for most programs is looked for
  return text.length <= LINE_MAX && !/[\0\r\n]/.test(text)
}

/** Modes that git writes today; with any other a file would come into releases that git itself finds at fault. */
const MODES: ReadonlySet<number> = new Set([MODE_FILE, MODE_EXECUTABLE, MODE_SYMLINK, MODE_SUBMODULE])

/** Every path and mode that could come into a release. */
function placesFault({ files, fixes, origin }: Resolution): string | undefined {
  const stages = files.flatMap(({ base, ours, theirs }) => [base, ours, theirs].filter((one) => one !== undefined))
  const placed = files.flatMap(({ result }) => result)
  const entries = [...stages, ...placed, ...fixes.flatMap(({ before, after }) => [before, after])]
  if (entries.some((entry) => entry !== undefined && !MODES.has(entry.mode)))
    return 'it has a file of a mode that git does not write'
  const paths = [...files, ...placed].map(({ path }) => path)
  // Of an import nobody knows the file; of everything else somebody does.
  if (paths.some((path) => (path === '') !== (origin.kind === 'imported'))) return PARTS_APART
  const others = [
    ...stages.map(({ path }) => path),
    ...files.flatMap(({ removed }) => removed),
    ...fixes.map(({ path }) => path),
  ]
  for (const path of [...paths.filter((one) => one !== ''), ...others]) {
    const fault = pathFault(path)
    if (fault !== undefined) return fault
  }
  return undefined
}

const PARTS_APART = 'its parts do not go together'

/** Something is settled, and a fix is wanted by something. */
function partsFault({ files, fixes, needed, sides, origin }: Resolution): string | undefined {
  const commits = [...sides.ours.commits, ...sides.theirs.commits]
  const lists = [files, fixes, commits, needed?.trees ?? [], needed?.commits ?? []]
  const ofFiles = files.flatMap(({ result, removed, clashes, hunks }) => [result, removed, clashes, hunks])
  if ([...lists, ...ofFiles].some(({ length }) => length > LIST_MAX)) return TOO_MUCH
  if (!commits.every(({ subject }) => isLine(subject))) return 'the subject of a commit is not one line'
  const isWanted = needed !== undefined && needed.trees.length + needed.commits.length > 0
  const isImport = origin.kind !== 'imported' || (files.length === 1 && files[0]?.rerere === origin.rerere)
  return files.length + fixes.length > 0 && fixes.length > 0 === isWanted && isImport ? undefined : PARTS_APART
}
