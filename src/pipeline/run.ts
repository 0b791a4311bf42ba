/** The whole product on one screen: fetch, admit, integrate, publish, report. */
import { addPack } from '../base/git/pack.ts'
import { RefMover } from '../base/git/refs.ts'
import { gitVersion } from '../base/git/version.ts'
import { type Instant, isoDay } from '../base/model/instant.ts'
import { branchRef } from '../base/model/names.ts'
import type { Roster } from '../base/model/roster.ts'
import type { Plan, Release } from '../base/model/run.ts'
import { OperatingError } from '../base/std/operating-error.ts'
import { type IntegrationLock, withIntegrationLock } from '../memory/record/lock.ts'
import { admit } from '../stages/admit/admit.ts'
import { type Integrated, integrate } from '../stages/integrate/integrate.ts'
import type { Memo } from '../stages/integrate/memo.ts'
import { loadMemo, type MemoKey, saveMemo } from '../stages/integrate/memo-file.ts'
import { saveMerges } from '../stages/integrate/merges-file.ts'
import { openWorkshop, type Workshop } from '../stages/integrate/workshop.ts'
import { assembleRelease } from '../stages/publish/assemble.ts'
import { commitRun } from '../stages/publish/commit-point.ts'
import { standingOf } from '../stages/publish/roll-forward.ts'
import { makeRunRecord } from '../stages/publish/run-record.ts'
import { mergeAttributes } from './attributes.ts'
import { catchUp, type FollowUp, followUp } from './catch-up.ts'
import { fetchAll } from './fetch.ts'
import { gather, type Ground, type Heads, NOTHING_RULED, readHeads, type Ruled, type Start, start } from './ground.ts'
import { holderOf } from './holder.ts'
import { judgeForRun } from './judging/judge-run.ts'
import { linkRun } from './link-run.ts'
import { makePlan, sameInputs } from './plan.ts'
import { publishResolutions } from './publish-resolutions.ts'
import { pushPending } from './push.ts'
import { openSettling, retiredFixes } from './settling.ts'
import { recordFiles } from './record-files.ts'
import { composeMails } from './mails.ts'
import { splitsOf } from './topics/splits.ts'
import { keepUp } from './upkeep.ts'
import type { Machine, Workspace } from './workspace.ts'

export interface RunOptions {
  /** Takes the tips as they are in the record. */
  readonly offline: boolean
  /** Stops before anything is published. */
  readonly dryRun: boolean
  /** Whether with this roster it stops there, too: others have to be asked first. */
  readonly isDraft?: (roster: Roster) => boolean
  /** The tips were fetched a moment ago, by the command that asks for this. */
  readonly isFetched?: boolean
  /** The moment the release is for; now when left out. */
  readonly at: Instant | undefined
}

export type RunOutcome =
  | { readonly kind: 'released'; readonly release: Release; readonly previous: Release | undefined }
  /** No input changed since the last release. */
  | { readonly kind: 'unchanged'; readonly release: Release }
  /** What would be released. */
  | { readonly kind: 'planned'; readonly release: Release; readonly previous: Release | undefined }

export interface RunReport {
  /** As the run took it. */
  readonly roster: Roster
  readonly outcome: RunOutcome
  readonly timingsMs: Timings
  readonly counts: Integrated['counts'] | undefined
  /** How many findings of rules there are that nobody has accepted; undefined when none was asked. */
  readonly findings?: number | undefined
  /** The combined diff of each conflict, by its id; undefined when nothing was merged. */
  readonly diffs?: Integrated['diffs']
}

export type Timings = Readonly<{ [step: string]: number }>

export function run(workspace: Workspace, machine: Machine, options: RunOptions): Promise<RunReport> {
  return withIntegrationLock(workspace.record, holderOf(machine), machine.listen, (lock) =>
    new Run(workspace, machine, options, lock).go(),
  )
}

class Run {
  readonly #workspace: Workspace
  readonly #machine: Machine
  readonly #options: RunOptions
  readonly #lock: IntegrationLock
  readonly #timings: { [step: string]: number } = {}

  constructor(workspace: Workspace, machine: Machine, options: RunOptions, lock: IntegrationLock) {
    this.#workspace = workspace
    this.#machine = machine
    this.#options = options
    this.#lock = lock
  }

  async go(): Promise<RunReport> {
    const { git, pid, scratchFolder } = this.#machine
    const recordDir = this.#workspace.record.gitDir
    const now = this.#options.at ?? this.#machine.clock()
    // All of this is asked at once: each answer takes a process or a disk a few milliseconds. A failure is met where the answer is wanted.
    const asked = gitVersion(git)
    const heads = readHeads(this.#workspace)
    const begun = start(this.#workspace, heads)
    const memoKey = Promise.all([heads, asked]).then(([{ runs }, version]) => ({ runs, gitVersion: version }))
    const remembered = loadMemo(this.#workspace.memoPath, memoKey)
    for (const question of [asked, begun, remembered]) question.catch(() => undefined)
    await using shop = await openWorkshop(git, { recordDir, scratchFolder, pid, gitVersion: asked })
    const version = await asked
    const isMoved = await this.#bringUpToDate(shop, await heads, begun, now)
    const gathered = await this.#timed('gather', async () => {
      const from = isMoved ? { ...(await begun), heads: await readHeads(this.#workspace) } : await begun
      return gather(from, this.#workspace, shop, now)
    })
    const ground = { ...gathered, ruled: await this.#judge(gathered, now) }
    const memo = await remembered
    const admissions = admit({
      trees: ground.roster.trees,
      tips: ground.tips,
      decisions: ground.decisions,
      past: ground.past,
      kept: ground.kept,
      holds: ground.ruled.holds,
      splits: await splitsOf(shop, ground),
      now,
    })
    const draft = makePlan({
      ...ground,
      admissions,
      instant: now,
      releases: await ground.runs.releases(),
      decisions: ground.heads.decisions,
      previousRun: ground.heads.runs,
      resolutions: ground.heads.resolutions,
      retired: retiredFixes(ground.previous?.record),
      gitVersion: version,
    })
    if (ground.previous && sameInputs(draft, ground.previous.record.plan)) {
      await this.#push(shop, ground, ground.previous)
      await this.#keepUp(ground.roster)
      return this.#report(ground, { kind: 'unchanged', release: ground.previous }, undefined)
    }
    const attributes = mergeAttributes(shop, memo, ground.upstreamTip)
    const signature = { by: draft.integrator, at: draft.instant }
    using settling = await openSettling(this.#workspace, shop, draft.settling)
    const order = { upstream: ground.upstreamTip, admissions, signature, attributes, settling: settling.ground }
    const integrated = await this.#timed('integrate', () =>
      integrate(shop, { ...order, listen: this.#machine.listen }, memo),
    )
    // Awaited here: the workshop closes when this function returns.
    return await this.#publish(shop, ground, { ...draft, attributes: await attributes }, integrated, memo)
  }

  /** Finishes what an earlier command left open, and fetches; whether refs of the record have moved since `heads` were read. */
  async #bringUpToDate(shop: Workshop, heads: Heads, begun: Promise<Start>, now: Instant): Promise<boolean> {
    const { listen } = this.#machine
    const caught = await this.#timed('catchUp', () =>
      catchUp(this.#workspace, listen, { heads, reading: shop }, this.#lock),
    )
    const fetches = !this.#options.offline && this.#options.isFetched !== true
    if (fetches) await this.#timed('fetch', async () => this.#fetch((await begun).roster, now))
    return caught === 'finished' || fetches
  }

  /** What is seen now is noted as of the release's own moment, so that a release for a day tells of that day alone. */
  async #fetch(roster: Roster, now: Instant): Promise<void> {
    const machine = { ...this.#machine, clock: () => now }
    const { upstream } = await fetchAll(this.#workspace, machine, roster, this.#lock)
    // Without any version of it, gathering says that there is nothing to merge onto.
    if (!('since' in upstream) || upstream.commit === undefined) return
    const why = 'why' in upstream ? upstream.why : 'the branch is not there'
    this.#machine.listen({
      kind: 'warning',
      what: `upstream cannot be fetched since ${isoDay(upstream.since)}, so trees are merged onto its last version: ${why}`,
    })
  }

  /** What rules find in the trees comes before they are admitted. */
  async #judge(ground: Ground, now: Instant): Promise<Ruled> {
    if (ground.roster.rules === undefined) return NOTHING_RULED
    const keeping = this.#options.dryRun ? 'nothing' : this.#lock
    return this.#timed('judge', () => judgeForRun(this.#workspace, this.#machine, ground, now, keeping))
  }

  async #publish(shop: Workshop, ground: Ground, plan: Plan, integrated: Integrated, memo: Memo): Promise<RunReport> {
    const { previous } = ground
    // Only mails tell of it, so it is counted while the release is put together.
    const diffStat = this.#isDraft(ground.roster) ? undefined : integrated.diffStat()
    diffStat?.catch(() => undefined)
    const record = makeRunRecord(plan, integrated)
    const { files, mergeLog } = await recordFiles(shop, record)
    const release = await assembleRelease(shop.folders, integrated.head, record, files)
    if (diffStat === undefined) return this.#report(ground, { kind: 'planned', release, previous }, integrated)
    await using mover = new RefMover(this.#workspace.record.git)
    const reports = await this.#timed('report', () =>
      composeMails(this.#workspace, shop, ground, release, { integrated, mergeLog, diffStat }),
    )
    const link = await linkRun(shop, ground, release, integrated, reports)
    const kept = await this.#timed('publish', async () => {
      const stored = addPack(this.#workspace.record.git, [...shop.folders.made.values()])
      // While the disk is at work. What is kept for a run that does not come to be is passed over.
      const memoKept = this.#remember({ runs: link.head, gitVersion: plan.gitVersion }, integrated, memo)
      await stored
      await commitRun(mover, ground.heads.runs, link.head, this.#lock)
      return { memo: memoKept }
    })
    await this.#timed('rollForward', () => this.#rollForward(mover, ground, link.follow))
    await kept.memo
    await this.#push(shop, ground, release)
    this.#machine.listen({ kind: 'release-published', release: release.name, commit: release.commit })
    await this.#keepUp(ground.roster)
    return this.#report(ground, { kind: 'released', release, previous }, integrated)
  }

  /** Branch and tag are taken to stand where they did when the run began; if they do not, they are looked at again. */
  async #rollForward(mover: RefMover, ground: Ground, follow: FollowUp): Promise<void> {
    const branch = ground.heads.refs.get(branchRef(ground.roster.project.prefix))?.oid
    try {
      await followUp(this.#workspace, mover, { ...follow, standing: { branch, hasTag: false } }, this.#lock)
    } catch (error) {
      if (!(error instanceof OperatingError) || error.code !== 'busy') throw error
      const { record } = this.#workspace
      await using again = new RefMover(record.git)
      const standing = await standingOf(record, follow.release)
      await followUp(this.#workspace, again, { ...follow, standing }, this.#lock)
    }
  }

  /** Without these the next run and the next try only take longer. */
  async #remember(key: MemoKey, { head, earlier }: Integrated, memo: Memo): Promise<void> {
    const { memoPath, mergesPath } = this.#workspace
    try {
      await saveMemo(memoPath, key, memo)
      await saveMerges(mergesPath, key, { head, earlier }, this.#machine.pid)
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      this.#machine.listen({ kind: 'warning', what: `what this run learned was not kept for the next: ${why}` })
    }
  }

  /** A release that is out. What an earlier run could not push is pushed also where this one only drafts. */
  async #push(shop: Workshop, ground: Ground, release: Release): Promise<void> {
    if (this.#options.offline || this.#options.dryRun) return
    await this.#timed('push', async () => {
      await pushPending(this.#workspace, this.#machine, shop, ground.roster, release)
      await publishResolutions(this.#workspace, this.#machine, ground.roster)
    })
  }

  async #keepUp(roster: Roster): Promise<void> {
    if (this.#isDraft(roster)) return
    await this.#timed('upkeep', () => keepUp(this.#workspace, this.#machine, this.#lock))
  }

  #isDraft(roster: Roster): boolean {
    return this.#options.dryRun || this.#options.isDraft?.(roster) === true
  }

  async #timed<Result>(step: string, work: () => Promise<Result>): Promise<Result> {
    const start = this.#machine.stopwatch()
    const result = await work()
    this.#timings[step] = Math.round((this.#machine.stopwatch() - start) * 10) / 10
    return result
  }

  #report({ roster, ruled }: Ground, outcome: RunOutcome, integrated: Integrated | undefined): RunReport {
    const diffs = integrated === undefined ? {} : { diffs: integrated.diffs }
    return { roster, outcome, counts: integrated?.counts, findings: ruled.standing, timingsMs: this.#timings, ...diffs }
  }
}
