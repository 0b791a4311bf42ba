/** Makes a resolution out of what a person did in a merge. */
import { lastChange } from '../base/git/merge-list.ts'
import { mergeBases } from '../base/git/merge-bases.ts'
import { type GitObject, MODE_SUBMODULE, parseCommit, subjectOf } from '../base/git/objects.ts'
import type { ConflictId } from '../base/model/conflict.ts'
import type { TreeName } from '../base/model/names.ts'
import type { BlobOid, CommitOid } from '../base/model/oid.ts'
import type { FixedFile, Needed, Resolution, ResolvedFile, SettledSide } from '../base/model/resolution.ts'
import { distinct, groupBy } from '../base/std/collections.ts'
import type { ResolutionId } from '../base/model/settling.ts'
import { oneLine } from '../base/text/printable.ts'
import { makeResolution } from '../memory/resolutions/make.ts'
import { resolvedFile } from '../memory/resolutions/resolved-file.ts'
import type { Remerged } from '../stages/integrate/remerge.ts'
import type { Workshop } from '../stages/integrate/workshop.ts'
import type { HistoricMerge } from './made-merges.ts'

export type ByHand = Remerged & { readonly kind: 'by-hand' }

export interface LearnedResolution {
  readonly resolution: Resolution
  /** What no repository holds yet. */
  readonly blobs: readonly GitObject[]
}

/**
 * A resolution as several, each in the place of one at most: what people made later of the very same conflict holds. `earlier` are the
 * learned ones by the conflict they answer.
 */
export function inPlaceOf(resolution: Resolution, earlier: ReadonlyMap<ConflictId, ResolutionId>): Resolution[] {
  const { id: _, ...body } = resolution
  const groups = groupBy(resolution.files, ({ conflict }) => earlier.get(conflict))
  if ([...groups.keys()].every((supersedes) => supersedes === undefined)) return [resolution]
  const fixes = makeResolution({ ...body, files: groups.get(undefined) ?? [] })
  const others = [...groups].flatMap(([supersedes, files]) =>
    supersedes === undefined ? [] : [makeResolution({ ...body, files, fixes: [], needed: undefined, supersedes })],
  )
  return fixes.files.length + fixes.fixes.length > 0 ? [fixes, ...others] : others
}

/** `needed` says when its merge fix is wanted, should it have one; `tree` is the one that was merged, where it has a name here. */
export async function learnedResolution(
  shop: Workshop,
  merge: HistoricMerge,
  { files, fixes }: Pick<ByHand, 'files' | 'fixes'>,
  { needed, tree }: { readonly needed: Needed; readonly tree?: TreeName },
): Promise<LearnedResolution> {
  const resolved = files.map(({ clashed, outcome }) => resolvedFile(clashed, outcome))
  const side = async (commit: CommitOid, tree: TreeName | undefined): Promise<SettledSide> => ({
    tree,
    commits: [{ commit, subject: oneLine(subjectOf(parseCommit(await shop.reader.read(commit, 'commit')).message)) }],
  })
  const resolution = makeResolution({
    files: resolved.map(({ file }) => file),
    fixes,
    needed: fixes.length === 0 ? undefined : needed,
    sides: { ours: await side(merge.ours, undefined), theirs: await side(merge.theirs, tree) },
    origin: { kind: 'learned', merge: merge.commit },
    by: merge.by,
    at: merge.at,
    why: merge.subject,
    supersedes: undefined,
  })
  return { resolution, blobs: resolved.flatMap(({ blobs }) => blobs) }
}

/**
 * A merge fix is wanted wherever both changes meet that made it necessary: on either side the newest that touches a file it edits, or
 * one that conflicted with it. Where a side changed none of them, all of that side is named.
 */
export async function neededCommits(shop: Workshop, merge: HistoricMerge, { files, fixes }: ByHand): Promise<Needed> {
  if (fixes.length === 0) return { trees: [], commits: [] }
  const bases = await mergeBases(shop.git, merge.ours, merge.theirs)
  const paths = distinct([...fixes.map(({ path }) => path), ...files.flatMap(({ clashed }) => clashed.paths)])
  const sides = [merge.ours, merge.theirs].map(async (side) => (await lastChange(shop.git, bases, side, paths)) ?? side)
  return { trees: [], commits: distinct(await Promise.all(sides)) }
}

/** The blobs that a resolution names, submodules' commits aside. */
export function blobsOf({ files, fixes }: Resolution): BlobOid[] {
  const entries = [
    ...files.flatMap(({ base, ours, theirs, result }) => [base, ours, theirs, ...result]),
    ...fixes.flatMap(({ before, after }) => [before, after]),
  ]
  return distinct(entries.flatMap((entry) => (entry === undefined || entry.mode === MODE_SUBMODULE ? [] : [entry.oid])))
}

/** What a resolution says, apart from who says it and where: two that say the same need not both be kept. */
export function sayings({ files, fixes }: Pick<Resolution, 'files' | 'fixes'>): string[] {
  return [...files.map(fileSaying), ...fixes.map(fixSaying)]
}

function fileSaying({ path, base, ours, theirs, result }: ResolvedFile): string {
  return JSON.stringify(['file', path, base, ours, theirs, result])
}

function fixSaying({ path, before, after }: FixedFile): string {
  return JSON.stringify(['fix', path, before, after])
}
