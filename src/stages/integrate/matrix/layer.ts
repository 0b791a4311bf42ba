/** What changed between two trees, laid out so that two such layers can be held against each other quickly. */
import type { Change } from '../../../base/git/diff-tree.ts'
import type { Folders } from '../../../base/git/folders.ts'
import { MODE_FOLDER } from '../../../base/git/objects.ts'
import type { TreeOid } from '../../../base/model/oid.ts'

export interface Layer {
  readonly changes: ReadonlyMap<string, Change>
  /** Paths that were not there before. */
  readonly added: ReadonlySet<string>
  /** Folders above them. */
  readonly addedIn: ReadonlySet<string>
  /** Folders above all changed paths. */
  readonly folders: ReadonlySet<string>
  /** Folders that are there no more: only these can be renamed as wholes. */
  readonly gone: ReadonlySet<string>
  /** Files that gave way to a folder, or folders to a file. */
  readonly swaps: ReadonlySet<string>
}

/** What a layer follows from; the rest is laid out anew. */
export interface LayerFacts {
  readonly changes: readonly Change[]
  readonly gone: readonly string[]
}

export const NO_LAYER: Layer = layOut({ changes: [], gone: [] })

export async function layerFacts(folders: Folders, to: TreeOid, changes: readonly Change[]): Promise<LayerFacts> {
  const emptied = new Set<string>()
  for (const { path, newMode } of changes) if (newMode === 0) addFolders(path, emptied)
  const gone: string[] = []
  for (const folder of emptied) if ((await folders.at(to, folder))?.mode !== MODE_FOLDER) gone.push(folder)
  return { changes, gone }
}

export function layOut({ changes, gone }: LayerFacts): Layer {
  const added = new Set<string>()
  const addedIn = new Set<string>()
  const folders = new Set<string>()
  for (const { path, oldMode } of changes) {
    addFolders(path, folders)
    if (oldMode !== 0) continue
    added.add(path)
    addFolders(path, addedIn)
  }
  const swaps = new Set(changes.map(({ path }) => path).filter((path) => folders.has(path)))
  const byPath = new Map(changes.map((change) => [change.path, change]))
  return { changes: byPath, added, addedIn, folders, gone: new Set(gone), swaps }
}

function addFolders(path: string, folders: Set<string>): void {
  for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
    const folder = path.slice(0, slash)
    if (folders.has(folder)) return
    folders.add(folder)
  }
}

/** How two layers on one base stand to each other. */
export interface Meeting {
  /** Folders are in play: what becomes of the two only git can tell. */
  readonly folders: boolean
  /** Paths that both changed. */
  readonly paths: readonly string[]
}

export function meet(one: Layer, other: Layer): Meeting | undefined {
  const folders =
    touch(one.addedIn, other.gone) ||
    touch(one.gone, other.addedIn) ||
    touch(one.addedIn, other.added) ||
    touch(one.added, other.addedIn) ||
    touch(one.swaps, other.folders) ||
    touch(one.folders, other.swaps)
  const [small, large] = one.changes.size < other.changes.size ? [one, other] : [other, one]
  const paths = [...small.changes.keys()].filter((path) => large.changes.has(path))
  return folders || paths.length > 0 ? { folders, paths } : undefined
}

function touch(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  const [small, large] = one.size < other.size ? [one, other] : [other, one]
  for (const item of small) if (large.has(item)) return true
  return false
}
