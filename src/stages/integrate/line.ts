/** A line of merges that grows: the integration itself, or a group's own on upstream. */
import { type GitObject, makeCommit } from '../../base/git/objects.ts'
import type { Version } from '../../base/model/admission.ts'
import type { Instant } from '../../base/model/instant.ts'
import type { Merged } from '../../base/model/merge.ts'
import type { TreeName } from '../../base/model/names.ts'
import type { CommitOid, TreeOid } from '../../base/model/oid.ts'
import type { ResolutionId, Settled } from '../../base/model/settling.ts'
import type { Person } from '../../base/model/person.ts'
import type { Ancestry } from './ancestry.ts'
import type { Integrating } from './attempt.ts'
import type { EarlierMerge } from './conflict/clash.ts'
import type { Workshop } from './workshop.ts'

/** Who merges and when: the same for every merge of a run, so that ids depend on the plan alone. */
export interface Signature {
  readonly by: Person
  readonly at: Instant
}

/** A clean merge about to be written down. */
export interface CleanMerge {
  readonly tree: TreeOid
  readonly commits: readonly CommitOid[]
  readonly bases: readonly CommitOid[]
  readonly paths: ReadonlySet<string>
  readonly settled: readonly Settled[]
}

export class Line implements Integrating {
  readonly ancestry: Ancestry
  readonly #shop: Workshop
  readonly #signature: Signature
  readonly #unseen: GitObject<CommitOid>[] = []
  /** What was merged so far, for naming whose lines clash. */
  readonly earlier: EarlierMerge[] = []
  /** Trees that brought nothing of their own, for all they have stood in it already. */
  readonly present: Set<TreeName>
  /** Merge fixes that came due so far. */
  readonly amended = new Set<ResolutionId>()
  head: CommitOid
  tree: TreeOid

  constructor(
    shop: Workshop,
    signature: Signature,
    ancestry: Ancestry,
    start: { readonly head: CommitOid; readonly tree: TreeOid; readonly present: ReadonlySet<TreeName> },
  ) {
    this.#shop = shop
    this.#signature = signature
    this.ancestry = ancestry
    this.head = start.head
    this.tree = start.tree
    this.present = new Set(start.present)
  }

  /** Adds a merge commit on top. */
  take(name: TreeName, version: Version, clean: CleanMerge, message: string): Merged {
    const { by, at } = this.#signature
    const commit = makeCommit({ tree: clean.tree, parents: [this.head, version.commit], by, at, message })
    this.#shop.folders.made.set(commit.oid, commit)
    this.#unseen.push(commit)
    this.ancestry.note(commit.oid, [this.head, version.commit])
    this.ancestry.merge([...clean.commits, commit.oid])
    this.earlier.push({
      tree: name,
      version: version.commit,
      bases: clean.bases,
      commits: clean.commits,
      result: clean.tree,
      changed: clean.paths,
    })
    this.head = commit.oid
    this.tree = clean.tree
    return { version, commit: commit.oid, result: clean.tree, settled: clean.settled }
  }

  readonly show = (): void => {
    for (const commit of this.#unseen.splice(0)) this.#shop.loose.write(commit)
  }
}
