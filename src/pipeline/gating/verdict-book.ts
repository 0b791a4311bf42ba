/** What gates said: known verdicts are taken from the record, and a new one is put there before the next is asked for. */
import { join } from 'node:path'
import { addPack } from '../../base/git/pack.ts'
import { moveRefs } from '../../base/git/refs.ts'
import { resolveCommit } from '../../base/git/rev-parse.ts'
import type { Gate } from '../../base/model/gate.ts'
import { REF_SEARCHES, REF_VERDICTS, type RefName } from '../../base/model/names.ts'
import type { CommitOid, TreeOid } from '../../base/model/oid.ts'
import type { Person } from '../../base/model/person.ts'
import type { Verdict, VerdictKey, VerdictOutcome } from '../../base/model/verdict.ts'
import { OperatingError } from '../../base/std/operating-error.ts'
import { type ChainFile, extendChain } from '../../memory/record/chain.ts'
import { withIntegrationLock } from '../../memory/record/lock.ts'
import { againFile, wasSeenTwice } from '../../memory/record/searches.ts'
import { addVerdicts, type NewVerdict, readLog, readVerdict } from '../../memory/record/verdicts.ts'
import { typedCommand } from '../../stages/gate/pool/command.ts'
import { withClaim } from '../../stages/gate/claim.ts'
import { type Contents, contentsOf } from '../../stages/gate/contents.ts'
import type { Pool, Tried } from '../../stages/gate/pool/pool.ts'
import { verdictKey } from '../../stages/gate/verdict-key.ts'
import { warningsBeyond, warningsIn } from '../../stages/gate/words/warnings.ts'
import { holderOf } from '../holder.ts'
import { type Machine, openReading, type Reading, type Workspace } from '../workspace.ts'

/** Runs that a flaky gate's rate is measured by, those that showed it among them. */
const FLAKY_RUNS = 5

export interface BookSetting {
  readonly workspace: Workspace
  readonly machine: Machine
  /** Reads the record, and what the candidates are made of. */
  readonly reading: Reading
  readonly pool: Pool
  readonly by: Person
  /** Upstream by itself: what it warns of is nobody's news. */
  readonly upstream: TreeOid
}

export interface Answered {
  readonly verdict: Verdict
  /** Whether it was there already. */
  readonly isKnown: boolean
}

export class VerdictBook {
  readonly #setting: BookSetting
  readonly #verdicts = new Map<VerdictKey, Verdict>()
  readonly #twice = new Set<VerdictKey>()
  /** Asked here in an empty work tree. */
  readonly #clean = new Set<VerdictKey>()
  /** Under way, by what is asked. */
  readonly #asking = new Map<string, Promise<Answered>>()
  /** Not in the record yet. */
  readonly #open: { verdicts: NewVerdict[]; files: ChainFile[] } = { verdicts: [], files: [] }
  #keeping: Promise<void> = Promise.resolve()

  constructor(setting: BookSetting) {
    this.#setting = setting
  }

  /** Questions about that gate that can be asked at the same time. */
  slotsFor(gate: Gate): Promise<number> {
    return this.#setting.pool.slotsFor(gate)
  }

  /** With `clean`, what was built on top of something else counts for nothing. */
  async ask(gate: Gate, tree: TreeOid, { clean = false } = {}): Promise<Answered> {
    const { reading, pool } = this.#setting
    const contents = await contentsOf(reading.folders, tree, gate.inputs)
    const key = verdictKey(gate, contents, await pool.environment(gate))
    return this.#once(`ask ${key} ${clean}`, () => this.#askAs(key, gate, tree, { contents, clean }))
  }

  /** Candidates that come to the same for a gate may be asked about at the same time: the second takes what the first is told. */
  async #once(question: string, ask: () => Promise<Answered>): Promise<Answered> {
    const before = this.#asking.get(question)
    if (before !== undefined) return { ...(await before), isKnown: true }
    const asked = ask()
    this.#asking.set(question, asked)
    try {
      return await asked
    } finally {
      this.#asking.delete(question)
    }
  }

  async #askAs(
    key: VerdictKey,
    gate: Gate,
    tree: TreeOid,
    { contents, clean }: { readonly contents: Contents; readonly clean: boolean },
  ): Promise<Answered> {
    const { workspace, machine } = this.#setting
    const known = await this.#known(gate, key)
    const isTaken = !clean || gate.clean || this.#clean.has(key) || (await this.#wasSeenTwice(key))
    if (known !== undefined && isTaken) return { verdict: known, isKnown: true }
    const what = `another run asks the gate ${gate.name} the same, so its answer is waited for`
    const claim = {
      folder: join(workspace.gatesFolder, 'asked'),
      pid: machine.pid,
      stop: machine.git.setting.stop,
      onWait: () => machine.listen({ kind: 'warning', what }),
    }
    return withClaim(key, claim, async (waited) => {
      const found = waited && known === undefined ? await this.#known(gate, key) : undefined
      if (found !== undefined) return { verdict: found, isKnown: true }
      return this.#askNew(gate, { tree, contents }, clean)
    })
  }

  async #askNew(
    gate: Gate,
    { tree, contents }: { readonly tree: TreeOid; readonly contents: Contents },
    clean: boolean,
  ): Promise<Answered> {
    const tried = await this.#try(gate, tree, clean)
    this.#tellOfArtefacts(gate, tried)
    // Those who were to try it may have gone meanwhile, and others have tried it.
    const key = verdictKey(gate, contents, tried.environment)
    if (clean || gate.clean) this.#clean.add(key)
    const verdict = await this.#note(gate, { key, tree }, tried, await this.#withWarnings(gate, contents, tried))
    return { verdict, isKnown: false }
  }

  /** Every build there is goes through here, and is told of before and after. */
  async #try(gate: Gate, tree: TreeOid, clean: boolean): Promise<Tried> {
    const { pool, machine } = this.#setting
    machine.listen({ kind: 'probe-asked', gate: gate.name })
    const tried = await pool.try(gate, tree, { clean })
    machine.listen({ kind: 'probe-done', gate: gate.name })
    return tried
  }

  #tellOfArtefacts({ name }: Gate, { artefacts }: Tried): void {
    if (artefacts?.lack === undefined) return
    this.#setting.machine.listen({ kind: 'warning', what: `the artefacts of the gate ${name} ${artefacts.lack}` })
  }

  /** Warnings count only for a gate that is there for them, and only those that upstream by itself does not give. */
  async #withWarnings(gate: Gate, contents: Contents, { outcome, warnings }: Tried): Promise<VerdictOutcome> {
    const { upstream, reading } = this.#setting
    if (gate.kind !== 'warning' || outcome.kind !== 'passed' || warnings.length === 0) return outcome
    // The gate sees the same there, and would wait for its own answer.
    if (contents === (await contentsOf(reading.folders, upstream, gate.inputs))) return outcome
    const { verdict } = await this.ask(gate, upstream)
    const known = warningsIn((await readLog(reading.reader, verdict)).toString('utf8'))
    const news = warningsBeyond(warnings, known)
    return news.length === 0 ? outcome : { kind: 'warned', warnings: news }
  }

  /**
   * Asks a verdict's question a second time, with nothing in the work tree that earlier runs left: whoever is to be blamed by it has a
   * right to that. What fails now and passes then is flaky, and how often it fails is measured; but what passed only because something
   * was left over, and fails twice without that, failed.
   */
  askAgain(gate: Gate, first: Verdict): Promise<Answered> {
    return this.#once(`again ${first.key}`, () => this.#askSecond(gate, first))
  }

  async #askSecond(gate: Gate, first: Verdict): Promise<Answered> {
    const { key, tree } = first
    if (await this.#wasSeenTwice(key)) return { verdict: first, isKnown: true }
    const wasClean = gate.clean || this.#clean.has(key)
    const second = await this.#try(gate, tree, true)
    // A gate that could not be tried again leaves the first answer as it is, and nobody is sure of it.
    if (second.outcome.kind === 'could-not-run')
      return { verdict: { ...first, outcome: second.outcome }, isKnown: false }
    if (isPass(second.outcome) === isPass(first.outcome)) return this.#seenTwice(first)
    const third = await this.#try(gate, tree, true)
    const failed = [first, second, third].filter(({ outcome }) => !isPass(outcome)).length
    if (!wasClean && isPass(first.outcome) && failed === 2)
      return this.#seenTwice(await this.#note(gate, first, second, second.outcome))
    const outcome = await this.#measured(gate, tree, { failed, runs: 3 })
    return { verdict: await this.#note(gate, first, second, outcome), isKnown: false }
  }

  async #seenTwice(verdict: Verdict): Promise<Answered> {
    this.#twice.add(verdict.key)
    await this.keepFiles([againFile(verdict.key)])
    return { verdict, isKnown: false }
  }

  async #measured(
    gate: Gate,
    tree: TreeOid,
    so: { readonly failed: number; readonly runs: number },
  ): Promise<VerdictOutcome> {
    let { failed, runs } = so
    for (; runs < FLAKY_RUNS; runs += 1) {
      const { outcome } = await this.#try(gate, tree, true)
      if (outcome.kind === 'could-not-run') break
      if (!isPass(outcome)) failed += 1
    }
    return { kind: 'flaky', failed, runs }
  }

  /** What could not be tried is asked anew the next time, so it is not kept. */
  async #note(
    gate: Gate,
    { key, tree }: Pick<Verdict, 'key' | 'tree'>,
    { environment, log, tookMs }: Tried,
    outcome: VerdictOutcome,
  ): Promise<Verdict> {
    const at = this.#setting.machine.clock()
    const verdict = { key, gate: gate.name, tree, outcome, command: typedCommand(gate), environment, tookMs, at }
    if (outcome.kind === 'could-not-run') return { ...verdict, log: undefined }
    this.#verdicts.set(key, { ...verdict, log: undefined })
    this.#open.verdicts.push({ verdict, log })
    await this.#keep()
    return this.#verdicts.get(key) ?? { ...verdict, log: undefined }
  }

  async #known(gate: Gate, key: VerdictKey): Promise<Verdict | undefined> {
    const said = this.#verdicts.get(key)
    if (said !== undefined) return said
    const { reading, workspace } = this.#setting
    const { folders, reader } = reading
    const head = await resolveCommit(workspace.record.git, REF_VERDICTS)
    return readVerdict(folders, reader, head, { gate: gate.name, key })
  }

  async #wasSeenTwice(key: VerdictKey): Promise<boolean> {
    if (this.#twice.has(key)) return true
    const { workspace, reading } = this.#setting
    const head = await resolveCommit(workspace.record.git, REF_SEARCHES)
    return wasSeenTwice(reading.folders, reading.reader, head, key)
  }

  /** Adds files to the chain of searches. */
  async keepFiles(files: readonly ChainFile[]): Promise<void> {
    this.#open.files.push(...files)
    await this.#keep()
  }

  /** While another command has the record, what is new waits for the next time; at the end there is none. */
  async finish(): Promise<void> {
    await this.#keep()
    if (this.#open.verdicts.length + this.#open.files.length === 0) return
    this.#setting.machine.listen({
      kind: 'warning',
      what: 'another command had the record to the end, so what the gates said last is not on record; the next run asks again',
    })
  }

  /** One after the other: each extends the chain that the one before left. */
  #keep(): Promise<void> {
    this.#keeping = this.#keeping.then(async () => {
      try {
        await this.#write()
      } catch (error) {
        if (!(error instanceof OperatingError) || error.code !== 'busy') throw error
      }
    })
    return this.#keeping
  }

  async #write(): Promise<void> {
    const { workspace, machine } = this.#setting
    await withIntegrationLock(workspace.record, holderOf(machine), machine.listen, async () => {
      const { git } = workspace.record
      await using reading = openReading(git)
      const verdicts = this.#open.verdicts.slice()
      const files = this.#open.files.slice()
      const moves: { ref: RefName; from: CommitOid | undefined; to: CommitOid }[] = []
      const link = { by: this.#setting.by, at: machine.clock(), message: 'gates\n' }
      if (verdicts.length > 0) {
        const from = await resolveCommit(git, REF_VERDICTS)
        const added = await addVerdicts(reading.folders, reading.reader, { ...link, head: from, verdicts })
        for (const verdict of added.verdicts) this.#verdicts.set(verdict.key, verdict)
        moves.push({ ref: REF_VERDICTS, from, to: added.head })
      }
      if (files.length > 0) {
        const from = await resolveCommit(git, REF_SEARCHES)
        const to = await extendChain(reading.folders, reading.reader, { ...link, head: from, files, keeps: [] })
        moves.push({ ref: REF_SEARCHES, from, to })
      }
      if (moves.length === 0) return
      await addPack(git, [...reading.folders.made.values()])
      await moveRefs(git, moves)
      this.#open.verdicts.splice(0, verdicts.length)
      this.#open.files.splice(0, files.length)
    })
  }
}

function isPass({ kind }: VerdictOutcome): boolean {
  return kind === 'passed' || kind === 'warned'
}
