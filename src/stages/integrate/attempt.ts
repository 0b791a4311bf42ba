/** Tries to merge one version onto the integration, by the cheapest way that gives git's own answer. */
import type { Change, FolderChange } from '../../base/git/diff-tree.ts'
import type { MergeAnswer } from '../../base/git/merge-tree.ts'
import { parseCommit } from '../../base/git/objects.ts'
import type { BlobOid, CommitOid, TreeOid } from '../../base/model/oid.ts'
import type { Ancestry } from './ancestry.ts'
import { type Drift, driftOf, NO_DRIFT } from './drift.ts'
import { compareTrees } from '../../base/git/compare-trees.ts'
import type { Conflict } from '../../base/model/conflict.ts'
import type { DescribedConflict, EarlierMerge } from './conflict/clash.ts'
import { type Source, sourcesOf, stillFrom } from './conflict/sources.ts'
import { contentClash, mergeContents, throwAwayCommit } from './content-merge.ts'
import { type Memo, type MemoMerge, type MemoSettlement, mergeKey, pairKey } from './memo.ts'
import { type Leaf, overlay } from '../../base/git/overlay.ts'
import { type Sorted, sortChanges } from './plain-merge.ts'
import { carriedOver } from './splice.ts'
import { learnChanges, type Pair } from './version-changes.ts'
import { putIn } from './whole-folders.ts'
import type { Workshop } from './workshop.ts'

export type Attempt =
  | { readonly kind: 'in-upstream' }
  | { readonly kind: 'merged-before' }
  | { readonly kind: 'refused'; readonly why: string }
  | {
      readonly kind: 'clean'
      readonly tree: TreeOid
      readonly commits: readonly CommitOid[]
      readonly bases: readonly CommitOid[]
      readonly changed: readonly Change[]
    }
  | {
      readonly kind: 'clash'
      readonly bases: readonly CommitOid[]
      readonly commits: readonly CommitOid[]
      readonly found: Clashing
    }

/** A conflict just met, or one that an earlier run described and that is still the same, with what settled it then. */
export type Clashing =
  | { readonly kind: 'new'; readonly answer: MergeAnswer; readonly complete: Complete }
  | {
      readonly kind: 'known'
      readonly conflicts: readonly DescribedConflict[]
      readonly settlement: MemoSettlement | undefined
    }

/** Makes the merge whole: with these leaves in place of what git left at the conflicted paths. */
export type Complete = (leaves: readonly Leaf[]) => Promise<Completed>

export interface Completed {
  readonly tree: TreeOid
  /** Every leaf in which it differs from the integration. */
  readonly changed: readonly Change[]
}

/** The integration so far. */
export interface Integrating {
  readonly head: CommitOid
  readonly tree: TreeOid
  /** What was merged so far. */
  readonly earlier: readonly EarlierMerge[]
  /** Writes the integration's commits where git can read them; called only when history itself must be walked. */
  readonly show: () => void
}

export class Attempts {
  readonly #shop: Workshop
  readonly #upstream: CommitOid
  readonly #memo: Memo
  readonly #byGitAlone: boolean
  /** How many merges each way answered, for the run's figures. */
  readonly counts = { known: 0, carried: 0, plain: 0, contents: 0, merged: 0 }
  /** How the integration differs from the last run's, as of the last result that was carried over. */
  #drift = NO_DRIFT
  /** Results of the last run that are likely to be carried over. */
  #expected: TreeOid[] = []

  constructor(shop: Workshop, upstream: CommitOid, memo: Memo, byGitAlone: boolean) {
    this.#shop = shop
    this.#upstream = upstream
    this.#memo = memo
    this.#byGitAlone = byGitAlone
  }

  async attempt(at: Integrating, version: CommitOid, ancestry: Ancestry): Promise<Attempt> {
    const standing = await ancestry.standing(version)
    if (standing.kind === 'in-upstream') return { kind: 'in-upstream' }
    if (standing.kind === 'merged') return { kind: 'merged-before' }
    const { commits, bases } = standing
    const [base, second] = bases
    if (base === undefined) return { kind: 'refused', why: 'it shares no history with what it is to be merged with' }
    const changed = await this.#changesSince(bases, version)
    const hollow = bases.some((one) => this.#memo.folders.get(pairKey(one, version)) === undefined)
    const meeting = { version, base, bases, commits, changed, hollow }
    if (this.#byGitAlone) return second === undefined ? this.#byTrees(at, meeting) : this.#byHistory(at, meeting)
    const remembered = await this.#byMemo(at, meeting, ancestry)
    if (remembered) return remembered
    if (second !== undefined) return this.#byHistory(at, meeting)
    return (await this.#byPaths(at, meeting)) ?? (await this.#byTrees(at, meeting))
  }

  /** Path by path, with git merging only the contents that both sides changed. */
  async #byPaths(at: Integrating, meeting: Meeting): Promise<Attempt | undefined> {
    const { version, base } = meeting
    const { folders } = this.#shop
    const changed = this.#memo.folders.get(pairKey(base, version))
    if (changed === undefined || (await this.#writesRootAnew(at, meeting))) return undefined
    const trees = { base: await this.root(base), integration: at.tree, version: await this.root(version) }
    const sorted = await sortChanges(folders, trees, meeting.changed)
    if (sorted === undefined) return undefined
    const merged = await mergeContents(this.#shop, sorted.both, this.#memo.contents)
    if (merged === undefined) {
      const answer = await contentClash(this.#shop, sorted.both)
      // Whoever describes the conflict reads the integration through git.
      folders.show(at.tree, this.#shop.loose)
      if (answer === undefined) return undefined
      const complete = this.#completeByPaths(at.tree, sorted, changed, answer)
      return { kind: 'clash', bases: [base], commits: meeting.commits, found: { kind: 'new', answer, complete } }
    }
    this.counts[merged.length === 0 ? 'plain' : 'contents'] += 1
    const tree = await putIn(folders, at.tree, changed, { own: leavesOf(sorted.plain), others: merged })
    return this.#clean(at, meeting, tree, meeting.changed)
  }

  /** git writes the topmost folder of every merge; putting nothing into it does not. */
  async #writesRootAnew(at: Integrating, { changed }: Meeting): Promise<boolean> {
    return changed.length === 0 && !(await this.#shop.folders.load(at.tree)).canonical
  }

  /** git was asked about the files that both sides changed alone; the others go in as they are. */
  #completeByPaths(
    ours: TreeOid,
    { plain, both }: Sorted,
    changed: readonly FolderChange[],
    answer: MergeAnswer,
  ): Complete {
    return async (settled) => {
      const { folders, loose } = this.#shop
      const conflicted = new Set(answer.stages.map(({ path }) => path))
      const merged: Leaf[] = []
      for (const { path } of both) {
        const entry = conflicted.has(path) ? undefined : await folders.at(answer.tree, path)
        if (entry === undefined) continue
        folders.adopt(entry.oid as BlobOid, loose)
        merged.push({ path, ...entry })
      }
      const tree = await putIn(folders, ours, changed, { own: leavesOf(plain), others: [...merged, ...settled] })
      return { tree, changed: (await compareTrees(folders, ours, tree)).leaves }
    }
  }

  #completeByTrees(ours: TreeOid, answer: MergeAnswer): Complete {
    return async (settled) => {
      const tree = await overlay(this.#shop.folders, answer.tree, settled)
      return { tree, changed: await this.#harvest(ours, tree) }
    }
  }

  /** The tree of a commit. */
  async root(commit: CommitOid): Promise<TreeOid> {
    const known = this.#memo.roots.get(commit)
    if (known) return known
    const { tree } = parseCommit(await this.#shop.reader.read(commit, 'commit'))
    this.#memo.roots.set(commit, tree)
    return tree
  }

  async #changesSince(bases: readonly CommitOid[], version: CommitOid): Promise<readonly Change[]> {
    const [first = [], ...others] = await Promise.all(bases.map((base) => this.changes(base, version)))
    return others.length === 0 ? first : [...first, ...others.flat()]
  }

  async changes(base: CommitOid, version: CommitOid): Promise<readonly Change[]> {
    const key = pairKey(base, version)
    await this.learnChanges([{ base, version }])
    return this.#memo.changes.get(key) ?? []
  }

  /** Which of these the last run merged; their results are expected to be carried over. */
  expect(pairs: readonly Pair[]): readonly Pair[] {
    const isKnown = ({ base, version }: Pair): boolean => this.#memo.merges.has(mergeKey([base], version))
    const known = pairs.filter(isKnown)
    // Those before the first that is new stay as they are.
    const first = pairs.findIndex((pair) => !isKnown(pair))
    const behind = first < 0 ? [] : pairs.slice(first).filter(isKnown)
    this.#expected = behind.flatMap(({ base, version }) => {
      const result = this.#memo.merges.get(mergeKey([base], version))?.result
      return result?.kind === 'clean' ? [result.tree] : []
    })
    return known
  }

  /** Begins to load the results that are expected to be carried over; they are waited for where they are wanted. */
  loadExpected(): void {
    for (const root of this.#expected) this.#shop.folders.load(root).catch(() => undefined)
  }

  /** Reads what many versions changed in one go. */
  learnChanges(pairs: readonly Pair[]): Promise<void> {
    return learnChanges(this.#shop.git, this.#memo, pairs, (commit) => this.root(commit))
  }

  /** The last run's result, when it still holds: as it is, or with what changed elsewhere put over it. */
  async #byMemo(at: Integrating, meeting: Meeting, ancestry: Ancestry): Promise<Attempt | undefined> {
    const memo = this.#memo.merges.get(mergeKey(meeting.bases, meeting.version))
    if (memo === undefined || !(await this.#isStillTrue(memo, at, ancestry))) return undefined
    const drift = await this.#driftFrom(memo.ours, at.tree)
    if (drift.from !== drift.to && (drift.oldModes || meeting.hollow)) return undefined
    const { result } = memo
    const settlement = result.kind === 'conflicted' ? result.settlement : undefined
    const touched = settlement ? [...meeting.changed, ...settlement.changed] : meeting.changed
    const leaves = await this.#carried(at, { ...meeting, changed: touched }, drift)
    if (leaves === undefined) return undefined
    this.counts[leaves.length === 0 ? 'known' : 'carried'] += 1
    const { bases, commits } = meeting
    if (result.kind === 'conflicted') {
      const again = settlement && { ...settlement, tree: await this.#carry(settlement.tree, leaves, drift) }
      return { kind: 'clash', bases, commits, found: { kind: 'known', conflicts: result.conflicts, settlement: again } }
    }
    const tree = await this.#carry(result.tree, leaves, drift)
    return this.#clean(at, meeting, tree, result.changed)
  }

  /** Whether a remembered conflict still names the right commits: a rebase may have replaced them by others of the same text, or upstream taken them. */
  async #isStillTrue({ result }: MemoMerge, at: Integrating, ancestry: Ancestry): Promise<boolean> {
    if (result.kind === 'clean') return true
    const conflicts = result.conflicts.map(({ conflict }) => conflict)
    const named = conflicts.flatMap(({ oursBy, pairs }) => [oursBy, ...pairs.flatMap(({ ours }) => ours)])
    if (!named.every(({ commits }) => commits.every(({ commit }) => ancestry.contains(commit)))) return false
    return stillFrom(result.sources, conflicts, { upstream: this.#upstream, earlier: at.earlier }, this.#entry)
  }

  /** Where the lines of conflicts can have come from. */
  sources(conflicts: readonly Conflict[], earlier: readonly EarlierMerge[]): Promise<readonly Source[]> {
    return sourcesOf(conflicts, { upstream: this.#upstream, earlier }, this.#entry)
  }

  readonly #entry = async (commit: CommitOid, path: string): Promise<string> => {
    const entry = await this.#shop.folders.at(await this.root(commit), path)
    return entry === undefined ? '' : `${entry.mode} ${entry.oid}`
  }

  async #carry(from: TreeOid, leaves: readonly Leaf[], drift: Drift): Promise<TreeOid> {
    const tree = await overlay(this.#shop.folders, from, leaves)
    this.#drift = { ...drift, from, to: tree }
    return tree
  }

  async #carried(at: Integrating, meeting: Meeting, drift: Drift): Promise<readonly Leaf[] | undefined> {
    if (drift.leaves.length === 0) return []
    const trees = {
      base: await this.root(meeting.base),
      integration: at.tree,
      version: await this.root(meeting.version),
    }
    return carriedOver(this.#shop.folders, trees, drift, meeting.changed, meeting.bases.length > 1)
  }

  /** Tree after tree the drift stays the same, as long as results are carried over. */
  async #driftFrom(from: TreeOid, to: TreeOid): Promise<Drift> {
    if (from === to) return { ...NO_DRIFT, from, to }
    if (this.#drift.from === from && this.#drift.to === to) return this.#drift
    const drift = driftOf({ from, to }, await compareTrees(this.#shop.folders, from, to))
    const paths = [...drift.paths]
    await this.#shop.folders.prefetch(this.#expected.splice(0).map((root) => ({ root, paths })))
    return drift
  }

  /**
   * Throw-away commits of the two trees on their merge base stand in for the real ones, so that git need not walk the history of
   * either: a merge is a function of three trees.
   */
  async #byTrees(at: Integrating, meeting: Meeting): Promise<Attempt> {
    const { loose, folders } = this.#shop
    folders.show(at.tree, loose)
    const standIn = (tree: TreeOid): CommitOid => {
      const commit = throwAwayCommit(tree, [meeting.base])
      loose.write(commit)
      return commit.oid
    }
    const theirs = standIn(await this.root(meeting.version))
    const answer = await this.#merge(standIn(at.tree), theirs)
    if ('refused' in answer) return { kind: 'refused', why: answer.refused }
    if (!answer.clean) return this.#clash(at, meeting, answer)
    return this.#cleanByGit(at, meeting, answer.tree)
  }

  /** Remembers a clean result for the next run. */
  #clean(at: Integrating, meeting: Meeting, tree: TreeOid, changed: readonly Change[]): Attempt {
    const { bases, version, commits } = meeting
    this.#memo.merges.set(mergeKey(bases, version), { ours: at.tree, result: { kind: 'clean', tree, changed } })
    return { kind: 'clean', tree, commits, bases, changed }
  }

  /** What it changed is told as when it is merged by paths: with what the integration had already, for that is its doing as well. */
  async #cleanByGit(at: Integrating, meeting: Meeting, tree: TreeOid): Promise<Attempt> {
    const own = new Set(meeting.changed.map(({ path }) => path))
    const moved = (await this.#harvest(at.tree, tree)).filter(({ path }) => !own.has(path))
    return this.#clean(at, meeting, tree, [...meeting.changed, ...moved])
  }

  /** Several merge bases: git has to make a virtual one of them, from the real history. */
  async #byHistory(at: Integrating, meeting: Meeting): Promise<Attempt> {
    this.#shop.folders.show(at.tree, this.#shop.loose)
    at.show()
    const answer = await this.#merge(at.head, meeting.version)
    if ('refused' in answer) return { kind: 'refused', why: answer.refused }
    if (!answer.clean) return this.#clash(at, meeting, answer)
    return this.#cleanByGit(at, meeting, answer.tree)
  }

  #clash(at: Integrating, { bases, commits }: Meeting, answer: MergeAnswer): Attempt {
    const complete = this.#completeByTrees(at.tree, answer)
    return { kind: 'clash', bases, commits, found: { kind: 'new', answer, complete } }
  }

  #merge(ours: CommitOid, theirs: CommitOid): Promise<MergeAnswer | { readonly refused: string }> {
    this.counts.merged += 1
    return this.#shop.merger.merge(ours, theirs)
  }

  /** Takes over the objects that git wrote for a result, and tells what the merge changed. */
  async #harvest(before: TreeOid, after: TreeOid): Promise<readonly Change[]> {
    const { folders, loose } = this.#shop
    const difference = await compareTrees(folders, before, after)
    for (const { newMode, newOid } of difference.leaves) if (newMode !== 0) folders.adopt(newOid as BlobOid, loose)
    for (const { oid } of difference.folders) folders.adopt(oid, loose)
    return difference.leaves
  }
}

function leavesOf(changes: readonly Change[]): Leaf[] {
  return changes.map(({ path, newMode, newOid }) => ({ path, mode: newMode, oid: newOid }))
}

/** A version about to be merged. */
interface Meeting extends Pair {
  /** Its merge bases with the integration, `base` the first of them. */
  readonly bases: readonly CommitOid[]
  /** What it changed since any of them. */
  readonly changed: readonly Change[]
  /** Whether it changed a folder in which nothing changed (whole-folders.ts). */
  readonly hollow: boolean
  /** What merging it brings. */
  readonly commits: readonly CommitOid[]
}
