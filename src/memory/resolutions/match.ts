/** Asks whether what is on record settles a conflict, by the surest tier first. */
import { MODE_SUBMODULE } from '../../base/git/objects.ts'
import type { ClashedFile, ClashPassage } from '../../base/model/clashed-file.ts'
import type { BlobOid } from '../../base/model/oid.ts'
import type { Placed, ResolvedFile } from '../../base/model/resolution.ts'
import type { Settler, Tier } from '../../base/model/settling.ts'
import { distinct } from '../../base/std/collections.ts'
import { leftMarkers } from '../../base/text/left-markers.ts'
import { mergeLines } from '../../base/text/merge-lines.ts'
import { contextOf, sidesAlike } from './hunk-context.ts'
import { keysOf } from './keys.ts'
import { markedText } from './marked-text.ts'
import type { MatchKey, Shelf, ShelfMark } from './shelf.ts'

export interface MatchOptions {
  /** Those that settle without anybody's word. */
  readonly tiers: readonly Tier[]
  /** A content as raw text; undefined when it is not there, no text, or too large. */
  readonly read: (oid: BlobOid) => Promise<string | undefined>
  /** Whether a content is here at all. */
  readonly isHere: (oid: BlobOid) => Promise<boolean>
  /** Whether one of the two sides has a file at a raw path. */
  readonly stands: (path: string) => Promise<boolean>
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

/** What was recorded must be here, and may hold markers only where a version has them as lines of its own. */
async function isClean({ file, options }: Question, { result }: ResolvedFile): Promise<boolean> {
  for (const { mode, oid } of result) {
    if (mode !== MODE_SUBMODULE && !(await options.isHere(oid))) return false
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
  const all = here.length > 0 ? here : await movedHere(question, anywhere)
  const now = markedText(file.passages)
  const texts = await Promise.all(all.map((candidate) => putOver(question, candidate.file, now)))
  // One that does not fit the lines around the clash says nothing of this file, as a variant of rerere that git tries in vain.
  const fitting = all.flatMap((candidate, at) => pairOf(candidate, texts[at]))
  const [newest] = fitting
  if (newest === undefined || !agree(fitting.map(({ text }) => text)) || hasMarkers(file, newest.text)) return undefined
  return { kind: 'settled', outcome: { text: newest.text }, by: [settler(newest.candidate.mark, 'same-conflict')] }
}

function pairOf(candidate: Candidate, text: string | undefined): { candidate: Candidate; text: string }[] {
  return text === undefined ? [] : [{ candidate, text }]
}

/**
 * Resolutions of one file that is this one under another name: git has followed the rename in this very merge, or no side has a file of
 * the old name any more. Of an import nobody knows the file.
 */
async function movedHere({ file, options }: Question, all: readonly Candidate[]): Promise<readonly Candidate[]> {
  const [path, another] = distinct(all.map((candidate) => candidate.file.path).filter((one) => one !== ''))
  if (path === undefined) return all
  if (another !== undefined) return []
  return file.paths.includes(path) || !(await options.stands(path)) ? all : []
}

/** As rerere does it: a three-way merge of the recorded conflict, the recorded result, and the conflict as it is now. */
async function putOver({ options }: Question, recorded: ResolvedFile, now: string): Promise<string | undefined> {
  const [placed] = recorded.result
  if (placed === undefined || recorded.preimage === undefined || !isMergedInPlace(recorded)) return undefined
  const [preimage, result] = await Promise.all([options.read(recorded.preimage), options.read(placed.oid)])
  return preimage === undefined || result === undefined ? undefined : mergeLines(preimage, result, now)
}

/** Whether the answer is one file where the conflict was: its lines say nothing of what was moved besides. */
function isMergedInPlace({ path, result }: ResolvedFile): boolean {
  return result.length === 1 && result[0]?.path === path
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
    const isLast = at === file.passages.length - 1
    text += answer === undefined ? markedText([passage]) : isLast ? answer.result : ended(answer.result)
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
  const context = contextOf(passages, at)
  const known = (await candidates(question, key)).flatMap(({ mark, file }) => {
    const hunk = mark.hunk === undefined ? undefined : file.hunks[mark.hunk]
    return hunk && isMergedInPlace(file) ? [{ mark, result: hunk.result, alike: sidesAlike(hunk, context) }] : []
  })
  // Of a clash that a file has twice each has its own answer, and often they share a neighbour.
  const closest = Math.max(...known.map(({ alike }) => alike))
  const fitting = closest === 0 ? [] : known.filter(({ alike }) => alike === closest)
  return agree(fitting.map(({ result }) => result)) ? fitting[0] : undefined
}

/** An answer from the end of a file may lack its last newline, and two lines must not become one. */
function ended(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`
}

function agree(results: readonly (string | undefined)[]): boolean {
  return new Set(results).size === 1
}

function hasMarkers({ texts }: ClashedFile, text: string): boolean {
  return leftMarkers(text, [texts.base, texts.ours, texts.theirs]).length > 0
}

function settler({ resolution }: ShelfMark, tier: Tier): Settler {
  return { kind: 'resolution', id: resolution, tier }
}
