/** Stage 4: merges every admitted tree onto upstream, in order, and never stops. */
import type { DiffStat } from '../../base/git/diff-stat.ts'
import type { Change } from '../../base/git/diff-tree.ts'
import { type Admission, isKeptOut, type Version } from '../../base/model/admission.ts'
import type { ConflictId } from '../../base/model/conflict.ts'
import type { Listener } from '../../base/model/event.ts'
import type { GroupMerge, Integration, Merge, MergeOutcome } from '../../base/model/merge.ts'
import type { TreeName } from '../../base/model/names.ts'
import type { CommitOid, TreeOid } from '../../base/model/oid.ts'
import type { ResolutionId, Settled } from '../../base/model/settling.ts'
import { Ancestry } from './ancestry.ts'
import { Attempts } from './attempt.ts'
import type { EarlierMerge } from './conflict/clash.ts'
import { ConflictDesk } from './conflict-desk.ts'
import { amended, compareTrees } from '../../base/git/compare-trees.ts'
import { foresee } from './foresee.ts'
import { type CleanMerge, Line, type Signature } from './line.ts'
import { LineTally } from './line-tally.ts'
import { type Memo, mergeKey, useSettling } from './memo.ts'
import { groupMessage, mergeMessage } from './message.ts'
import { type Amended, MergeFixes } from './settle/merge-fixes.ts'
import type { SettlingGround } from './settle/settle.ts'
import { revert } from './settle/reverts.ts'
import { type Met, Settlements } from './settle/settlements.ts'
import type { Pair } from './version-changes.ts'
import { withoutParts } from './needs/part-of.ts'
import { stepsOf } from './steps.ts'
import type { Workshop } from './workshop.ts'

export interface IntegrationOrder {
  readonly upstream: CommitOid
  /** In roster order; members of a group stand together. */
  readonly admissions: readonly Admission[]
  readonly signature: Signature
  /** Upstream's merge attributes; read while history is. */
  readonly attributes: Promise<readonly string[]>
  readonly listen: Listener
  /** Undefined when nothing could settle a conflict. */
  readonly settling?: SettlingGround | undefined
  /** Every merge by git itself, whole: for checking what the quicker ways made. */
  readonly byGitAlone?: boolean
}

/** An integration whose objects are still in the workshop, and what is needed to report on it. */
export interface Integrated extends Integration {
  /** The combined diff of each conflict, by its id. */
  readonly diffs: ReadonlyMap<ConflictId, string>
  readonly nonMergeCommits: number
  /** Counts the integration against upstream, while the workshop is open. */
  diffStat(): Promise<DiffStat>
  /** What stands in it, in the order it was merged. */
  readonly earlier: readonly EarlierMerge[]
  /** What each merge that stands brought. */
  readonly brought: ReadonlyMap<TreeName, Brought>
  /** Whether a commit is in upstream or was merged. */
  contains(commit: CommitOid): boolean
  /** How many merges were put together each way. */
  readonly counts: Attempts['counts']
}

/** A merge about to be added to the line, git's own or settled. */
interface Standing {
  readonly tree: TreeOid
  readonly changed: readonly Change[]
  readonly bases: readonly CommitOid[]
  readonly commits: readonly CommitOid[]
  readonly settled: readonly Settled[]
}

/** A group's merge with the merge fixes that came due with it, and those of them that change nothing any more. */
type AmendedMerge = CleanMerge & Pick<Amended, 'due' | 'idle'>

/** A merge fix clashes with a merge that itself met nothing. */
const NOT_MET = { kind: 'known', conflicts: [], settlement: undefined } as const

/** One merge's own part of the integration. */
export interface Brought {
  /** The integration's tree before and after it. */
  readonly from: TreeOid
  readonly to: TreeOid
  readonly commits: readonly CommitOid[]
}

export async function integrate(shop: Workshop, order: IntegrationOrder, memo: Memo): Promise<Integrated> {
  const integrator = new Integrator(shop, order, memo)
  try {
    return await integrator.run()
  } finally {
    await integrator.settle()
  }
}

class Integrator {
  readonly #shop: Workshop
  readonly #order: IntegrationOrder
  readonly #memo: Memo
  readonly #attempts: Attempts
  readonly #desk: ConflictDesk
  readonly #tally: LineTally
  readonly #ancestry: Ancestry
  readonly #settlements: Settlements
  #fixes: MergeFixes
  readonly #retired: ResolutionId[] = []
  /** Trees that upstream has all of. */
  readonly #inUpstream = new Set<TreeName>()
  readonly #merges: Merge[] = []
  readonly #groups: GroupMerge[] = []
  readonly #brought = new Map<TreeName, Brought>()
  /** Merges, by the memo's keys, whose results became something else before a release held them: git may prune what none holds. */
  readonly #passing = new Set<string>()

  constructor(shop: Workshop, order: IntegrationOrder, memo: Memo) {
    this.#shop = shop
    this.#order = order
    this.#memo = memo
    this.#attempts = new Attempts(shop, order.upstream, memo, order.byGitAlone === true)
    this.#tally = new LineTally(shop, memo.lines)
    this.#desk = new ConflictDesk(shop, order, memo, this.#attempts)
    useSettling(memo, settlingName(order.settling))
    this.#settlements = new Settlements(shop, order.upstream, order.settling)
    this.#fixes = new MergeFixes(shop, [])
    if (memo.facts?.upstream !== order.upstream)
      memo.facts = { upstream: order.upstream, parents: new Map(), inUpstream: new Set() }
    this.#ancestry = new Ancestry(shop.git, memo.facts, memo.independence)
  }

  /** Waits until nothing of it is under way: the workshop may be closed then. */
  async settle(): Promise<void> {
    await Promise.all([this.#desk.settle(), this.#tally.settle()])
  }

  async run(): Promise<Integrated> {
    const { admissions, upstream, listen } = this.#order
    listen({ kind: 'integrate-started', trees: admissions.length })
    await this.#survey()
    for (const { tree, versions } of admissions)
      if (versions[0] !== undefined && this.#ancestry.contains(versions[0].commit)) this.#inUpstream.add(tree.name)
    this.#fixes = await this.#openFixes()
    const line = await this.#lineOnUpstream(this.#ancestry)
    for (const step of stepsOf(admissions)) {
      if (step.group === undefined) await this.#takeTree(line, step.members[0])
      else await this.#takeGroup(line, step.group, step.members)
    }
    const upstreamTree = await this.#attempts.root(upstream)
    const leaves = await this.#total(upstreamTree, line.tree)
    const described = await this.#desk.finish()
    for (const key of this.#passing) this.#memo.merges.delete(key)
    return {
      upstream,
      merges: this.#merges.map(({ admission, outcome }) => ({
        admission,
        outcome: described.fill(admission.tree.name, outcome),
      })),
      groups: this.#groups.map((one) => ({ ...one, conflicts: described.of(one.group) })),
      retired: this.#retired,
      head: line.head,
      result: line.tree,
      diffs: described.diffs(),
      nonMergeCommits: this.#ancestry.nonMergeCommits(),
      diffStat: () => this.#tally.count(leaves),
      earlier: line.earlier,
      brought: this.#brought,
      contains: (commit) => this.#ancestry.contains(commit),
      counts: this.#attempts.counts,
    }
  }

  async #openFixes(): Promise<MergeFixes> {
    const { settling } = this.#order
    if (settling?.shelf === undefined) return this.#fixes
    return MergeFixes.open(this.#shop, this.#ancestry, await settling.shelf.mergeFixes(), settling.retired)
  }

  /** The leaves in which the integration differs from upstream: the last release's, with what changed since. */
  async #total(upstream: TreeOid, tree: TreeOid): Promise<readonly Change[]> {
    const { total } = this.#memo
    const known = total?.upstream === upstream ? total : { tree: upstream, leaves: [] }
    const { leaves: news } = await compareTrees(this.#shop.folders, known.tree, tree)
    const leaves = amended(known.leaves, news)
    this.#memo.total = { upstream, tree, leaves }
    return leaves
  }

  /** Learns in a few large questions what merging would ask in many small ones, supposing that every best version merges. */
  async #survey(): Promise<void> {
    const best = this.#order.admissions.flatMap((admission) => admission.versions.slice(0, 1))
    // git is up by the time that the first merge is put to it.
    if (best.some(({ commit }) => !this.#ancestry.knows(commit))) this.#shop.merger.begin()
    const roots = Promise.all(best.map((version) => this.#attempts.root(version.commit)))
    await Promise.all([this.#ancestry.learn(best.map((version) => version.commit)), roots])
    const foreseen = await this.#ancestry.foresee(best.map((version) => version.commit))
    await this.#attempts.learnChanges(
      foreseen.flatMap(({ version, bases }) => bases.map((base) => ({ base, version }))),
    )
    const pairs = foreseen.flatMap(({ version, bases }): Pair[] => {
      const [base, second] = bases
      return base !== undefined && second === undefined ? [{ base, version }] : []
    })
    this.#shop.useAttributes(await this.#order.attributes)
    if (this.#order.byGitAlone === true) return
    const upstream = await this.#attempts.root(this.#order.upstream)
    const known = new Set(this.#memo.total?.upstream === upstream ? this.#attempts.expect(pairs) : [])
    const changes = await this.#prefetch(
      upstream,
      pairs.filter((pair) => !known.has(pair)),
    )
    this.#attempts.loadExpected()
    this.#tally.foresee(changes.flat())
    await foresee(this.#shop, upstream, changes, this.#memo.contents)
  }

  /** Loads the folders that merging path by path will look into. */
  async #prefetch(upstream: TreeOid, pairs: readonly Pair[]): Promise<(readonly Change[])[]> {
    const sets = await Promise.all(pairs.map(({ base, version }) => this.#attempts.changes(base, version)))
    const wanted = [{ root: upstream, paths: sets.flat().map((change) => change.path) }]
    for (const [at, { base }] of pairs.entries()) {
      const changes = sets[at] ?? []
      const deleted = changes.filter((change) => change.newMode === 0).map((change) => change.path)
      const added = changes.filter((change) => change.oldMode === 0).map((change) => change.path)
      wanted.push({ root: await this.#attempts.root(base), paths: [...deleted, ...added] })
    }
    await this.#shop.folders.prefetch(wanted)
    return sets
  }

  async #lineOnUpstream(ancestry: Ancestry): Promise<Line> {
    const { upstream, signature } = this.#order
    const start = { head: upstream, tree: await this.#attempts.root(upstream), present: this.#inUpstream }
    return new Line(this.#shop, signature, ancestry, start)
  }

  async #takeTree(line: Line, admission: Admission | undefined): Promise<void> {
    if (admission === undefined) return
    this.#desk.forget(admission.tree.name)
    const outcome = await this.#outcome(line, admission)
    this.#merges.push({ admission, outcome })
    this.#order.listen({ kind: 'tree-merged', tree: admission.tree.name, outcome: outcome.kind })
  }

  /** The first of the admitted versions that merges. Only the best one's conflicts are described: they are what people must hear of. */
  async #outcome(line: Line, admission: Admission): Promise<MergeOutcome> {
    const [best] = admission.versions
    if (best === undefined) return withoutVersion(admission)
    for (const version of admission.versions) {
      if (version !== best) await this.#ancestry.learn([version.commit])
      const attempt = await this.#attempts.attempt(line, version.commit, line.ancestry)
      const again = version !== best
      switch (attempt.kind) {
        case 'in-upstream':
          if (!again) return { kind: 'empty', version }
          break
        case 'merged-before':
          if (!again) {
            line.present.add(admission.tree.name)
            return { kind: 'already-in', version }
          }
          break
        case 'refused':
          if (!again) return { kind: 'refused', why: attempt.why }
          break
        case 'clash': {
          const settled = await this.#settle(
            line,
            { tree: admission.tree.name, version: version.commit, clash: attempt },
            again,
          )
          const outcome = settled && (await this.#stand(line, admission, version, settled))
          if (outcome) return outcome
          break
        }
        case 'clean': {
          const outcome = await this.#stand(line, admission, version, { ...attempt, settled: [] })
          if (outcome) return outcome
          break
        }
      }
    }
    return { kind: 'left-out', conflicts: [] }
  }

  /** The merge with its conflicts settled; undefined while one is open. */
  async #settle(line: Line, met: Met, again: boolean): Promise<Standing | undefined> {
    const knowledge = await this.#settlements.of(line, met)
    if (!again) this.#desk.take(line, met, knowledge)
    const { bases, commits } = met.clash
    return knowledge.settlement && { ...knowledge.settlement, bases, commits }
  }

  /** Adds a merge to the line, with the merge fixes that come due; undefined when one of these no longer applies. */
  async #stand(
    line: Line,
    admission: Admission,
    version: Version,
    standing: Standing,
  ): Promise<MergeOutcome | undefined> {
    const { name } = admission.tree
    const [best = version] = admission.versions
    const { bases, commits } = standing
    const reverted = await revert(this.#shop, standing.tree, admission.reason)
    const amendment = await this.#fixes.amend(line, { tree: reverted.tree, names: [name], commits })
    if (amendment.kind === 'clash' || amendment.tree !== standing.tree)
      this.#passing.add(mergeKey(bases, version.commit))
    if (amendment.kind === 'clash') {
      const clash = { kind: 'clash', bases, commits, found: NOT_MET } as const
      if (version === best) this.#desk.takeFix(line, { tree: name, version: version.commit, clash }, amendment)
      return undefined
    }
    const { tree } = amendment
    const settled = [...standing.settled, ...reverted.settled, ...amendment.settled]
    const paths = new Set([...standing.changed, ...settled].map(({ path }) => path))
    this.#brought.set(name, { from: line.tree, to: tree, commits })
    const message = mergeMessage(admission.tree, version, settled)
    const merged = line.take(name, version, { tree, commits, bases, paths, settled }, message)
    for (const fix of amendment.due) line.amended.add(fix)
    if (version.release === undefined) {
      this.#retired.push(...amendment.idle)
      return { kind: 'merged', ...merged, conflicts: [] }
    }
    return { kind: 'previous', ...merged, conflicts: [], restores: await this.#restored(version, best.commit) }
  }

  /** Commits that an earlier version brings back although the tree has dropped them since. */
  async #restored({ commit }: Version, best: CommitOid): Promise<readonly CommitOid[]> {
    if (commit === best) return []
    return withoutParts(this.#shop, this.#ancestry.lacking(commit, best), this.#ancestry.lacking(best, commit))
  }

  /** Integrates the members on upstream by themselves and merges the result as one; where that clashes, member by member. */
  async #takeGroup(line: Line, group: TreeName, members: readonly Admission[]): Promise<void> {
    const [before, retired] = [this.#merges.length, this.#retired.length]
    const own = await this.#lineOnUpstream(this.#ancestry.fork())
    for (const member of members) await this.#takeTree(own, member)
    if (own.head === this.#order.upstream) return
    const whole = await this.#asOne(line, group, own)
    if (whole === undefined) {
      this.#merges.length = before
      this.#retired.length = retired
      this.#groups.push({ group, head: own.head, merged: undefined, conflicts: [] })
      for (const member of members) await this.#takeTree(line, member)
      return
    }
    const names = members.map((member) => member.tree.name)
    line.earlier.push(...own.earlier)
    const message = groupMessage(group, names, whole.settled)
    const merged = line.take(group, { commit: own.head, release: undefined }, whole, message)
    line.earlier.pop()
    for (const fix of [...own.amended, ...whole.due]) line.amended.add(fix)
    for (const tree of own.present) line.present.add(tree)
    this.#retired.push(...whole.idle)
    this.#groups.push({ group, head: own.head, merged, conflicts: [] })
  }

  /**
   * A group's head merged onto the line, with its conflicts settled if it has any and the merge fixes that come due; undefined while a
   * conflict is open or a fix no longer applies.
   */
  async #asOne(line: Line, group: TreeName, own: Line): Promise<AmendedMerge | undefined> {
    const { folders, loose } = this.#shop
    this.#desk.forget(group)
    // git compares the group's head with its merge base, so it must be able to read it.
    folders.show(own.tree, loose)
    own.show()
    const attempt = await this.#attempts.attempt(line, own.head, line.ancestry)
    if (attempt.kind !== 'clean' && attempt.kind !== 'clash') return undefined
    // The commits behind a clash are looked for in the group's own history.
    if (attempt.kind === 'clash') for (const { result } of own.earlier) folders.show(result, loose)
    const met = { tree: group, version: own.head, members: own.earlier }
    const standing =
      attempt.kind === 'clean'
        ? { ...attempt, settled: [] }
        : await this.#settle(line, { ...met, clash: attempt }, false)
    if (standing === undefined) return undefined
    const names = own.earlier.map(({ tree }) => tree)
    const amendment = await this.#fixes.amend(line, { ...standing, names, amended: own.amended })
    if (amendment.kind === 'clash') return undefined
    const { tree, due, idle } = amendment
    const { leaves } = await compareTrees(folders, line.tree, tree)
    const settled = [...standing.settled, ...amendment.settled]
    return { ...standing, tree, settled, due, idle, paths: new Set(leaves.map(({ path }) => path)) }
  }
}

/** A name for what conflicts may be settled by: the same name, the same answers. */
function settlingName(ground: SettlingGround | undefined): string {
  return ground === undefined ? '' : JSON.stringify([ground.resolutions, ground.automatic, ground.rules])
}

/** Why nothing of a tree goes in. */
function withoutVersion(admission: Admission): MergeOutcome {
  const { reason, tip } = admission
  if (isKeptOut(reason)) return { kind: 'held' }
  if (tip.state === 'refused') return { kind: 'refused', why: tip.why }
  return { kind: 'unreachable' }
}
