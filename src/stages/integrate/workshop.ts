/** Where merging happens: a throw-away repository beside the record, with the processes that work in it. */
import { writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DiffPrinter } from '../../base/git/diff-printer.ts'
import { LooseObjects } from '../../base/git/loose-objects.ts'
import { Merger } from '../../base/git/merge-tree.ts'
import { ObjectReader } from '../../base/git/object-reader.ts'
import { createScratch, deadScratches, type Scratch } from '../../base/git/scratch.ts'
import type { Git } from '../../base/git/spawn.ts'
import { flushesAnswers, gitVersion } from '../../base/git/version.ts'
import { Folders } from '../../base/git/folders.ts'

const PURPOSE = 'merge'

export interface Workshop extends AsyncDisposable {
  readonly scratch: Scratch
  /** Bound to the throw-away repository. */
  readonly git: Git
  readonly reader: ObjectReader
  readonly loose: LooseObjects
  readonly merger: Merger
  /** Another one, for work that can be shared; its process starts when it is first asked. */
  readonly second: Merger
  readonly printer: DiffPrinter
  /** Upstream's merge attributes; none until they are set. */
  readonly attributes: readonly string[]
  readonly folders: Folders
  /** Sets upstream's merge attributes, which decide how `ort` merges contents; before the first merge. */
  useAttributes(lines: readonly string[]): void
}

export interface WorkshopSetting {
  /** The record's folder. */
  readonly recordDir: string
  /** Where throw-away repositories may stand: in memory when there is room. */
  readonly scratchFolder: string
  readonly pid: number
  /** Where it has been asked for already. */
  readonly gitVersion?: Promise<string>
}

export async function openWorkshop(git: Git, setting: WorkshopSetting): Promise<Workshop> {
  // They stand in memory: what killed runs left would stay there until the machine is started anew.
  for (const dead of await deadScratches(setting.scratchFolder, PURPOSE))
    await rm(dead, { recursive: true, force: true })
  const asked = setting.gitVersion ?? gitVersion(git)
  asked.catch(() => undefined)
  const { scratchFolder: folder, pid, recordDir: gitDir } = setting
  const scratch = await createScratch(git, { folder, purpose: PURPOSE, pid, gitDir })
  const version = await asked.catch(async (error: unknown) => {
    await scratch[Symbol.asyncDispose]()
    throw error
  })
  const reader = new ObjectReader(scratch.git)
  const loose = new LooseObjects(scratch.objectsDir)
  const newMerger = (): Merger => new Merger(scratch.git, flushesAnswers(version))
  const merger = newMerger()
  const second = newMerger()
  const printer = new DiffPrinter(scratch.git)
  let attributes: readonly string[] = []
  return {
    scratch,
    git: scratch.git,
    reader,
    loose,
    merger,
    second,
    printer,
    get attributes() {
      return attributes
    },
    folders: new Folders(reader, loose),
    useAttributes(lines) {
      attributes = lines
      writeFileSync(join(scratch.gitDir, 'info', 'attributes'), lines.map((line) => `${line}\n`).join(''))
    },
    async [Symbol.asyncDispose]() {
      await reader[Symbol.asyncDispose]()
      await merger[Symbol.asyncDispose]()
      await second[Symbol.asyncDispose]()
      await printer[Symbol.asyncDispose]()
      await scratch[Symbol.asyncDispose]()
    },
  }
}
