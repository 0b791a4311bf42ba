/** Makes a merge again that somebody made, and tells what that person did beyond git. */
import { compareTrees } from '../../base/git/compare-trees.ts'
import { mergeBases } from '../../base/git/merge-bases.ts'
import type { MergeAnswer } from '../../base/git/merge-tree.ts'
import { MODE_FOLDER } from '../../base/git/objects.ts'
import type { ClashedFile } from '../../base/model/clashed-file.ts'
import type { TreeName } from '../../base/model/names.ts'
import { type BlobOid, type CommitOid, NO_OID, type TreeOid } from '../../base/model/oid.ts'
import type { FixedFile, Placed } from '../../base/model/resolution.ts'
import { distinct } from '../../base/std/collections.ts'
import { READ_MAX } from './conflict/describe.ts'
import { readConflict } from './conflict/reading.ts'
import { logicalConflicts } from './conflict/logical-conflicts.ts'
import { readMarkedFile } from './conflict/marked-file.ts'
import { isMadeUp } from './conflict/places.ts'
import { View } from './conflict/view.ts'
import { clashedFile } from './settle/clashed-files.ts'
import type { Workshop } from './workshop.ts'

/** Most files that one merge edits beside its conflicts. What has more is no edit but a merge by other rules, such as `-s subtree`. */
const FIXES_MAX = 100

/** Merges under way at a time: enough to keep two git processes busy. */
const IN_FLIGHT = 64

/** A merge of two commits and what it came to. */
export interface MadeMerge {
  readonly ours: CommitOid
  readonly theirs: CommitOid
  /** What the person committed. */
  readonly result: TreeOid
}

export type Remerged =
  /** git makes the same of it. */
  | { readonly kind: 'as-git' }
  | {
      readonly kind: 'by-hand'
      readonly files: readonly HandMerged[]
      /** Edits of files that merged clean. */
      readonly fixes: readonly FixedFile[]
      /** Raw paths that were committed with conflict markers in them. */
      readonly unfinished: readonly string[]
    }
  /** `why` is printable text. */
  | { readonly kind: 'not-redone'; readonly why: string }

/** A conflict, and what the person made of it. */
export interface HandMerged {
  readonly clashed: ClashedFile
  readonly outcome: {
    readonly placed: readonly Placed[]
    readonly removed: readonly string[]
    /** The merged file, where lines clashed. Raw. */
    readonly text?: string
  }
}

/** In the order of the merges, each as soon as it and all before it are there. */
export async function* remergeAll<Made extends MadeMerge>(
  shop: Workshop,
  merges: Iterable<Made>,
): AsyncGenerator<{ readonly made: Made; readonly remerged: Remerged }> {
  const open: { readonly made: Made; readonly work: Promise<Remerged> }[] = []
  let place = 0
  try {
    for (const made of merges) {
      const work = remergeBy(shop, { by: place % 2 === 0 ? 'merger' : 'second', isLesson: true }, made)
      // A failure is met by whoever waits for it below.
      work.catch(() => undefined)
      open.push({ made, work })
      place += 1
      const first = open.length < IN_FLIGHT ? undefined : open.shift()
      if (first) yield { made: first.made, remerged: await first.work }
    }
    for (let first = open.shift(); first !== undefined; first = open.shift())
      yield { made: first.made, remerged: await first.work }
  } finally {
    await Promise.allSettled(open.map(({ work }) => work))
  }
}

/** Whatever it came to is what it is to come to again, so that no merge is too strange. */
export function remerge(shop: Workshop, made: MadeMerge): Promise<Remerged> {
  return remergeBy(shop, { by: 'merger', isLesson: false }, made)
}

interface Remerging {
  readonly by: 'merger' | 'second'
  /** Whether it is made again to learn how to settle conflicts. */
  readonly isLesson: boolean
}

/** The real commits are merged, so that git finds the merge bases itself, however many there are. */
async function remergeBy(shop: Workshop, { by, isLesson }: Remerging, made: MadeMerge): Promise<Remerged> {
  const answer = await shop[by].merge(made.ours, made.theirs)
  if ('refused' in answer) return { kind: 'not-redone', why: answer.refused }
  if (answer.clean && answer.tree === made.result) return { kind: 'as-git' }
  const view = await viewOf(shop, made, answer)
  const logical = answer.clean ? [] : logicalConflicts(answer)
  if (logical.length > READ_MAX)
    return { kind: 'not-redone', why: `it has ${logical.length} conflicts, which is too many to learn from` }
  const conflicted = new Set(logical.flatMap(({ paths }) => paths))
  const fixes = (await compareTrees(shop.folders, answer.tree, made.result)).leaves.filter(
    ({ path }) => !conflicted.has(path),
  )
  const strange = isLesson ? await strangeness(view, made, fixes.length) : undefined
  if (strange !== undefined) return { kind: 'not-redone', why: strange }
  const files: HandMerged[] = []
  const unfinished: string[] = []
  for (const one of logical) {
    const clashed = await clashedFile(view, await readConflict(view, one))
    const outcome = await outcomeOf(view, clashed, made.result)
    if (holdsMarkers(clashed, outcome.text)) unfinished.push(clashed.path)
    else files.push({ clashed, outcome })
  }
  const fixed = fixes.map((change) => ({
    path: change.path,
    before: entryOf(change.oldMode, change.oldOid),
    after: entryOf(change.newMode, change.newOid),
  }))
  return { kind: 'by-hand', files, fixes: fixed, unfinished }
}

/** The conflict as its readers want it; what they name commits by is of no use here. */
async function viewOf(shop: Workshop, { ours, theirs }: MadeMerge, answer: MergeAnswer): Promise<View> {
  const bases = answer.clean ? [] : await mergeBases(shop.git, ours, theirs)
  const clash = {
    shop,
    tree: 'theirs' as TreeName,
    version: theirs,
    bases,
    commits: [],
    upstream: ours,
    earlier: [],
    answer,
  }
  return new View({ ...clash, ours: await new View({ ...clash, ours: answer.tree }).root(ours) })
}

/** Why a merge is none that teaches how to settle conflicts; undefined for most. */
async function strangeness(view: View, made: MadeMerge, fixes: number): Promise<string | undefined> {
  if (fixes > FIXES_MAX)
    return `it edits ${fixes} files beside its conflicts: it was merged by other rules than git's usual ones`
  if (fixes === 0) return undefined
  if (made.result === view.clash.ours) return 'nothing of the other side was taken, as by `git merge -s ours`'
  if (made.result === (await view.root(made.theirs))) return 'the other side was taken whole'
  return undefined
}

async function outcomeOf(view: View, clashed: ClashedFile, result: TreeOid): Promise<HandMerged['outcome']> {
  const { base, ours, theirs, passages } = clashed
  const stages = [base, ours, theirs].flatMap((stage) => stage?.path ?? [])
  const paths = distinct([...clashed.paths, ...stages])
  const placed: Placed[] = []
  const removed: string[] = []
  for (const path of paths) {
    const entry = await view.entryIn(result, path)
    if (entry && entry.mode !== MODE_FOLDER) placed.push({ path, mode: entry.mode, oid: entry.oid as BlobOid })
    else if (!isMadeUp(path)) removed.push(path)
  }
  const main = placed.find(({ path }) => path === (ours ?? theirs)?.path) ?? placed[0]
  if (main === undefined || passages.length === 0) return { placed, removed }
  await view.load([main.oid])
  const text = view.text(main.oid)
  return text === undefined ? { placed, removed } : { placed, removed, text }
}

function holdsMarkers({ texts }: ClashedFile, text: string | undefined): boolean {
  if (text === undefined) return false
  const versions = [texts.base, texts.ours, texts.theirs].filter((version) => version !== undefined)
  return readMarkedFile(text, versions).kind !== 'none'
}

function entryOf(mode: number, oid: string): FixedFile['before'] {
  return oid === NO_OID ? undefined : { mode, oid: oid as BlobOid }
}
