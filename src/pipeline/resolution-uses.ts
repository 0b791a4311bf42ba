/** What each side would have given in the conflicts on record, compared byte by byte with what people made of them. */
import type { ClashedFile } from '../base/model/clashed-file.ts'
import type { BlobOid } from '../base/model/oid.ts'
import type { Resolution, ResolvedFile } from '../base/model/resolution.ts'
import type { Take } from '../base/model/settling.ts'
import { byText } from '../base/std/collections.ts'
import { readMarkedText } from '../memory/resolutions/marked-text.ts'
import type { Use } from '../memory/resolutions/rules-in-history.ts'
import { takeSide } from '../stages/integrate/settle/take-side.ts'

const TAKES: readonly Take[] = ['ours', 'theirs', 'union', 'deletion']

/** Raw text of a blob; undefined when it is not there. */
export type ReadText = (oid: BlobOid) => Promise<string | undefined>

/** In order of date. */
export async function usesOf(resolutions: readonly Resolution[], read: ReadText): Promise<Use[]> {
  const sorted = resolutions.toSorted((a, b) => a.at.epochSeconds - b.at.epochSeconds || byText(a.id, b.id))
  const files = sorted.flatMap((resolution) => resolution.files)
  return Promise.all(
    files.map(async (file) => ({ path: file.path, kind: file.kind, right: await rightTakes(file, read) })),
  )
}

/** What cannot be replayed counts as wrong for every side. */
export async function rightTakes(file: ResolvedFile, read: ReadText): Promise<readonly Take[]> {
  const clashed = await asClashed(file, read)
  if (clashed === undefined) return []
  const [result] = file.result
  const isText = clashed.passages.length > 0
  const text = isText && result !== undefined ? await read(result.oid) : undefined
  return TAKES.filter((take) => {
    const taken = takeSide(clashed, take)
    if (taken === undefined) return false
    if ('text' in taken) return file.result.length === 1 && taken.text === text && isWhereGitLeavesIt(file)
    return sameEntries(taken.placed, file.result)
  })
}

/** The conflict as it was; undefined where its lines are not on record in full. */
async function asClashed(file: ResolvedFile, read: ReadText): Promise<ClashedFile | undefined> {
  const { path, kind, base, ours, theirs, clashes, preimage } = file
  const plain = { path, kind, base, ours, theirs, paths: [path, ...file.removed], passages: [], texts: {} }
  if (preimage === undefined) return clashes.length === 0 ? plain : undefined
  const marked = await read(preimage)
  const passages = marked === undefined ? undefined : readMarkedText(marked, clashes)
  return passages && { ...plain, passages }
}

/** A rule puts its text where git put the conflict, with the mode that git gave it. */
function isWhereGitLeavesIt({ result: [placed], ours, theirs }: ResolvedFile): boolean {
  const modes = [ours?.mode, theirs?.mode]
  return placed?.path === (ours ?? theirs)?.path && modes.includes(placed?.mode)
}

function sameEntries(
  some: readonly { readonly path: string; readonly mode: number; readonly oid: string }[],
  others: typeof some,
): boolean {
  const text = (entries: typeof some): string =>
    entries
      .map(({ path, mode, oid }) => `${mode} ${oid} ${path}`)
      .toSorted(byText)
      .join('\n')
  return text(some) === text(others)
}
