/** Asks whether what is on record settles a conflict, by the surest tier first. */
import type { ClashedFile, ClashPassage } from '../../base/model/clashed-file.ts'
import type { BlobOid } from '../../base/model/oid.ts'
import type { Placed, ResolvedFile, ResolvedHunk } from '../../base/model/resolution.ts'
import type { Settler, Tier } from '../../base/model/settling.ts'
import { distinct } from '../../base/std/collections.ts'
import { isMarker, MARKER_SIZE } from '../../base/text/conflict-markers.ts'
import { splitLines } from '../../base/text/line-diff.ts'
import { mergeLines } from '../../base/text/merge-lines.ts'
import { keysOf } from './keys.ts'
import { markedText } from './marked-text.ts'
import type { MatchKey, Shelf, ShelfMark } from './shelf.ts'

export interface MatchOptions {
  /** Those that settle without anybody's word. */
  readonly tiers: readonly Tier[]
  /** A content as raw text; undefined when it is not there, no text, or too large. */
  readonly read: (oid: BlobOid) => Promise<string | undefined>
}

export type Matched =
  | {
      readonly kind: 'settled'
      readonly outcome:
        | { readonly placed: readonly Placed[]; readonly removed: readonly string[] }
        | { readonly text: string }
      readonly by: readonly Settler[]
    }
  /** Some hunks are known; `text` has markers only where one is not. */
  | {
      readonly kind: 'partly'
      readonly text: string
      readonly known: number
      readonly open: number
      readonly by: readonly Settler[]
    }
  | { readonly kind: 'open' }

export async function match(file: ClashedFile, shelf: Shelf, options: MatchOptions): Promise<Matched> {
  const keys = keysOf(file)
  const wanted = [keys.versions, keys.lines, keys.linesAnywhere, ...keys.hunks].filter((key) => key !== undefined)
  const found = await shelf.find(distinct(wanted))
  if (found.size === 0) return { kind: 'open' }
  const question = { file, shelf, options, found }
  const { tiers } = options
  return (
    (tiers.includes('same-versions') ? await bySameVersions(question, keys.versions) : undefined) ??
    (tiers.includes('same-conflict') ? await bySameLines(question, [keys.lines, keys.linesAnywhere]) : undefined) ??
    (tiers.includes('same-hunks') ? await byHunks(question, keys.hunks) : undefined) ?? { kind: 'open' }
  )
}

interface Question {
  readonly file: ClashedFile
  readonly shelf: Shelf
  readonly options: MatchOptions
  readonly found: ReadonlyMap<MatchKey, readonly ShelfMark[]>
}

/** A file of a resolution that is on the shelf. */
interface Candidate {
  readonly mark: ShelfMark
  readonly file: ResolvedFile
}

async function candidates({ shelf, found }: Question, key: MatchKey | undefined): Promise<Candidate[]> {
  const all: Candidate[] = []
  const marks = key === undefined ? [] : (found.get(key) ?? [])
  for (const mark of marks) {
    const file = (await shelf.read(mark.resolution)).files[mark.file]
    if (file !== undefined) all.push({ mark, file })
  }
  return all
}

async function bySameVersions(question: Question, key: MatchKey): Promise<Matched | undefined> {
  const all = await candidates(question, key)
  const [newest] = all
  if (newest === undefined || !agree(all.map(({ file }) => JSON.stringify([file.result, file.removed]))))
    return undefined
  const { result, removed } = newest.file
  if (!(await isClean(question, newest.file))) return undefined
  return { kind: 'settled', outcome: { placed: result, removed }, by: [settler(newest.mark, 'same-versions')] }
}

/** What was recorded may hold markers only where a version has them as lines of its own. */
async function isClean({ file, options }: Question, { result }: ResolvedFile): Promise<boolean> {
  for (const { oid } of result) {
    const text = await options.read(oid)
    if (text !== undefined && hasMarkers(file, text)) return false
  }
  return true
}

/**
 * The same clash in the same file: what was recorded is put over the file as it is now, with the edits that went with it. In another file only
 * when the recorded one has gone, so that this may be it under another name.
 */
async function bySameLines(question: Question, keys: readonly (MatchKey | undefined)[]): Promise<Matched | undefined> {
  const { file } = question
  const [here, anywhere] = [await candidates(question, keys[0]), await candidates(question, keys[1])]
  const all = here.length > 0 ? here : movedHere(file, anywhere)
  const now = markedText(file.passages)
  const texts = await Promise.all(all.map((candidate) => putOver(question, candidate.file, now)))
  const [newest] = all
  const [text] = texts
  if (newest === undefined || text === undefined || !agree(texts) || hasMarkers(file, text)) return undefined
  return { kind: 'settled', outcome: { text }, by: [settler(newest.mark, 'same-conflict')] }
}

/** Resolutions of one file that none of the versions has any more; of an import nobody knows the file. */
function movedHere(file: ClashedFile, all: readonly Candidate[]): readonly Candidate[] {
  const paths = distinct(all.map((candidate) => candidate.file.path).filter((path) => path !== ''))
  const stillThere = [file.path, ...file.paths].some((path) => paths.includes(path))
  return paths.length > 1 || stillThere ? [] : all
}

/** As rerere does it: a three-way merge of the recorded conflict, the recorded result, and the conflict as it is now. */
async function putOver({ options }: Question, recorded: ResolvedFile, now: string): Promise<string | undefined> {
  const [placed, another] = recorded.result
  if (placed === undefined || another !== undefined || recorded.preimage === undefined) return undefined
  const [preimage, result] = await Promise.all([options.read(recorded.preimage), options.read(placed.oid)])
  return preimage === undefined || result === undefined ? undefined : mergeLines(preimage, result, now)
}

async function byHunks(question: Question, keys: readonly MatchKey[]): Promise<Matched | undefined> {
  const { file } = question
  const by: Settler[] = []
  let text = ''
  let known = 0
  let place = 0
  for (const [at, passage] of file.passages.entries()) {
    if (passage.kind === 'agreed') {
      text += passage.text
      continue
    }
    const key = keys[place]
    place += 1
    const answer = await answerTo(question, key, file.passages, at)
    text += answer === undefined ? markedText([passage]) : answer.result
    if (answer === undefined) continue
    known += 1
    by.push(settler(answer.mark, 'same-hunks'))
  }
  if (known === 0) return undefined
  const settlers = [...new Map(by.map((one) => [JSON.stringify(one), one])).values()]
  if (known < place) return { kind: 'partly', text, known, open: place - known, by: settlers }
  return hasMarkers(file, text) ? undefined : { kind: 'settled', outcome: { text }, by: settlers }
}

/** What was answered to a hunk between lines like these; undefined when nothing was, or not always the same. */
async function answerTo(
  question: Question,
  key: MatchKey | undefined,
  passages: readonly ClashPassage[],
  at: number,
): Promise<{ readonly mark: ShelfMark; readonly result: string } | undefined> {
  const fitting = (await candidates(question, key)).flatMap(({ mark, file }) => {
    const hunk = mark.hunk === undefined ? undefined : file.hunks[mark.hunk]
    return hunk && standsAlike(hunk, passages, at) ? [{ mark, result: hunk.result }] : []
  })
  return agree(fitting.map(({ result }) => result)) ? fitting[0] : undefined
}

/** The nearest line that says something is the same on one side at least, or the file ends there now as it did then. */
function standsAlike({ before, after }: ResolvedHunk, passages: readonly ClashPassage[], at: number): boolean {
  const [previous, next] = [passages[at - 1], passages[at + 1]]
  const above = previous?.kind === 'agreed' ? previous.text : ''
  const below = next?.kind === 'agreed' ? next.text : ''
  return telling(before).at(-1) === telling(above).at(-1) || telling(after)[0] === telling(below)[0]
}

function telling(text: string): string[] {
  return splitLines(text)
    .map((line) => line.trim())
    .filter((line) => /\w/.test(line))
}

function agree(results: readonly (string | undefined)[]): boolean {
  return new Set(results).size === 1
}

function hasMarkers({ texts }: ClashedFile, text: string): boolean {
  const own = new Set([texts.base, texts.ours, texts.theirs].flatMap((version) => splitLines(version ?? '')))
  return splitLines(text).some((line) => !own.has(line) && MARKERS.some((sign) => isMarker(line, sign, MARKER_SIZE)))
}

const MARKERS = ['<', '|', '=', '>'] as const

function settler({ resolution }: ShelfMark, tier: Tier): Settler {
  return { kind: 'resolution', id: resolution, tier }
}
