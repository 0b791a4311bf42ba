/** The history beyond upstream, in memory: what is merged already, and the merge bases of what comes next. */
import { commitsBeyond, independentOfEach } from '../../base/git/commit-walk.ts'
import type { Git } from '../../base/git/spawn.ts'
import type { CommitOid } from '../../base/model/oid.ts'

/** How a version stands to what is merged already. */
export type Standing =
  /** Upstream has it. */
  | { readonly kind: 'in-upstream' }
  /** It came in with an earlier tree. */
  | { readonly kind: 'merged' }
  /** `bases` are its merge bases with the integration: more than one in a criss-cross, none when the histories have nothing in common. */
  | { readonly kind: 'beyond'; readonly commits: readonly CommitOid[]; readonly bases: readonly CommitOid[] }

/** Commits listed as lacking at most: enough to see what comes back, short enough for a mail. */
const LACKING_MAX = 100

/** So many versions are read whole; of more, what is known need not be told again. 400 heads to leave out cost git 20 ms to look at. */
const FEW = 8

/** Which of some commits are nobody's ancestor: a fact that never changes, so it is remembered from run to run. */
export type IndependenceMemo = Map<string, readonly CommitOid[]>

/** What has been read of the history beyond one upstream commit. Grows; never changes. */
export interface HistoryFacts {
  readonly upstream: CommitOid
  /** Every commit beyond upstream that was reached so far, with its parents. */
  readonly parents: Map<CommitOid, readonly CommitOid[]>
  /** Versions that upstream contains. */
  readonly inUpstream: Set<CommitOid>
}

export class Ancestry {
  readonly #git: Git
  readonly #facts: HistoryFacts
  readonly #parents: Map<CommitOid, readonly CommitOid[]>
  readonly #memo: IndependenceMemo
  readonly #merged = new Set<CommitOid>()
  /** Merges of this run, which no repository holds yet. */
  readonly #made: Map<CommitOid, readonly CommitOid[]>

  constructor(
    git: Git,
    facts: HistoryFacts,
    memo: IndependenceMemo,
    made = new Map<CommitOid, readonly CommitOid[]>(),
  ) {
    this.#git = git
    this.#facts = facts
    this.#parents = facts.parents
    this.#memo = memo
    this.#made = made
  }

  /** Adds a merge of our own to the history. */
  note(commit: CommitOid, parents: readonly CommitOid[]): void {
    this.#made.set(commit, parents)
  }

  /** Whether a version was read before, in this run or the last. */
  knows(version: CommitOid): boolean {
    return this.#parents.has(version) || this.#facts.inUpstream.has(version)
  }

  /** Reads what of these versions' history is beyond upstream and not yet known. */
  async learn(versions: readonly CommitOid[]): Promise<void> {
    const unknown = versions.filter((version) => !this.knows(version))
    if (unknown.length === 0) return
    const known = unknown.length > FEW ? this.#heads() : []
    const links = await commitsBeyond(this.#git, unknown, [this.#facts.upstream, ...known])
    for (const { commit, parents } of links) this.#parents.set(commit, parents)
    for (const version of unknown) if (!this.#parents.has(version)) this.#facts.inUpstream.add(version)
  }

  /** Known commits that no known commit has as a parent: enough to exclude all of them. */
  #heads(): CommitOid[] {
    const inner = new Set([...this.#parents.values()].flat())
    return [...this.#parents.keys()].filter((commit) => !inner.has(commit))
  }

  /** Commits that `version` has and `tip` has not, at most `LACKING_MAX`. Both must have been learned. */
  lacking(version: CommitOid, tip: CommitOid): CommitOid[] {
    const has = new Set<CommitOid>()
    this.#visit(tip, has)
    const all = new Set<CommitOid>()
    this.#visit(version, all)
    return [...all].filter((commit) => !has.has(commit)).slice(0, LACKING_MAX)
  }

  #visit(from: CommitOid, seen: Set<CommitOid>): void {
    const open = [from]
    for (let commit = open.pop(); commit !== undefined; commit = open.pop()) {
      const parents = this.parentsOf(commit)
      if (parents === undefined || seen.has(commit)) continue
      seen.add(commit)
      open.push(...parents)
    }
  }

  /** How many of the merged commits are not merges themselves. */
  nonMergeCommits(): number {
    let count = 0
    for (const commit of this.#merged) if ((this.#parents.get(commit)?.length ?? 2) < 2) count += 1
    return count
  }

  /** Whether upstream has it or it is merged. A commit that was never learned is taken for neither. */
  contains(commit: CommitOid): boolean {
    return this.#merged.has(commit) || this.#facts.inUpstream.has(commit)
  }

  /** Undefined for what upstream has. */
  parentsOf(commit: CommitOid): readonly CommitOid[] | undefined {
    return this.#parents.get(commit) ?? this.#made.get(commit)
  }

  /** `version` must have been learned. */
  async standing(version: CommitOid): Promise<Standing> {
    if (this.parentsOf(version) === undefined) return { kind: 'in-upstream' }
    if (this.#merged.has(version)) return { kind: 'merged' }
    const { commits, edge } = this.#walk(version)
    const [bases = edge] = await this.#maximal([edge])
    return { kind: 'beyond', commits, bases }
  }

  /** How those of these versions that bring something would stand, if they were merged in this order. Asks git once for all. */
  async foresee(
    versions: readonly CommitOid[],
  ): Promise<{ readonly version: CommitOid; readonly bases: readonly CommitOid[] }[]> {
    const trial = this.fork()
    const foreseen = []
    for (const version of versions) {
      if (trial.parentsOf(version) === undefined || trial.#merged.has(version)) continue
      const { commits, edge } = trial.#walk(version)
      foreseen.push({ version, edge })
      trial.merge(commits)
    }
    const bases = await this.#maximal(foreseen.map(({ edge }) => edge))
    return foreseen.map(({ version }, at) => ({ version, bases: bases[at] ?? [] }))
  }

  /** From now on these count as merged. */
  merge(commits: readonly CommitOid[]): void {
    for (const commit of commits) this.#merged.add(commit)
  }

  /** Forgets what was merged: a group's integration starts from upstream again. */
  fork(): Ancestry {
    return new Ancestry(this.#git, this.#facts, this.#memo, this.#made)
  }

  /** The commits that merging `version` brings, and the merged or upstream commits they stand on. */
  #walk(version: CommitOid): { readonly commits: CommitOid[]; readonly edge: CommitOid[] } {
    const commits: CommitOid[] = []
    const edge = new Set<CommitOid>()
    const seen = new Set<CommitOid>([version])
    const open = [version]
    for (let commit = open.pop(); commit !== undefined; commit = open.pop()) {
      const parents = this.parentsOf(commit)
      if (parents === undefined || this.#merged.has(commit)) {
        edge.add(commit)
        continue
      }
      commits.push(commit)
      for (const parent of parents) {
        if (seen.has(parent)) continue
        seen.add(parent)
        open.push(parent)
      }
    }
    return { commits, edge: [...edge] }
  }

  /** Of each edge, the best common ancestors: those that are not ancestors of others there. */
  async #maximal(edges: readonly (readonly CommitOid[])[]): Promise<(readonly CommitOid[])[]> {
    const unknown = new Map(edges.map((edge) => [edgeKey(edge), edge]))
    for (const [key, edge] of unknown) if (edge.length < 2 || this.#memo.has(key)) unknown.delete(key)
    const found = await independentOfEach(this.#git, [...unknown.values()])
    for (const [at, key] of [...unknown.keys()].entries()) this.#memo.set(key, [...(found[at] ?? [])].sort())
    return edges.map((edge) => (edge.length < 2 ? edge : (this.#memo.get(edgeKey(edge)) ?? edge)))
  }
}

function edgeKey(edge: readonly CommitOid[]): string {
  return [...edge].sort().join(' ')
}
