/** Where a branch leaves its marks: what two branches have to share before they can clash. Pure, but for looking up folders. */
import type { TreeFacts } from '../../base/model/facts.ts'

export interface Footprint {
  /** Raw paths that its own commits change. */
  readonly paths: ReadonlySet<string>
  /** All folders on the way to them. */
  readonly folders: ReadonlySet<string>
  readonly added: readonly string[]
  readonly deleted: readonly string[]
  /** Folders that are gone at its end: git takes them for renamed, and moves what others add there. */
  readonly vanished: ReadonlySet<string>
}

/** Whether its end has something at a raw path. */
export type Has = (path: string) => Promise<boolean>

/** Of its commits alone: what came with a merge of upstream is upstream's. */
export async function footprintOf({ commits }: Pick<TreeFacts, 'commits'>, has: Has): Promise<Footprint> {
  const changes = commits.flatMap((commit) => commit.changes)
  const paths = new Set(changes.map(({ path }) => path))
  const deleted = changes.flatMap(({ path, kind }) => (kind === 'deleted' ? [path] : []))
  const gone = deleted.flatMap((path) => foldersOf(path).slice(0, 1))
  const vanished = new Set<string>()
  for (const folder of new Set(gone)) {
    for (const above of [folder, ...foldersOf(folder)]) {
      if (vanished.has(above) || (await has(above))) break
      vanished.add(above)
    }
  }
  return {
    paths,
    folders: new Set([...paths].flatMap(foldersOf)),
    added: changes.flatMap(({ path, kind }) => (kind === 'added' ? [path] : [])),
    deleted,
    vanished,
  }
}

/** Two that share no path, stand in no file's way and rename no folder into which the other adds cannot clash by their own work. */
export function mayClash(one: Footprint, other: Footprint): boolean {
  return meets(one, other) || meets(other, one)
}

/**
 * Whether a conflict at a path is of its own work with the other's, rather than of what upstream did between the two. A renamed folder's
 * conflicts are told at paths that nobody has changed, a renamed file's at the name that only the other gave it.
 */
export function isNear(own: Footprint, other: Footprint, path: string): boolean {
  if (own.paths.has(path) || own.folders.has(path) || own.vanished.size > 0) return true
  return other.added.includes(path) && other.deleted.some((old) => own.paths.has(old))
}

function meets(one: Footprint, { paths, folders, added }: Footprint): boolean {
  for (const path of one.paths) if (paths.has(path) || folders.has(path)) return true
  return one.vanished.size > 0 && added.some((path) => foldersOf(path).some((folder) => one.vanished.has(folder)))
}

/** From the innermost out; the top of the tree is none. */
function foldersOf(path: string): string[] {
  const folders: string[] = []
  for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) folders.push(path.slice(0, at))
  return folders
}
