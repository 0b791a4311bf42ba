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

export class CandidateRefs implements AsyncDisposable {
  readonly #setting: CandidateSetting
  readonly #kept = new Map<Oid, Promise<CommitOid>>()
  /** Refs in one folder are written one after the other. */
  readonly #lane = new Lanes(1)

  constructor(setting: CandidateSetting) {
    this.#setting = setting
  }

  /** Once this returns, workers can fetch it. */
  keep(candidate: CommitOid | TreeOid): Promise<CommitOid> {
    const kept = this.#kept.get(candidate) ?? this.#lane.run(() => this.#keep(candidate))
    this.#kept.set(candidate, kept)
    return kept
  }

  async #keep(candidate: CommitOid | TreeOid): Promise<CommitOid> {
    const { shop, record, run, onto, by, at } = this.#setting
    const [found] = await describeObjects(shop, [`${candidate}^{tree}`])
    assert(found !== undefined, 'a candidate is there before it is asked about')
    const tree = found.oid as TreeOid
    const commit = makeCommit({ tree, parents: [onto], by, at, message: 'a candidate of a search\n' })
    await storeMissing({ from: shop, to: record, commit, have: onto })
    await moveRefs(record, [{ ref: `${PREFIX}${run}/${commit.oid}` as RefName, from: undefined, to: commit.oid }])
    return commit.oid
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
