/** Reads the conflicts of a clash down to their lines: what resolutions are found by. */
import type { ClashedFile, ClashPassage } from '../../../base/model/clashed-file.ts'
import type { Hunk } from '../../../base/model/conflict.ts'
import type { ClashingLines } from '../conflict/clashing-lines.ts'
import type { ReadConflict } from '../conflict/reading.ts'
import type { View } from '../conflict/view.ts'

export async function clashedFile(view: View, { logical, clashing }: ReadConflict): Promise<ClashedFile> {
  const { base, ours, theirs } = clashing.places
  await view.load([base?.oid, ours?.oid, theirs?.oid])
  return {
    path: logical.path,
    kind: logical.kind,
    paths: logical.paths,
    base,
    ours,
    theirs,
    passages: passagesOf(clashing),
    texts: { base: view.text(base?.oid), ours: view.text(ours?.oid), theirs: view.text(theirs?.oid) },
  }
}

/** The passages with the hunks as a conflict has them, free of the labels of throw-away commits. */
function passagesOf({ passages, hunks }: ClashingLines): ClashPassage[] {
  const left: Hunk[] = [...hunks]
  return passages.map((passage) => {
    if (passage.kind === 'agreed') return { kind: 'agreed', text: passage.text }
    const { ours, theirs } = left.shift() ?? passage
    return { kind: 'clash', ours, theirs }
  })
}
