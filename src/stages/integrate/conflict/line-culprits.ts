/**
 * Names the commits behind clashing lines.
 *
 * A line that a side added is followed back to the commit that made it. Where a commit replaced lines of the base, or which it put its
 * own between, is compared with what the other side did there: commits that changed the very lines the other side changed come first,
 * then those that changed lines next to them, then others whose lines merely stand in the hunk; of these sorts only the best is named.
 * A side that only took lines out has none to follow; then the base's lines are followed forward to the commits that took them out.
 */
import type { PathCommit } from '../../../base/git/path-history.ts'
import type { BlamedCommit, Culprit } from '../../../base/model/conflict.ts'
import { distinct, groupBy } from '../../../base/std/collections.ts'
import type { Edit, LineRange } from '../../../base/text/line-diff.ts'
import { overlap, touch } from '../../../base/text/line-map.ts'
import type { CandidateFile } from './candidate-file.ts'

/** Commits named of one tree: a mail that lists more says "various". */
export const NAMED_MAX = 5

/** Lines of a hunk that are followed. Whole files added on both sides have thousands, and the first tell who. */
const FOLLOWED_MAX = 400

/** Candidates searched for a line that none of them has: the newest. */
const NEIGHBOURS_MAX = 16

/** How well a commit's lines match the clash. */
const BESIDE = 0
const NEXT_TO = 1
const SAME_LINES = 2

/** One side's part of a hunk. */
export interface HunkSide {
  /** Its lines in the side's file. */
  readonly lines: LineRange
  /** What the side changed of the base there. */
  readonly edits: readonly Edit[]
  /** The base's lines that the other side changed there. */
  readonly rivals: readonly LineRange[]
}

/** A line that speaks for a commit of a candidate. */
interface Vote {
  readonly file: CandidateFile
  readonly commit: PathCommit
  readonly rank: number
}

/** Who made one side of a hunk, the tree with most of the lines first. `files` in the order they were merged: the first that brought a line has it. */
export async function lineCulprits(files: readonly CandidateFile[], hunk: HunkSide): Promise<Culprit[]> {
  const votes = await votesForLines(files, hunk)
  if (!votes.some(({ rank }) => rank === SAME_LINES)) votes.push(...(await votesForRemovals(files, hunk, SAME_LINES)))
  if (votes.length === 0) votes.push(...(await votesForRemovals(files, hunk, NEXT_TO)))
  if (votes.length === 0) votes.push(...(await votesForNeighbours(files, hunk)))
  const best = Math.max(...votes.map(({ rank }) => rank))
  return culpritsOf(votes.filter(({ rank }) => rank === best))
}

async function votesForLines(files: readonly CandidateFile[], hunk: HunkSide): Promise<Vote[]> {
  const votes: Vote[] = []
  const added = linesOf(hunk.edits.map(({ to }) => to)).filter(
    (line) => hunk.lines.start <= line && line < hunk.lines.end,
  )
  await readHistories(files.filter((file) => added.some((line) => file.brought(line) !== undefined)))
  for (const line of added) {
    for (const file of files) {
      const own = file.brought(line)
      const making = own === undefined ? undefined : (await file.history()).makerOf(own)
      if (making === undefined) continue
      votes.push({ file, commit: making.commit, rank: rankOf(making.at && file.inBase(making.at), hunk.rivals) })
      break
    }
  }
  return votes
}

/** Lines of the base that the side took out: those that the other side changed as well, or any. */
async function votesForRemovals(files: readonly CandidateFile[], hunk: HunkSide, rank: number): Promise<Vote[]> {
  const isRival = (line: number): boolean => hunk.rivals.some((range) => range.start <= line && line < range.end)
  const removed = linesOf(hunk.edits.map(({ from }) => from)).filter((line) => rank < SAME_LINES || isRival(line))
  const votes: Vote[] = []
  for (const file of files) {
    const own = removed.flatMap((line) => file.tookOut(line) ?? [])
    if (own.length === 0) continue
    const removers = (await file.history()).removersOf(own)
    for (const commit of removers.values()) votes.push({ file, commit, rank })
  }
  return votes
}

/** What nobody's own file holds, such as lines of a resolution: whoever changed the base there, else the only one who changed the file. */
async function votesForNeighbours(files: readonly CandidateFile[], hunk: HunkSide): Promise<Vote[]> {
  const votes: Vote[] = []
  const newest = files.slice(-NEIGHBOURS_MAX)
  await readHistories(newest)
  for (const file of newest) {
    for (const { commit, at } of (await file.history()).makings()) {
      const rank = rankOf(at && file.inBase(at), hunk.rivals)
      if (rank > BESIDE) votes.push({ file, commit, rank })
    }
  }
  const [only, another] = files
  if (votes.length > 0 || only === undefined || another !== undefined) return votes
  return (await only.history()).commits.map((commit) => ({ file: only, commit, rank: BESIDE }))
}

/** All at a time, for each is a walk of its own. */
async function readHistories(files: readonly CandidateFile[]): Promise<void> {
  await Promise.all(files.map((file) => file.history()))
}

function rankOf(at: LineRange | undefined, rivals: readonly LineRange[]): number {
  if (at === undefined || rivals.length === 0 || rivals.some((range) => overlap(at, range))) return SAME_LINES
  return rivals.some((range) => touch(at, range)) ? NEXT_TO : BESIDE
}

function linesOf(ranges: readonly LineRange[]): number[] {
  const lines: number[] = []
  for (const { start, end } of ranges) {
    for (let line = start; line < end && lines.length < FOLLOWED_MAX; line += 1) lines.push(line)
  }
  return lines
}

async function culpritsOf(votes: readonly Vote[]): Promise<Culprit[]> {
  const byFile = [...groupBy(votes, ({ file }) => file)].toSorted(([, a], [, b]) => b.length - a.length)
  return Promise.all(
    byFile.map(async ([file, own]) => {
      const named = new Set(own.map(({ commit }) => commit.commit))
      const { commits } = await file.history()
      return { tree: file.candidate.tree, commits: blamed(commits.filter(({ commit }) => named.has(commit))) }
    }),
  )
}

/** Commits as they are named, each once, without what only finding them needed. */
export function blamed(commits: readonly PathCommit[]): BlamedCommit[] {
  return distinct(commits)
    .slice(0, NAMED_MAX)
    .map(({ commit, subject, author, committer }) => ({ commit, subject, author, committer }))
}
