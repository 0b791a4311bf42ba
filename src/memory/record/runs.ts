/** Releases in the record: for each a folder with what was decided, what came of it, and the configuration it was made with. */
import type { Folders } from '../../base/git/folders.ts'
import type { ObjectReader } from '../../base/git/object-reader.ts'
import { MODE_SUBMODULE, parseCommit } from '../../base/git/objects.ts'
import { parseReleaseName, type ReleaseName, releaseDay } from '../../base/model/names.ts'
import { type CommitOid, commitOid } from '../../base/model/oid.ts'
import type { Report } from '../../base/model/report.ts'
import type { Release, RunRecord } from '../../base/model/run.ts'
import { byText, distinct } from '../../base/std/collections.ts'
import { type ChainFile, type ChainObject, readChainFile, rootOf } from './chain.ts'
import { parseJson } from './json.ts'

/** What a run leaves in the record. Reports are kept so that the outbox can be brought up to date after a crash. */
export interface RunFiles {
  readonly release: ReleaseName
  readonly commit: CommitOid
  readonly record: string
  readonly configuration: string
  readonly reports: readonly Report[]
}

/** `2026/next-20260114/…`: a year's releases stand together, so that no folder grows without end. */
function folderOf(release: ReleaseName): string {
  return `${releaseDay(release).day.slice(0, 4)}/${release}`
}

export function runFiles(files: RunFiles): ChainFile[] {
  const folder = folderOf(files.release)
  return [
    { path: `${folder}/commit`, content: `${files.commit}\n` },
    { path: `${folder}/run.json`, content: files.record },
    { path: `${folder}/tributary.toml`, content: files.configuration },
    { path: `${folder}/reports.json`, content: `${JSON.stringify(files.reports, null, 1)}\n` },
  ]
}

/** What the sides of conflicts hold: named by the record, and often in no tree that a release or a tip keeps alive. */
export function conflictBlobs(record: RunRecord): ChainObject[] {
  const stages = record.conflicts.flatMap(({ base, ours, theirs }) => [base, ours, theirs])
  const oids = stages.flatMap((stage) => (stage === undefined || stage.mode === MODE_SUBMODULE ? [] : [stage.oid]))
  return distinct(oids).map((oid) => ({ path: `${folderOf(record.plan.release)}/blobs/${oid}`, oid }))
}

/** Text of run.json: one line a tree and a conflict, so that it diffs well and costs little to write. */
export function formatRunRecord(record: RunRecord): string {
  const { plan, trees, groups, conflicts, retired, contentTree } = record
  const lines = (items: readonly unknown[]): string =>
    items.length === 0 ? '[]' : `[\n${items.map((item) => `    ${JSON.stringify(item)}`).join(',\n')}\n  ]`
  const { trees: planned, ...rest } = plan
  const head = Object.entries(rest)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `    ${JSON.stringify(key)}: ${JSON.stringify(value)}`)
  const planText = `{\n${head.join(',\n')},\n    "trees": ${lines(planned)}\n  }`
  const retiredText = retired === undefined ? '' : `,\n  "retired": ${JSON.stringify(retired)}`
  return `{\n  "format": 1,\n  "plan": ${planText},\n  "contentTree": ${JSON.stringify(contentTree)},\n  "groups": ${lines(groups)},\n  "trees": ${lines(trees)},\n  "conflicts": ${lines(conflicts)}${retiredText}\n}\n`
}

export class RunChain {
  readonly #folders: Folders
  readonly #reader: ObjectReader
  readonly head: CommitOid | undefined

  constructor(folders: Folders, reader: ObjectReader, head: CommitOid | undefined) {
    this.#folders = folders
    this.#reader = reader
    this.head = head
  }

  /** All releases, oldest first. */
  async releases(): Promise<ReleaseName[]> {
    if (this.head === undefined) return []
    const root = await this.#folders.load(await rootOf(this.#reader, this.head))
    const years = await Promise.all([...root.slots.keys()].map((year) => this.#names(year)))
    return years.flat().sort(byDayAndPlace)
  }

  async #names(year: string): Promise<ReleaseName[]> {
    if (this.head === undefined) return []
    const entry = await this.#folders.at(await rootOf(this.#reader, this.head), year)
    const folder = entry && (await this.#folders.load(entry.oid as never))
    return [...(folder?.slots.keys() ?? [])] as ReleaseName[]
  }

  /** The release that was made last, whatever day it is for: the head's own message names it. */
  async latest(): Promise<ReleaseName | undefined> {
    if (this.head === undefined) return undefined
    const { message } = parseCommit(await this.#reader.read(this.head, 'commit'))
    return parseReleaseName(message.trim())
  }

  async read(release: ReleaseName): Promise<Release | undefined> {
    const [commit, record] = await Promise.all([this.commit(release), this.#file(release, 'run.json')])
    if (commit === undefined || record === undefined) return undefined
    return {
      name: release,
      commit,
      tree: await rootOf(this.#reader, commit),
      record: parseJson<RunRecord>(record, `run ${release}`),
    }
  }

  async commit(release: ReleaseName): Promise<CommitOid | undefined> {
    const text = await this.#file(release, 'commit')
    return text === undefined ? undefined : commitOid(text.trim())
  }

  configuration(release: ReleaseName): Promise<string | undefined> {
    return this.#file(release, 'tributary.toml')
  }

  /** The mails that a release was told by. */
  async reports(release: ReleaseName): Promise<readonly Report[]> {
    const text = await this.#file(release, 'reports.json')
    return text === undefined ? [] : parseJson<Report[]>(text, `mails of ${release}`)
  }

  #file(release: ReleaseName, name: string): Promise<string | undefined> {
    return readChainFile(this.#folders, this.#reader, this.head, `${folderOf(release)}/${name}`)
  }
}

function byDayAndPlace(a: ReleaseName, b: ReleaseName): number {
  const one = releaseDay(a)
  const two = releaseDay(b)
  return byText(one.day, two.day) || one.place - two.place
}
