/**
 * The file with conflict markers that git left in a conflicted result, read beyond doubt: lines of its own that look like markers
 * (a heading underlined with `=======`, a text about merging) cannot be taken for one.
 */
import { isAnyMarker, type Passage, readMarkers } from '../../../base/text/conflict-markers.ts'
import { splitLines } from '../../../base/text/line-diff.ts'

export interface MarkedFile {
  readonly passages: readonly Passage[]
  /** Length of its markers. */
  readonly size: number
  /** What git wrote behind the markers: how it was told to call the side, and the side's own path when it is another. */
  readonly oursLabel: string
  readonly theirsLabel: string
}

export type MarkerReading =
  | { readonly kind: 'none' }
  | { readonly kind: 'read'; readonly file: MarkedFile }
  /** One of the versions has lines that look like the markers; the passages are what they may be. */
  | { readonly kind: 'doubtful'; readonly file: MarkedFile }

/** `versions` are the texts that were merged: a line that one of them has is no marker. */
export function readMarkedFile(result: string, versions: readonly string[]): MarkerReading {
  const own = new Set(versions.filter((version) => LIKE_A_MARKER.test(version)).flatMap(splitLines))
  const made = splitLines(result).filter((line) => (OPENING.test(line) || CLOSING.test(line)) && !own.has(line))
  const [, marker = '', oursLabel] = firstMatch(made, OPENING)
  if (oursLabel === undefined) return { kind: 'none' }
  const size = marker.length
  const [, , theirsLabel = ''] = firstMatch(made, CLOSING)
  const file = { passages: readMarkers(result, size) ?? [], size, oursLabel, theirsLabel }
  return { kind: [...own].some((line) => isAnyMarker(line, size)) ? 'doubtful' : 'read', file }
}

/** Most texts have no line that begins like one, and are not taken apart. */
const LIKE_A_MARKER = /^[<|=>]/m

const OPENING = /^(<+) (.*?)\r?\n$/
const CLOSING = /^(>+) (.*?)\r?\n$/

function firstMatch(lines: readonly string[], pattern: RegExp): readonly string[] {
  const line = lines.find((one) => pattern.test(one))
  return pattern.exec(line ?? '') ?? []
}

/** The raw path in a label such as `net:drivers/old.c`; undefined when it has none. */
export function pathInLabel(label: string): string | undefined {
  const colon = label.indexOf(':')
  return colon < 0 ? undefined : label.slice(colon + 1)
}

/** How git was told to call the side. */
export function nameInLabel(label: string): string {
  const colon = label.indexOf(':')
  return colon < 0 ? label : label.slice(0, colon)
}

/** Puts a space before every line, so that no line of a text can be a marker. */
export function guard(text: string): string {
  return splitLines(text)
    .map((line) => ` ${line}`)
    .join('')
}

/** Reads a merge of guarded texts: what has no space before it is a marker. Undefined when it does not read so. */
export function readGuarded(result: string): Passage[] | undefined {
  const passages: Passage[] = []
  const sides = { agreed: '', ours: '', theirs: '' }
  let side: keyof typeof sides = 'agreed'
  const labels = { ours: '', theirs: '' }
  for (const line of splitLines(result)) {
    if (line.startsWith(' ')) {
      sides[side] += line.slice(1)
      continue
    }
    const [, marker = '', label = ''] = /^([<=>])\1*(?: (.*?))?\r?\n$/.exec(line) ?? []
    if (marker === '<' && side === 'agreed') {
      if (sides.agreed !== '') passages.push({ kind: 'agreed', text: sides.agreed })
      side = 'ours'
      labels.ours = label
    } else if (marker === '=' && side === 'ours') side = 'theirs'
    else if (marker === '>' && side === 'theirs') {
      labels.theirs = label
      passages.push({
        kind: 'clash',
        ours: sides.ours,
        theirs: sides.theirs,
        oursLabel: labels.ours,
        theirsLabel: label,
      })
      Object.assign(sides, { agreed: '', ours: '', theirs: '' })
      side = 'agreed'
    } else return undefined
  }
  if (side !== 'agreed') return undefined
  if (sides.agreed !== '') passages.push({ kind: 'agreed', text: sides.agreed })
  return passages
}
