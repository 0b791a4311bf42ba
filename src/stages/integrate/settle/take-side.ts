/** What a rule of the roster makes of a conflict: one side, or both one after the other. Pure. */
import type { ClashedFile } from '../../../base/model/clashed-file.ts'
import type { Stage } from '../../../base/model/conflict.ts'
import type { Placed } from '../../../base/model/resolution.ts'
import type { SettlingRule, Take } from '../../../base/model/settling.ts'
import { globFits } from '../../../base/text/glob.ts'

/** What the conflict's paths hold afterwards: entries there are already, or a text for the path that git merged, unless another is named. */
export type Outcome =
  | { readonly placed: readonly Placed[]; readonly removed: readonly string[] }
  | { readonly text: string; readonly path?: string }

/** What the first rule for a path that has an answer makes of its conflict: of `deletion` and of others for the same path each has its turn. */
export function byRule(
  rules: readonly SettlingRule[],
  file: ClashedFile,
): { readonly take: Take; readonly outcome: Outcome } | undefined {
  if (isUnread(file)) return undefined
  for (const { glob, take } of rules) {
    if (!globFits(glob, file.path)) continue
    const outcome = takeSide(file, take)
    if (outcome !== undefined) return { take, outcome }
    if (take !== 'deletion') return undefined
  }
  return undefined
}

/**
 * Whether lines clash that were not read, because the file is too large. Of such a file a side could only be taken whole, and what the other
 * changed elsewhere in it would be lost without a word.
 */
export function isUnread({ kind, ours, theirs, passages, texts }: ClashedFile): boolean {
  const isMerged = kind === 'content' || kind === 'add/add' || kind === 'mode'
  if (!isMerged || passages.length > 0 || !isFile(ours) || !isFile(theirs) || ours?.oid === theirs?.oid) return false
  return texts.ours === undefined || texts.theirs === undefined
}

function isFile(stage: Stage | undefined): boolean {
  return stage !== undefined && (stage.mode & 0o170000) === 0o100000
}

/** Undefined where a rule has no answer: there is nothing to unite. */
export function takeSide(file: ClashedFile, take: Take): Outcome | undefined {
  if (take === 'deletion') return isDeletedOnce(file) ? wholeSide(file, undefined) : undefined
  if (file.passages.some(({ kind }) => kind === 'clash')) return mergedAs(file, take)
  return take === 'union' ? undefined : wholeSide(file, file[take])
}

/** One side deleted what the other changed or renamed. */
function isDeletedOnce({ kind }: ClashedFile): boolean {
  return kind === 'modify/delete' || kind === 'rename/delete'
}

type Side = Exclude<Take, 'deletion'>

/** A file that the sides renamed to different names goes by that of the side that is taken; there is no name that unites two. */
function mergedAs(file: ClashedFile, take: Side): Outcome | undefined {
  const text = mergedText(file, take)
  if (!hasTwoNames(file)) return { text }
  const path = take === 'union' ? undefined : file[take]?.path
  return path === undefined ? undefined : { text, path }
}

/** Whether each side has renamed the file to a name of its own. */
export function hasTwoNames({ kind, base, ours, theirs }: ClashedFile): boolean {
  const names = new Set([base?.path, ours?.path, theirs?.path])
  return kind === 'rename/rename' && base !== undefined && names.size === 3
}

/** Lines that do not clash are merged as ever; a rule decides about the others. */
function mergedText({ passages }: ClashedFile, take: Side): string {
  return passages.map((passage) => (passage.kind === 'agreed' ? passage.text : sideOf(passage, take))).join('')
}

function sideOf({ ours, theirs }: { readonly ours: string; readonly theirs: string }, take: Side): string {
  if (take !== 'union') return take === 'ours' ? ours : theirs
  // The last line of a file may lack its end, and two lines must not become one.
  return ours === '' || ours.endsWith('\n') ? ours + theirs : `${ours}\n${theirs}`
}

/** The file as that side has it, deleted if it deleted it. */
function wholeSide(file: ClashedFile, stage: Stage | undefined): Outcome {
  const removed = file.paths.filter((path) => path !== stage?.path)
  return { placed: stage === undefined ? [] : [stage], removed }
}
