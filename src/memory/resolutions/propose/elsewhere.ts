/** The lowest tier: what people made of the same lines in another file, or between other lines. Proposed, never applied. */
import type { ClashedFile, ClashPassage } from '../../../base/model/clashed-file.ts'
import type { ResolvedFile, ResolvedHunk } from '../../../base/model/resolution.ts'
import type { ResolutionId } from '../../../base/model/settling.ts'
import { distinct } from '../../../base/std/collections.ts'
import { leftMarkers } from '../../../base/text/left-markers.ts'
import { showPath } from '../../../base/text/show-path.ts'
import { keysOf } from '../keys.ts'
import type { Shelf } from '../shelf.ts'
import type { Proposal } from './proposal.ts'
import { propose } from './propose.ts'

/** Most resolutions that are read for one key: the newest say what is thought today. */
const READ_MAX = 3

/** A guess: no material shows how often lines that were settled elsewhere are settled alike here. */
const SURENESS = 0.75

type Clash = ClashPassage & { readonly kind: 'clash' }

/** What is on record of the same lines, and what the conflict's shape suggests; surest first, numbered as people name them. */
export async function allProposals(file: ClashedFile, shelf: Shelf | undefined): Promise<readonly Proposal[]> {
  const recorded = shelf === undefined ? [] : await proposeElsewhere(file, shelf)
  const told = new Set(recorded.map(textOf))
  const others = propose(file).filter((one) => !('text' in one.outcome) || !told.has(one.outcome.text))
  return [...recorded, ...others].toSorted((a, b) => b.sureness - a.sureness)
}

export async function proposeElsewhere(file: ClashedFile, shelf: Shelf): Promise<readonly Proposal[]> {
  const clashes = file.passages.filter((passage) => passage.kind === 'clash')
  if (clashes.length === 0) return []
  const keyOf = (passages: readonly ClashPassage[]): string => keysOf({ ...file, passages }).linesAnywhere ?? ''
  const [whole, single] = [keyOf(clashes), clashes.map((clash) => keyOf([clash]))]
  const found = await shelf.find(distinct([whole, ...single]))
  const read = async (key: string): Promise<Recorded[]> => {
    const marks = (found.get(key) ?? []).slice(0, READ_MAX)
    const all = await Promise.all(marks.map(async (mark) => ({ mark, resolution: await shelf.read(mark.resolution) })))
    return all.flatMap(({ mark, resolution }) => {
      const settled = resolution.files[mark.file]
      return settled === undefined ? [] : [{ id: resolution.id, settled }]
    })
  }
  const together = (await read(whole)).flatMap((one) =>
    answered(
      file,
      clashes,
      clashes.map(() => one),
    ),
  )
  const apart = clashes.length < 2 ? [] : await Promise.all(single.map(async (key) => (await read(key))[0]))
  const pieced = apart.every((one) => one !== undefined) && apart.length > 0 ? answered(file, clashes, apart) : []
  return [...new Map([...together, ...pieced].map((one) => [textOf(one), one])).values()]
}

interface Recorded {
  readonly id: ResolutionId
  readonly settled: ResolvedFile
}

/** The file with each clash as the record of its place answers it; nothing when one does not. */
function answered(
  file: ClashedFile,
  clashes: readonly Clash[],
  records: readonly (Recorded | undefined)[],
): Proposal[] {
  const results = clashes.map(
    (clash, place) => records[place]?.settled.hunks.find((hunk) => isSame(hunk, clash))?.result,
  )
  let place = 0
  let text = ''
  for (const passage of file.passages) {
    const result = passage.kind === 'agreed' ? passage.text : results[place]
    if (result === undefined) return []
    if (passage.kind === 'clash') place += 1
    text += result
  }
  const { base, ours, theirs } = file.texts
  if (leftMarkers(text, [base, ours, theirs]).length > 0) return []
  const resolutions = distinct(records.flatMap((one) => one?.id ?? []))
  const places = distinct(records.map((one) => showPath(one?.settled.path ?? ''))).filter((path) => path !== '')
  const where = places.length === 0 ? 'in an import' : `in ${places.join(', ')}`
  const why = `the same lines were settled so ${where} (${resolutions.join(', ')})`
  return [{ shape: 'elsewhere', outcome: { text }, why, sureness: SURENESS, resolutions }]
}

/** Whoever was merged into whom. */
function isSame(hunk: ResolvedHunk, { ours, theirs }: Clash): boolean {
  return (hunk.ours === ours && hunk.theirs === theirs) || (hunk.ours === theirs && hunk.theirs === ours)
}

function textOf({ outcome }: Proposal): string {
  return 'text' in outcome ? outcome.text : ''
}
