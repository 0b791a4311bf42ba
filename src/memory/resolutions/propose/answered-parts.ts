/** A file in order: agreed text as it stands, and for each place where lines clash what could become of it. Pure. */
import type { ClashedFile } from '../../../base/model/clashed-file.ts'
import { splitLines } from '../../../base/text/line-diff.ts'
import type { Answer } from './answer.ts'
import { answersToPiece } from './answers-to-piece.ts'
import { type FilePart, filePartsOf } from './clash-pieces.ts'
import { renamesIn } from './follow-renames.ts'
import type { Surroundings } from './unite.ts'

/** Lines above and below a piece that are looked at: enough for the section above in MAINTAINERS. */
const AROUND = 40

export function answeredParts(file: ClashedFile): (string | readonly Answer[])[] {
  const parts = filePartsOf(file)
  const renames = renamesIn(file)
  return parts.map((part, place) =>
    part.kind === 'agreed' ? part.text : answersToPiece(part, around(parts, place), renames),
  )
}

function around(parts: readonly FilePart[], place: number): Surroundings {
  const lines = (other: FilePart | undefined): string[] => (other?.kind === 'agreed' ? splitLines(other.text) : [])
  return { before: lines(parts[place - 1]).slice(-AROUND), after: lines(parts[place + 1]).slice(0, AROUND) }
}
