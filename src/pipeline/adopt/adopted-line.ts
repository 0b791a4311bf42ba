/** Reads an integration branch's first-parent line: what it merged, what people did in the merges, and what they committed between them. */
import { compareTrees } from '../../base/git/compare-trees.ts'
import type { Change } from '../../base/git/diff-tree.ts'
import { type GitObject, makeCommit, type ParsedCommit, parseCommit } from '../../base/git/objects.ts'
import { overlay } from '../../base/git/overlay.ts'
import { type CommitLink, commitsBeyond } from '../../base/git/commit-walk.ts'
import type { TreeName } from '../../base/model/names.ts'
import { type BlobOid, type CommitOid, NO_OID, short, type TreeOid } from '../../base/model/oid.ts'
import type { FixedFile, Needed } from '../../base/model/resolution.ts'
import { assert, unreachable } from '../../base/std/assert.ts'
import { distinct } from '../../base/std/collections.ts'
import { count } from '../../base/text/count.ts'
import { type MergedName, readMergeSubject } from '../../base/text/merge-subject.ts'
import { showPath } from '../../base/text/show-path.ts'
import { throwAwayCommit } from '../../stages/integrate/content-merge.ts'
import { remerge, type Remerged } from '../../stages/integrate/remerge.ts'
import type { Workshop } from '../../stages/integrate/workshop.ts'
import { type LearnedResolution, learnedResolution } from '../learned-resolution.ts'
import { type HistoricMerge, signatureOf } from '../made-merges.ts'
import { AdoptedNames } from './adopted-names.ts'

/** Something merged, in its place. */
export interface LineTree {
  readonly name: TreeName
  readonly commit: CommitOid
  readonly merged: MergedName | undefined
  /** An ordinary commit of the branch's own, which no other branch ever had. */
  readonly isCarried: boolean
  /** Printable text. */
  readonly subject: string
}

/** A merge as the next run makes it. */
interface Remade {
  readonly commit: CommitOid
  readonly parents: readonly CommitOid[]
}

export interface AdoptedLine {
  readonly trees: readonly LineTree[]
  readonly learned: readonly LearnedResolution[]
  /** Ordinary commits that became merge fixes. */
  readonly carriedFixes: number
  /** What the operator should know of. Printable text. */
  readonly notes: readonly string[]
}

/** New commits wait in the shop's folders until they are packed. `links` are the line, oldest first. */
export async function readLine(shop: Workshop, links: readonly CommitLink[]): Promise<AdoptedLine> {
  const [first] = links
  const root = first?.parents[0]
  assert(root !== undefined, 'a line that was listed begins on its base')
  const reader = new LineReader(shop, root)
  for (const { commit } of links) await reader.take(commit)
  const standing = await standingOn(shop, root, links)
  const onBranch = reader.trees.filter((tree) => !tree.isCarried && standing.has(tree.commit)).length
  if (onBranch > 0)
    reader.notes.push(
      `${onBranch} of the ${count(reader.trees.length, 'tree')} ${onBranch === 1 ? 'stands' : 'stand'} on the branch itself and ${onBranch === 1 ? 'brings' : 'bring'} what it had by then along: where that meets what a run makes anew, the answers are taken over as well`,
    )
  return reader
}

/** What has commits of the line among its ancestors. */
async function standingOn(
  shop: Workshop,
  root: CommitOid,
  links: readonly CommitLink[],
): Promise<ReadonlySet<CommitOid>> {
  const line = links.map(({ commit }) => commit)
  const all = await commitsBeyond(shop.git, line, [root])
  const standing = new Set(line)
  for (const { commit, parents } of all.toReversed())
    if (parents.some((parent) => standing.has(parent))) standing.add(commit)
  return standing
}

class LineReader implements AdoptedLine {
  readonly #shop: Workshop
  readonly #root: CommitOid
  readonly #names = new AdoptedNames()
  /** Which tree changed a raw path last. */
  readonly #changedBy = new Map<string, TreeName>()
  /** Whether nothing but the branch's own commits stands on the base so far. */
  #isBare = true
  /**
   * What the next run will have where the branch has the commit that was read last: the same content, but merges of its own. What is
   * merged next may stand on the branch's, and then meets it all once more.
   */
  #remade: Remade
  readonly trees: LineTree[] = []
  readonly learned: LearnedResolution[] = []
  readonly notes: string[] = []
  carriedFixes = 0

  constructor(shop: Workshop, root: CommitOid) {
    this.#shop = shop
    this.#root = root
    this.#remade = { commit: root, parents: [] }
  }

  async take(commit: CommitOid): Promise<void> {
    const parsed = await this.#parse(commit)
    const [before, ...merged] = parsed.parents
    assert(before !== undefined, 'every commit on the line has the one below it as parent')
    if (merged.length === 0) return this.#takeCommit(commit, parsed, before)
    const from = (await this.#parse(before)).tree
    await this.#takeMerge(commit, parsed, { before, merged })
    const name = this.trees.at(-1)?.name
    for (const { path } of await this.#changes(from, parsed.tree)) if (name) this.#changedBy.set(path, name)
    this.#isBare = false
  }

  /** An octopus is as many merges in a row; git makes one only where all but the last of them are clean. */
  async #takeMerge(
    commit: CommitOid,
    parsed: ParsedCommit,
    { before, merged }: { readonly before: CommitOid; readonly merged: readonly CommitOid[] },
  ): Promise<void> {
    const { merger } = this.#shop
    const signature = signatureOf(commit, parsed)
    const said = readMergeSubject(signature.subject)
    let ours = this.#remade.commit
    for (const [place, theirs] of merged.entries()) {
      const named = said.length === merged.length ? said[place] : undefined
      const name = this.#names.give(named, theirs)
      this.trees.push({ name, commit: theirs, merged: named, isCarried: false, subject: signature.subject })
      if (place === merged.length - 1)
        return this.#compare({ ...signature, ours: before, theirs, result: parsed.tree }, name)
      const answer = await merger.merge(ours, theirs)
      if ('refused' in answer || !answer.clean) {
        this.notes.push(
          `${short(commit)} ("${signature.subject}") joins several branches that conflict: its result is not taken over`,
        )
        this.#remake(parsed.tree, [ours, theirs], signature)
        return
      }
      ours = this.#remake(answer.tree, [ours, theirs], signature)
    }
  }

  /** Remembers what the person did where git alone would come to something else on what a run has by then. */
  async #compare(merge: HistoricMerge, tree: TreeName): Promise<void> {
    const stood = this.#remade
    const remerged = await remerge(this.#shop, { ...merge, ours: stood.commit })
    this.#remake(merge.result, [stood.commit, merge.theirs], merge)
    const label = `${short(merge.commit)} ("${merge.subject}")`
    if (drops(remerged) && merge.result === (await this.#parse(stood.commit)).tree) {
      this.trees.pop()
      this.#remade = stood
      this.notes.push(`${label} took nothing of what it merged, and is left out`)
      return
    }
    switch (remerged.kind) {
      case 'as-git':
        return
      case 'not-redone':
        this.notes.push(`${label} is not taken over as it was: ${remerged.why}`)
        return
      case 'by-hand': {
        const { files, fixes, unfinished } = remerged
        for (const path of unfinished)
          this.notes.push(`${label} left conflict markers in ${showPath(path)}, which will conflict again`)
        if (files.length + fixes.length === 0) return
        const needed = this.#neededFor(fixes, tree)
        this.learned.push(await learnedResolution(this.#shop, merge, remerged, { needed, tree }))
        return
      }
      default:
        unreachable(remerged)
    }
  }

  /** A fix is wanted with the tree it came with, and for each file with the tree before that changed it last. */
  #neededFor(fixes: readonly FixedFile[], tree: TreeName): Needed {
    return { trees: distinct([tree, ...fixes.flatMap(({ path }) => this.#changedBy.get(path) ?? [])]), commits: [] }
  }

  /** A commit of the branch's own: a tree of itself where it needs none of the others, else a merge fix to them. */
  async #takeCommit(commit: CommitOid, parsed: ParsedCommit, before: CommitOid): Promise<void> {
    const from = (await this.#parse(before)).tree
    const changes = await this.#changes(from, parsed.tree)
    if (changes.length === 0) return
    const signature = signatureOf(commit, parsed)
    const alone = this.#isBare ? commit : await this.#onBase(parsed, { from, changes })
    const last = this.trees.at(-1)
    if (alone !== undefined || last === undefined) {
      const name = this.#names.giveForCommit(signature.subject)
      this.trees.push({ name, commit: alone ?? commit, merged: undefined, isCarried: true, subject: signature.subject })
      for (const { path } of changes) this.#changedBy.set(path, name)
      this.#remake(parsed.tree, [this.#remade.commit, alone ?? commit], signature)
      return
    }
    const fixes = changes.map(fixOf)
    const needed = this.#neededFor(fixes, last.name)
    const made = { ...signature, ours: before, theirs: commit, result: parsed.tree }
    this.learned.push(await learnedResolution(this.#shop, made, { files: [], fixes }, { needed, tree: last.name }))
    this.carriedFixes += 1
    this.#remake(parsed.tree, this.#remade.parents, signature)
  }

  /** Dated as the branch's own commit is, since git walks histories by their dates. */
  #remake(tree: TreeOid, parents: readonly CommitOid[], { at }: Pick<HistoricMerge, 'at'>): CommitOid {
    const commit = throwAwayCommit(tree, parents, at)
    this.#shop.loose.write(commit)
    this.#remade = { commit: commit.oid, parents }
    return commit.oid
  }

  /** The same change as a commit on the base, where git merges that to the same result; undefined where it does not. */
  async #onBase(
    { author, committedAt, committedZone, message, tree: result }: ParsedCommit,
    { from, changes }: { readonly from: TreeOid; readonly changes: readonly Change[] },
  ): Promise<CommitOid | undefined> {
    const { folders, loose } = this.#shop
    const base = (await this.#parse(this.#root)).tree
    for (const { path } of changes) {
      const [stood, stands] = await Promise.all([folders.at(base, path), folders.at(from, path)])
      if (stood?.oid !== stands?.oid || stood?.mode !== stands?.mode) return undefined
    }
    const tree = await overlay(
      folders,
      base,
      changes.map(({ path, newMode, newOid }) => ({ path, mode: newMode, oid: newOid })),
    )
    const at = { epochSeconds: committedAt, zoneMinutes: committedZone }
    const commit: GitObject<CommitOid> = makeCommit({ tree, parents: [this.#root], by: author, at, message })
    folders.show(tree, loose)
    loose.write(commit)
    folders.made.set(commit.oid, commit)
    const merged = await remerge(this.#shop, { ours: this.#remade.commit, theirs: commit.oid, result })
    return merged.kind === 'as-git' ? commit.oid : undefined
  }

  async #changes(from: TreeOid, to: TreeOid): Promise<readonly Change[]> {
    return (await compareTrees(this.#shop.folders, from, to)).leaves
  }

  async #parse(commit: CommitOid): Promise<ParsedCommit> {
    return parseCommit(await this.#shop.reader.read(commit, 'commit'))
  }
}

function fixOf({ path, oldMode, oldOid, newMode, newOid }: Change): FixedFile {
  const entry = (mode: number, oid: string): FixedFile['before'] =>
    oid === NO_OID ? undefined : { mode, oid: oid as BlobOid }
  return { path, before: entry(oldMode, oldOid), after: entry(newMode, newOid) }
}

/** Whether more was kept out of a merge than conflicts, of which one side may be right. */
function drops(remerged: Remerged): boolean {
  return remerged.kind === 'not-redone' || (remerged.kind === 'by-hand' && remerged.fixes.length > 0)
}
