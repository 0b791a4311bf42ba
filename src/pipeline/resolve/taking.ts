/** What a person makes of a conflict: from one side, a proposal, a commit, or the file they edited. */
import type { Folders } from '../../base/git/folders.ts'
import { makeBlob, MODE_FOLDER, MODE_SUBMODULE, MODE_SYMLINK, parseCommit } from '../../base/git/objects.ts'
import type { ClashedFile } from '../../base/model/clashed-file.ts'
import type { BlobOid } from '../../base/model/oid.ts'
import type { Placed } from '../../base/model/resolution.ts'
import type { Take } from '../../base/model/settling.ts'
import { unreachable } from '../../base/std/assert.ts'
import { distinct } from '../../base/std/collections.ts'
import { usageError } from '../../base/std/operating-error.ts'
import { rawText } from '../../base/text/printable.ts'
import { showPath } from '../../base/text/show-path.ts'
import { hasTwoNames, isUnread, takeSide } from '../../stages/integrate/settle/take-side.ts'
import type { Workshop } from '../../stages/integrate/workshop.ts'
import { commitInRecord } from '../record-commit.ts'
import type { Workspace } from '../workspace.ts'
import { deskOf, editedText } from './lay-out.ts'
import { proposalsOf } from './proposals.ts'
import type { Subject } from './subject.ts'

export type Taking =
  /** What stands in the folder that was laid out. */
  | { readonly kind: 'edited' }
  | { readonly kind: 'side'; readonly take: Take }
  /** Counted from 1. */
  | { readonly kind: 'proposal'; readonly place: number }
  /** As that commit has the file. */
  | { readonly kind: 'commit'; readonly name: string }
  | { readonly kind: 'deleted' }

/** Entries, and the text of the one that is new. */
export interface Taken {
  readonly placed: readonly Placed[]
  readonly removed: readonly string[]
  readonly text: string | undefined
}

export async function take(
  workspace: Workspace,
  shop: Workshop,
  subject: Subject,
  clashed: ClashedFile,
  taking: Taking,
): Promise<Taken> {
  switch (taking.kind) {
    case 'edited':
      return fromText(shop, clashed, await edited(workspace, subject))
    case 'side': {
      if (isUnread(clashed))
        throw usageError(
          `${showPath(subject.path)} is too large to be merged line by line, so a side of it would be the whole file`,
          'What the other side changed elsewhere in it would be lost. Where that is meant, --take proposal:1 is ours whole, proposal:2 theirs.',
        )
      const outcome = takeSide(clashed, taking.take)
      if (outcome === undefined)
        throw usageError(`${showPath(subject.path)} has no lines to unite`, 'Take ours or theirs, or --delete it.')
      return 'text' in outcome ? fromText(shop, clashed, outcome.text, outcome.path) : { ...outcome, text: undefined }
    }
    case 'proposal': {
      const proposals = await proposalsOf(workspace, shop, clashed)
      const chosen = proposals[taking.place - 1]
      if (chosen === undefined)
        throw usageError(
          `there is no proposal ${taking.place} for ${showPath(subject.path)}`,
          proposals.length === 0 ? 'There is none at all for it.' : `They go from 1 to ${proposals.length}.`,
        )
      return 'text' in chosen.outcome
        ? fromText(shop, clashed, chosen.outcome.text)
        : { ...chosen.outcome, text: undefined }
    }
    case 'commit':
      return fromCommit(workspace, shop, clashed, taking.name)
    case 'deleted':
      return { placed: [], removed: clashed.paths, text: undefined }
    default:
      return unreachable(taking)
  }
}

async function edited(workspace: Workspace, subject: Subject): Promise<string> {
  const text = await editedText(workspace, subject)
  if (text !== undefined) return text
  throw usageError(
    `${deskOf(workspace, subject).file} is not there`,
    `Lay the conflict out again with: tributary resolve ${subject.conflict.slice(0, 12)}. To delete the file for good, add --delete.`,
  )
}

/** A file that the sides renamed to two names goes by ours unless another is asked for. */
function fromText(shop: Workshop, clashed: ClashedFile, given: string, name?: string): Taken {
  const mode = modeFor(clashed, given)
  if (mode === MODE_SUBMODULE)
    throw usageError(
      `${showPath(clashed.path)} is a submodule, and a text is none`,
      'Take ours or theirs, --from a commit that has it right, or --delete it.',
    )
  // An editor ends the last line, and where a link leads to has none.
  const text = mode === MODE_SYMLINK ? given.replace(/\n$/, '') : given
  const blob = makeBlob(Buffer.from(text, 'latin1'))
  shop.loose.write(blob)
  shop.folders.made.set(blob.oid, blob)
  const path = name ?? (hasTwoNames(clashed) ? (clashed.ours?.path ?? clashed.path) : clashed.path)
  const placed = { path, mode, oid: blob.oid }
  return { placed: [placed], removed: clashed.paths.filter((one) => one !== path), text }
}

/** Where one side made a link of a file, a text of several lines is the file: a link leads to one place. */
function modeFor(clashed: ClashedFile, text: string): number {
  const merged = mergedMode(clashed)
  if (merged !== MODE_SYMLINK || !text.trimEnd().includes('\n')) return merged
  return [clashed.ours, clashed.theirs].find((side) => side && side.mode !== MODE_SYMLINK)?.mode ?? merged
}

/** The mode of the side that changed it. */
function mergedMode({ base, ours, theirs }: ClashedFile): number {
  const [mine, its] = [ours ?? theirs, theirs ?? ours]
  return (mine?.mode === base?.mode ? its?.mode : mine?.mode) ?? 0o100644
}

/** The name is the record's: the workshop has its objects, and none of its refs. */
async function fromCommit({ record }: Workspace, shop: Workshop, clashed: ClashedFile, name: string): Promise<Taken> {
  const commit = await commitInRecord(record.git, name)
  if (commit === undefined)
    throw usageError(
      `the record has no commit ${JSON.stringify(name)}`,
      'Name a tree, a release, a tag of upstream, or a commit of them by its id.',
    )
  const { tree } = parseCommit(await shop.reader.read(commit, 'commit'))
  const entry = await entryUnderAName(shop.folders, tree, clashed)
  if (entry === undefined)
    throw usageError(
      `${rawText(name)} has no ${showPath(clashed.path)}`,
      'To settle the conflict by deleting the file, use --delete.',
    )
  if (entry.mode === MODE_FOLDER)
    throw usageError(`${showPath(entry.path)} is a folder in ${rawText(name)}`, 'Name a commit that has a file there.')
  const found = await shop.reader.find(entry.oid)
  const text = found?.type === 'blob' && !found.content.includes(0) ? found.content.toString('latin1') : undefined
  return { placed: [entry], removed: clashed.paths.filter((path) => path !== entry.path), text }
}

/** Of a file that was renamed the commit may have any name; the one it had before comes first. */
async function entryUnderAName(
  folders: Folders,
  tree: Parameters<Folders['at']>[0],
  { path, ours, theirs }: ClashedFile,
): Promise<Placed | undefined> {
  for (const name of distinct([path, ours?.path ?? path, theirs?.path ?? path])) {
    const entry = await entryAt(folders, tree, name)
    if (entry !== undefined) return entry
  }
  return undefined
}

async function entryAt(
  folders: Folders,
  tree: Parameters<Folders['at']>[0],
  path: string,
): Promise<Placed | undefined> {
  const entry = await folders.at(tree, path)
  return entry && { path, mode: entry.mode, oid: entry.oid as BlobOid }
}
