/**
 * Conflict markers in files: read as git's rerere reads them, and normalised as rerere normalises (rerere.c, handle_conflict), so that
 * our ids of a conflict and those in an `rr-cache` are the same.
 *
 *     <<<<<<< label       a line of `size` characters; `<` and `>` are followed by a space and a label,
 *     ours                `|` and `=` by white space. Text between `|` and `=` is the base (diff3 style);
 *     =======             it is left out.
 *     theirs
 *     >>>>>>> label
 *
 * Texts are raw: one character a byte.
 */
import { createHash } from 'node:crypto'
import { byText } from '../std/collections.ts'
import { splitLines } from './line-diff.ts'

/** git's own length of a marker; the attribute conflict-marker-size changes it for a path. */
export const MARKER_SIZE = 7

/** Clashing texts, without their markers. */
export interface Sides {
  readonly ours: string
  readonly theirs: string
}

/** A file with conflict markers is a row of these. */
export type Passage =
  | { readonly kind: 'agreed'; readonly text: string }
  | (Sides & { readonly kind: 'clash'; readonly oursLabel: string; readonly theirsLabel: string })

/** Whether a line is a marker of this size, as rerere decides it. The last line of a file is none when its end is missing. */
export function isMarker(line: string, character: '<' | '|' | '=' | '>', size: number): boolean {
  if (!line.startsWith(character.repeat(size))) return false
  const next = line[size]
  if (character === '<' || character === '>') return next === ' '
  return next === ' ' || next === '\t' || next === '\n' || next === '\r'
}

/** Whether a line could be taken for a marker of this size. */
export function isAnyMarker(line: string, size: number): boolean {
  return (
    isMarker(line, '<', size) || isMarker(line, '|', size) || isMarker(line, '=', size) || isMarker(line, '>', size)
  )
}

/** The passages of a file in order; undefined when its markers do not pair up. Nested conflicts stay in the text of their side. */
export function readMarkers(text: string, size = MARKER_SIZE): Passage[] | undefined {
  const lines = splitLines(text)
  const passages: Passage[] = []
  let agreed = ''
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? ''
    if (!isMarker(line, '<', size)) {
      agreed += line
      at += 1
      continue
    }
    const clash = readClash(lines, at, size)
    if (clash === undefined) return undefined
    if (agreed !== '') passages.push({ kind: 'agreed', text: agreed })
    passages.push({
      kind: 'clash',
      ours: clash.ours,
      theirs: clash.theirs,
      oursLabel: label(line, size),
      theirsLabel: label(lines[clash.end] ?? '', size),
    })
    agreed = ''
    at = clash.end + 1
  }
  if (agreed !== '') passages.push({ kind: 'agreed', text: agreed })
  return passages
}

function label(line: string, size: number): string {
  return line.slice(size + 1).trimEnd()
}

interface Clash extends Sides {
  /** The line that closes it. */
  readonly end: number
}

/** Reads the conflict that the line at `start` opens. */
function readClash(lines: readonly string[], start: number, size: number): Clash | undefined {
  const sides = { ours: '', base: '', theirs: '' }
  let side: keyof typeof sides = 'ours'
  for (let at = start + 1; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    if (isMarker(line, '<', size)) {
      const nested = readClash(lines, at, size)
      if (nested === undefined) return undefined
      sides[side] += lines.slice(at, nested.end + 1).join('')
      at = nested.end
    } else if (isMarker(line, '|', size)) {
      if (side !== 'ours') return undefined
      side = 'base'
    } else if (isMarker(line, '=', size)) {
      if (side === 'theirs') return undefined
      side = 'theirs'
    } else if (isMarker(line, '>', size)) {
      return side === 'theirs' ? { ours: sides.ours, theirs: sides.theirs, end: at } : undefined
    } else sides[side] += line
  }
  return undefined
}

/**
 * The two sides of a conflict in an order of their own, so that it does not matter which was merged into which, and with conflicts
 * nested in them normalised alike. Undefined when nested markers do not pair up.
 */
export function normalSides({ ours, theirs }: Sides, size = MARKER_SIZE): readonly [string, string] | undefined {
  const left = normalText(ours, size)
  const right = normalText(theirs, size)
  if (left === undefined || right === undefined) return undefined
  return byText(left, right) <= 0 ? [left, right] : [right, left]
}

function normalText(text: string, size: number): string | undefined {
  if (splitLines(text).every((line) => !isAnyMarker(line, size))) return text
  const passages = readMarkers(text, size)
  if (passages === undefined) return undefined
  let normal = ''
  for (const passage of passages) {
    if (passage.kind === 'agreed') {
      // A marker outside any conflict ends rerere's reading.
      if (splitLines(passage.text).some((line) => isAnyMarker(line, size))) return undefined
      normal += passage.text
      continue
    }
    const sides = normalSides(passage, size)
    if (sides === undefined) return undefined
    const marker = (character: string): string => `${character.repeat(size)}\n`
    normal += `${marker('<')}${sides[0]}${marker('=')}${sides[1]}${marker('>')}`
  }
  return normal
}

/**
 * The name of the folder in `rr-cache` under which rerere keeps a file with these conflicts: the SHA-1 of their normalised sides, each
 * closed by a NUL. Undefined where rerere gives up: there is no conflict, or markers in the text do not pair up.
 */
export function rerereId(hunks: readonly Sides[], size = MARKER_SIZE): string | undefined {
  if (hunks.length === 0) return undefined
  const hash = createHash('sha1')
  for (const hunk of hunks) {
    const sides = normalSides(hunk, size)
    if (sides === undefined) return undefined
    for (const side of sides) hash.update(side, 'latin1').update('\0')
  }
  return hash.digest('hex')
}
