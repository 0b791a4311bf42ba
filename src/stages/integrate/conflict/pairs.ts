/** The commit pairs of a conflict: for each hunk the commits of either side, or for the file as such. */
import type { BlamedCommit, CommitPair, Culprit } from '../../../base/model/conflict.ts'
import { groupBy } from '../../../base/std/collections.ts'
import { diffLines, type Edit, type LineRange, splitLines } from '../../../base/text/line-diff.ts'
import { rangeBefore, touch } from '../../../base/text/line-map.ts'
import { CandidateFile, pathsOf, type SideFile } from './candidate-file.ts'
import { ourCandidates, theirCandidate } from './candidates.ts'
import type { ClashingLines } from './clashing-lines.ts'
import { type HunkSide, lineCulprits, NAMED_MAX } from './line-culprits.ts'
import type { LogicalConflict } from './logical-conflicts.ts'
import { pathCulprits } from './path-culprits.ts'
import type { View } from './view.ts'

export interface Pairs {
  readonly pairs: readonly CommitPair[]
  readonly leading: CommitPair
}

/** Where the clash is over the file, what became of it is named first; where over lines, the commits that made them. */
export async function findPairs(view: View, conflict: LogicalConflict, clashing: ClashingLines): Promise<Pairs> {
  const isAboutLines = conflict.kind === 'content' || conflict.kind === 'add/add'
  const { pairs, newestFirst } = await linePairs(view, conflict, clashing)
  const isNamed = pairs.some(({ ours }) => ours.length > 0) && pairs.some(({ theirs }) => theirs.commits.length > 0)
  const all = united(view, pairs, newestFirst)
  if (isAboutLines && isNamed) return { pairs, leading: all }
  const about = await pathCulprits(view, conflict, clashing)
  const leading = isAboutLines && pairs.length > 0 ? filled(all, about) : about
  return { pairs: pairs.length > 0 ? pairs : [about], leading }
}

/** What could not be named by its lines is named by the file. */
function filled(pair: CommitPair, about: CommitPair): CommitPair {
  return {
    ours: pair.ours.length > 0 ? pair.ours : about.ours,
    theirs: pair.theirs.commits.length > 0 ? pair.theirs : about.theirs,
  }
}

interface LinePairs {
  readonly pairs: readonly CommitPair[]
  readonly newestFirst: (a: BlamedCommit, b: BlamedCommit) => number
}

async function linePairs(view: View, { path }: LogicalConflict, clashing: ClashingLines): Promise<LinePairs> {
  const { places, hunks } = clashing
  const base = view.lines(places.base?.oid) ?? []
  const [ourLines, theirLines] = [view.lines(places.ours?.oid), view.lines(places.theirs?.oid)]
  if (hunks.length === 0 || ourLines === undefined || theirLines === undefined) {
    return { pairs: hunks.map(() => unnamed(view)), newestFirst: () => 0 }
  }
  const ours: SideFile = { base, lines: ourLines, paths: pathsOf(places.ours, places.base, path) }
  const theirs: SideFile = { base, lines: theirLines, paths: pathsOf(places.theirs, places.base, path) }
  const [ourFiles, theirFiles] = [
    await CandidateFile.readAll(view, await ourCandidates(view, ours.paths), ours),
    await CandidateFile.readAll(view, [theirCandidate(view.clash)], theirs),
  ]
  const pairs: CommitPair[] = []
  for (const hunk of clashesOf(clashing, ours, theirs)) {
    const [our, their] = await Promise.all([lineCulprits(ourFiles, hunk.ours), lineCulprits(theirFiles, hunk.theirs)])
    pairs.push({ ours: our, theirs: their[0] ?? unnamed(view).theirs })
  }
  return { pairs, newestFirst: await newestFirst([...ourFiles, ...theirFiles]) }
}

/** The order of commits in the histories that were read. */
async function newestFirst(files: readonly CandidateFile[]): Promise<LinePairs['newestFirst']> {
  const places = new Map<string, number>()
  for (const file of files) {
    for (const [place, { commit }] of (await file.knownHistory())?.commits.entries() ?? []) places.set(commit, place)
  }
  return (a, b) => (places.get(a.commit) ?? 0) - (places.get(b.commit) ?? 0)
}

function unnamed(view: View): CommitPair {
  return { ours: [], theirs: { tree: view.clash.tree, commits: [] } }
}

/** Each hunk's lines in the files of both sides, and what either changed of the base there. */
function clashesOf(
  { passages }: ClashingLines,
  ours: SideFile,
  theirs: SideFile,
): { ours: HunkSide; theirs: HunkSide }[] {
  const ourRanges = rangesIn(
    ours,
    passages.map((passage) => (passage.kind === 'clash' ? passage.ours : passage.text)),
  )
  const theirRanges = rangesIn(
    theirs,
    passages.map((passage) => (passage.kind === 'clash' ? passage.theirs : passage.text)),
  )
  const [ourEdits, theirEdits] = [diffLines(ours.base, ours.lines), diffLines(theirs.base, theirs.lines)]
  return passages.flatMap((passage, index) => {
    const [our, their] = [ourRanges[index], theirRanges[index]]
    if (passage.kind !== 'clash' || our === undefined || their === undefined) return []
    const [ourPart, theirPart] = [editsIn(ourEdits, our), editsIn(theirEdits, their)]
    return [
      {
        ours: { lines: our, edits: ourPart, rivals: theirPart.map(({ from }) => from) },
        theirs: { lines: their, edits: theirPart, rivals: ourPart.map(({ from }) => from) },
      },
    ]
  })
}

/** Where the passages of a merged file are in a side's own, which lacks what the other side changed elsewhere. */
function rangesIn(side: SideFile, texts: readonly string[]): LineRange[] {
  const passages = texts.map(splitLines)
  const edits = diffLines(side.lines, passages.flat())
  let start = 0
  return passages.map(({ length }) => {
    const range = { start, end: start + length }
    start = range.end
    return rangeBefore(edits, range)
  })
}

/** Edits whose lines stand in a range; where either has no lines, those that touch it. */
function editsIn(edits: readonly Edit[], range: LineRange): Edit[] {
  return edits.filter(({ to }) => {
    if (to.start === to.end || range.start === range.end) return touch(to, range)
    return to.start < range.end && range.start < to.end
  })
}

/** The pairs of all hunks as one: the trees in the order of how many hunks they have a part in. */
function united(view: View, pairs: readonly CommitPair[], newestFirst: LinePairs['newestFirst']): CommitPair {
  const join = (tree: Culprit['tree'], culprits: readonly Culprit[]): Culprit => {
    const commits = new Map(culprits.flatMap((culprit) => culprit.commits).map((commit) => [commit.commit, commit]))
    return { tree, commits: [...commits.values()].toSorted(newestFirst).slice(0, NAMED_MAX) }
  }
  const ours = groupBy(
    pairs.flatMap((pair) => pair.ours),
    ({ tree }) => tree,
  )
  return {
    ours: [...ours].toSorted(([, a], [, b]) => b.length - a.length).map(([tree, culprits]) => join(tree, culprits)),
    theirs: join(
      view.clash.tree,
      pairs.map((pair) => pair.theirs),
    ),
  }
}
