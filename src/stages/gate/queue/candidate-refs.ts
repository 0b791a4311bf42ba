/** Candidates stand in the record under refs of their run until its search ends, for workers to fetch them. */
import { describeObjects } from '../../../base/git/batch-check.ts'
import { makeCommit } from '../../../base/git/objects.ts'
import { moveRefs, readRefs } from '../../../base/git/refs.ts'
import type { Git } from '../../../base/git/spawn.ts'
import { storeMissing } from '../../../base/git/store-missing.ts'
import type { Instant } from '../../../base/model/instant.ts'
import type { RefName } from '../../../base/model/names.ts'
import type { CommitOid, Oid, TreeOid } from '../../../base/model/oid.ts'
import type { Person } from '../../../base/model/person.ts'
import { assert } from '../../../base/std/assert.ts'
import { distinct } from '../../../base/std/collections.ts'
import { Lanes } from '../../../base/std/lanes.ts'

const PREFIX = 'refs/tributary/candidates/'

export interface CandidateSetting {
  /** Where candidates are made: sees the record's objects too. */
  readonly shop: Git
  readonly record: Git
  readonly run: string
  /** Each candidate becomes a commit on top of it, so that a worker that has it is sent only what differs. */
  readonly onto: CommitOid
  readonly by: Person
  readonly at: Instant
}

interface Waiting {
  readonly candidate: CommitOid | TreeOid
  readonly kept: (commit: CommitOid) => void
  readonly failed: (error: unknown) => void
}

export class CandidateRefs implements AsyncDisposable {
  readonly #setting: CandidateSetting
  readonly #kept = new Map<Oid, Promise<CommitOid>>()
  #waiting: Waiting[] = []
  /** Refs in one folder are written one lot after the other. */
  readonly #lane = new Lanes(1)

  constructor(setting: CandidateSetting) {
    this.#setting = setting
  }

  /** Once this returns, workers can fetch it. Those that are asked for meanwhile are kept together: a lot takes hardly longer than one. */
  keep(candidate: CommitOid | TreeOid): Promise<CommitOid> {
    const known = this.#kept.get(candidate)
    if (known !== undefined) return known
    const keeping = new Promise<CommitOid>((kept, failed) => this.#waiting.push({ candidate, kept, failed }))
    this.#kept.set(candidate, keeping)
    void this.#lane.run(() => this.#keepWaiting())
    return keeping
  }

  async #keepWaiting(): Promise<void> {
    const lot = this.#waiting
    this.#waiting = []
    try {
      const commits = await this.#keepAll(lot.map(({ candidate }) => candidate))
      for (const [at, { kept, failed }] of lot.entries()) {
        const commit = commits[at]
        if (commit === undefined) failed(new Error('a candidate was not kept'))
        else kept(commit)
      }
    } catch (error) {
      for (const { failed } of lot) failed(error)
    }
  }

  async #keepAll(candidates: readonly (CommitOid | TreeOid)[]): Promise<CommitOid[]> {
    if (candidates.length === 0) return []
    const { shop, record, run, onto, by, at } = this.#setting
    const found = await describeObjects(
      shop,
      candidates.map((candidate) => `${candidate}^{tree}`),
    )
    assert(found.length === candidates.length, 'a candidate is there before it is asked about')
    const message = 'a candidate of a search\n'
    const commits = found.map(({ oid }) => makeCommit({ tree: oid as TreeOid, parents: [onto], by, at, message }))
    await storeMissing({ from: shop, to: record, commits, have: onto })
    const oids = commits.map(({ oid }) => oid)
    await moveRefs(
      record,
      distinct(oids).map((oid) => ({ ref: `${PREFIX}${run}/${oid}` as RefName, from: undefined, to: oid })),
    )
    return oids
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await removeRefs(this.#setting.record, `${PREFIX}${this.#setting.run}/`)
  }
}

/** Those of runs that are no more: `isRunning` is asked once for each run. */
export async function forgetDead(record: Git, isRunning: (run: string) => Promise<boolean>): Promise<void> {
  const names = [...(await readRefs(record, [PREFIX])).keys()]
  for (const run of new Set(names.map((name) => name.slice(PREFIX.length).split('/')[0] ?? '')))
    if (run !== '' && !(await isRunning(run))) await removeRefs(record, `${PREFIX}${run}/`)
}

async function removeRefs(record: Git, prefix: string): Promise<void> {
  const refs = [...(await readRefs(record, [prefix])).values()]
  await moveRefs(
    record,
    refs.map(({ name, oid }) => ({ ref: name, from: oid, to: undefined })),
  )
}
