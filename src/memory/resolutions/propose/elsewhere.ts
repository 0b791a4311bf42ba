/** The lowest tier: what people made of the same lines in another file, or between other lines. Proposed, never applied. */
import type { ClashedFile, ClashPassage } from '../../../base/model/clashed-file.ts'
import type { ResolvedFile, ResolvedHunk } from '../../../base/model/resolution.ts'
import type { ResolutionId } from '../../../base/model/settling.ts'
import { distinct } from '../../../base/std/collections.ts'
import { leftMarkers } from '../../../base/text/left-markers.ts'
import { showPath } from '../../../base/text/show-path.ts'
import { keysOf } from '../keys.ts'
import type { Shelf, ShelfMark } from '../shelf.ts'
import type { Proposal } from './proposal.ts'
import { PROPOSALS_MAX, propose } from './propose.ts'

/** Most resolutions that are read for one key: the newest say what is thought today. */
const READ_MAX = 3

/** A guess: no material shows how often lines that were settled elsewhere are settled alike here. */
const SURENESS = 0.75

/** Most proposals for a file of which only some places are on record. */
const OPEN_MAX = 2

type Clash = ClashPassage & { readonly kind: 'clash' }

/** What is on record of the same lines, and what the conflict's shape suggests; surest first, numbered as people name them. */
export async function allProposals(file: ClashedFile, shelf: Shelf | undefined): Promise<readonly Proposal[]> {
  const recorded = shelf === undefined ? [] : await proposeElsewhere(file, shelf)
  const told = new Set(recorded.map(textOf))
  const others = propose(file).filter((one) => !('text' in one.outcome) || !told.has(one.outcome.text))
  return [...recorded, ...others].toSorted((a, b) => b.sureness - a.sureness).slice(0, PROPOSALS_MAX)
}

export async function proposeElsewhere(file: ClashedFile, shelf: Shelf): Promise<readonly Proposal[]> {
  const clashes = file.passages.filter((passage) => passage.kind === 'clash')
  if (clashes.length === 0) return []
  const whole = keysOf({ ...file, passages: clashes }).linesAnywhere ?? ''
  const single = clashes.map((clash) => {
    const { hunks, linesAnywhere } = keysOf({ ...file, passages: [clash] })
    return [...hunks, linesAnywhere ?? '']
  })
  const found = await shelf.find(distinct([whole, ...single.flat()]))
  const together = await recordedUnder(shelf, found.get(whole) ?? [])
  const apart = await Promise.all(
    single.map((keys) =>
      recordedUnder(
        shelf,
        keys.flatMap((key) => found.get(key) ?? []),
      ),
    ),
  )
  const rows = [...together.map((one) => clashes.map(() => one)), apart.map(([newest]) => newest)]
  const proposals = rows.flatMap((row) => answered(file, clashes, row))
  return [...new Map(proposals.map((one) => [textOf(one), one])).values()]
}

interface Recorded {
  readonly id: ResolutionId
  readonly settled: ResolvedFile
}

async function recordedUnder(shelf: Shelf, marks: readonly ShelfMark[]): Promise<Recorded[]> {
  const read = marks.slice(0, READ_MAX).map(async (mark) => ({ mark, resolution: await shelf.read(mark.resolution) }))
  return (await Promise.all(read)).flatMap(({ mark, resolution }) => {
    const settled = resolution.files[mark.file]
    return settled === undefined ? [] : [{ id: resolution.id, settled }]
  })
}

/** The file with each clash as the record of its place answers it, and by its shape where none does. */
function answered(
  file: ClashedFile,
  clashes: readonly Clash[],
  records: readonly (Recorded | undefined)[],
): readonly Proposal[] {
  const results = clashes.map((clash, place) => ({
    record: records[place],
    text: records[place]?.settled.hunks.find((hunk) => isSame(hunk, clash))?.result,
  }))
  const known = results.filter(({ text }) => text !== undefined)
  if (known.length === 0) return []
  let place = -1
  const passages = file.passages.map((passage): ClashPassage => {
    if (passage.kind === 'clash') place += 1
    const text = passage.kind === 'clash' ? results[place]?.text : undefined
    return text === undefined ? passage : { kind: 'agreed', text }
  })
  const resolutions = distinct(known.flatMap(({ record }) => record?.id ?? []))
  const paths = distinct(known.map(({ record }) => showPath(record?.settled.path ?? ''))).filter((path) => path !== '')
  const where = `${paths.length === 0 ? 'in an import' : `in ${paths.join(', ')}`} (${resolutions.join(', ')})`
  const from = { shape: 'elsewhere', resolutions } as const
  if (known.length < clashes.length)
    return propose({ ...file, passages })
      .slice(0, OPEN_MAX)
      .map(({ outcome, why, sureness }) => ({
        ...from,
        outcome,
        why: `${known.length} of ${clashes.length} places as they were settled ${where}; otherwise: ${why}`,
        sureness: sureness * SURENESS,
      }))
  const text = passages.map((passage) => (passage.kind === 'agreed' ? passage.text : '')).join('')
  const { base, ours, theirs } = file.texts
  if (leftMarkers(text, [base, ours, theirs]).length > 0) return []
  return [{ ...from, outcome: { text }, why: `the same lines were settled so ${where}`, sureness: SURENESS }]
}

/** Whoever was merged into whom. */
function isSame(hunk: ResolvedHunk, { ours, theirs }: Clash): boolean {
  return (hunk.ours === ours && hunk.theirs === theirs) || (hunk.ours === theirs && hunk.theirs === ours)
}

function textOf({ outcome }: Proposal): string {
  return 'text' in outcome ? outcome.text : ''
}
