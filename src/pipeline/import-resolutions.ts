/** Takes what git's rerere has learned, an `rr-cache`, into the record. */
import { stat } from 'node:fs/promises'
import type { GitObject } from '../base/git/objects.ts'
import type { Instant } from '../base/model/instant.ts'
import type { Person } from '../base/model/person.ts'
import type { Resolution } from '../base/model/resolution.ts'
import { usageError } from '../base/std/operating-error.ts'
import { oneLine } from '../base/text/printable.ts'
import { withIntegrationLock } from '../memory/record/lock.ts'
import { type CacheFault, judgePair } from '../memory/resolutions/rr-cache/answer.ts'
import { importedResolution, imagesKey, imagesOf } from '../memory/resolutions/rr-cache/imported.ts'
import { type CacheItem, readCache } from '../memory/resolutions/rr-cache/read-cache.ts'
import { readResolutions } from '../memory/resolutions/store.ts'
import { holderOf } from './holder.ts'
import { keepResolutions } from './keep-resolutions.ts'
import { look } from './look.ts'
import { rosterOf } from './roster.ts'
import type { Machine, Workspace } from './workspace.ts'

/** Most that one import takes, in bytes: it is held in memory until it is written, as one commit. */
const IMPORT_MAX_BYTES = 512 * 1024 * 1024

export interface Refusal {
  /** As the folder has it: not printable yet. */
  readonly name: string
  readonly why: CacheFault
}

export interface Import {
  readonly imported: readonly Resolution[]
  /** How many are on record already, in force or not. */
  readonly known: number
  readonly refused: readonly Refusal[]
}

export interface ImportWish {
  readonly folder: string
  readonly dryRun: boolean
}

/** What is sound becomes resolutions, under the integrator's name and the date of the answer; the rest is told. */
export async function importResolutions(workspace: Workspace, machine: Machine, wish: ImportWish): Promise<Import> {
  const { folder, dryRun } = wish
  if (!(await isFolder(folder)))
    throw usageError(
      `${oneLine(folder)} is no folder that can be read`,
      'Name the folder rr-cache of a repository: tributary resolutions import ../linux/.git/rr-cache',
    )
  const by = (await rosterOf(workspace)).project.integrator
  const student = new Importer(await keysOnRecord(workspace), by, machine.clock())
  for await (const item of readCache(folder)) student.hear(item)
  const { imported, blobs } = student
  if (imported.length > 0 && !dryRun) {
    const message = `import: ${imported.length} from an rr-cache\n`
    const keeping = { from: workspace.record.git, resolutions: imported, blobs, by, at: machine.clock(), message }
    await withIntegrationLock(workspace.record, holderOf(machine), machine.listen, (lock) =>
      keepResolutions(workspace, keeping, lock),
    )
  }
  return { imported, known: student.known, refused: student.refused }
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() === true
}

async function keysOnRecord(workspace: Workspace): Promise<Set<string>> {
  await using looked = await look(workspace)
  const { resolutions } = await readResolutions(looked.folders, looked.reader, looked.heads.resolutions)
  const images = resolutions.flatMap(({ files }) => files.flatMap((file) => imagesOf(file) ?? []))
  return new Set(images.map(imagesKey))
}

/** Hears of answers one by one, and remembers what is new. */
class Importer {
  readonly #keys: Set<string>
  readonly #by: Person
  readonly #now: Instant
  #bytes = 0
  known = 0
  readonly imported: Resolution[] = []
  readonly blobs: GitObject[] = []
  readonly refused: Refusal[] = []

  constructor(keys: Set<string>, by: Person, now: Instant) {
    this.#keys = keys
    this.#by = by
    this.#now = now
  }

  hear(item: CacheItem): void {
    const { name } = item
    if (item.kind === 'refused') {
      this.refused.push({ name, why: item.why })
      return
    }
    const judged = judgePair(item)
    if (judged.kind === 'refused') {
      this.refused.push({ name, why: judged.why })
      return
    }
    // An answer cannot be younger than today, whatever the file's date says: what is revoked later must stay revoked.
    const at = { ...this.#now, epochSeconds: Math.min(item.modified, this.#now.epochSeconds) }
    const { resolution, blobs } = importedResolution({ pair: item, passages: judged.passages, by: this.#by, at })
    const key = resolution.files.flatMap((file) => imagesOf(file) ?? []).map(imagesKey)[0] ?? ''
    if (this.#keys.has(key)) this.known += 1
    else if (this.#bytes > IMPORT_MAX_BYTES) this.refused.push({ name, why: 'too-much' })
    else {
      this.#keys.add(key)
      this.#bytes += item.preimage.length + item.postimage.length
      this.imported.push(resolution)
      this.blobs.push(...blobs)
    }
  }
}
