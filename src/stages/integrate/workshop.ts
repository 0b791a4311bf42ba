/** Where merging happens: a throw-away repository beside the record, with the processes that work in it. */
import { LooseObjects } from '../../base/git/loose-objects.ts'
import { Merger } from '../../base/git/merge-tree.ts'
import { ObjectReader } from '../../base/git/object-reader.ts'
import { createScratch, type Scratch } from '../../base/git/scratch.ts'
import type { Git } from '../../base/git/spawn.ts'
import { Folders } from '../../base/git/folders.ts'

export interface Workshop extends AsyncDisposable {
  readonly scratch: Scratch
  /** Bound to the throw-away repository. */
  readonly git: Git
  readonly reader: ObjectReader
  readonly loose: LooseObjects
  readonly merger: Merger
  readonly folders: Folders
}

export interface WorkshopSetting {
  /** The record's folder. */
  readonly recordDir: string
  /** Where throw-away repositories may stand: in memory when there is room. */
  readonly scratchFolder: string
  readonly pid: number
  /** Upstream's merge attributes, which decide how `ort` merges a path's content. */
  readonly attributes: readonly string[]
}

export async function openWorkshop(git: Git, setting: WorkshopSetting): Promise<Workshop> {
  const scratch = await createScratch(git, {
    folder: setting.scratchFolder,
    purpose: 'merge',
    pid: setting.pid,
    gitDir: setting.recordDir,
    attributes: setting.attributes,
  })
  const reader = new ObjectReader(scratch.git)
  const merger = new Merger(scratch.git)
  return {
    scratch,
    git: scratch.git,
    reader,
    loose: new LooseObjects(scratch.objectsDir),
    merger,
    folders: new Folders(reader),
    async [Symbol.asyncDispose]() {
      await reader[Symbol.asyncDispose]()
      await merger[Symbol.asyncDispose]()
      await scratch[Symbol.asyncDispose]()
    },
  }
}
