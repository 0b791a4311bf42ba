/** Chains of commits whose trees hold immutable files: what refs/tributary/* are made of. */
import { compareTrees } from '../../base/git/compare-trees.ts'
import type { Folders } from '../../base/git/folders.ts'
import { makeBlob, makeCommit, MODE_FILE, parseCommit } from '../../base/git/objects.ts'
import type { ObjectReader } from '../../base/git/object-reader.ts'
import { overlay } from '../../base/git/overlay.ts'
import type { Instant } from '../../base/model/instant.ts'
import { type BlobOid, type CommitOid, EMPTY_TREE, type TreeOid } from '../../base/model/oid.ts'
import type { Person } from '../../base/model/person.ts'

export interface ChainFile {
  readonly path: string
  readonly content: string
}

export interface ChainObject {
  readonly path: string
  readonly oid: BlobOid
}

export interface ChainLink {
  readonly head: CommitOid | undefined
  readonly files: readonly ChainFile[]
  /** Blobs that are in the repository already, or in `folders.made`, and that the chain keeps alive. */
  readonly objects?: readonly ChainObject[]
  /** Further parents: objects the new commit keeps alive. */
  readonly keeps: readonly CommitOid[]
  readonly by: Person
  readonly at: Instant
  readonly message: string
}

/** Makes the next commit of a chain; its objects wait in `folders.made` until they are packed. */
export async function extendChain(folders: Folders, reader: ObjectReader, link: ChainLink): Promise<CommitOid> {
  const root = link.head === undefined ? EMPTY_TREE : await rootOf(reader, link.head)
  const leaves = link.files.map(({ path, content }) => {
    const blob = makeBlob(content)
    folders.made.set(blob.oid, blob)
    return { path, mode: MODE_FILE, oid: blob.oid }
  })
  const objects = (link.objects ?? []).map(({ path, oid }) => ({ path, mode: MODE_FILE, oid }))
  const tree = await overlay(folders, root, [...leaves, ...objects])
  const parents = [...(link.head === undefined ? [] : [link.head]), ...link.keeps]
  const commit = makeCommit({ tree, parents, by: link.by, at: link.at, message: link.message })
  folders.made.set(commit.oid, commit)
  return commit.oid
}

export async function rootOf(reader: ObjectReader, commit: CommitOid): Promise<TreeOid> {
  return parseCommit(await reader.read(commit, 'commit')).tree
}

/** Reads one file of a chain, or undefined when it has none of that path. */
export async function readChainFile(
  folders: Folders,
  reader: ObjectReader,
  head: CommitOid | undefined,
  path: string,
): Promise<string | undefined> {
  if (head === undefined) return undefined
  const entry = await folders.at(await rootOf(reader, head), path)
  if (entry?.mode !== MODE_FILE) return undefined
  return (await reader.read(entry.oid as BlobOid, 'blob')).toString('utf8')
}

/** All files of a chain, sorted by path; links and submodules are no files of ours. `wanted` says which folders and files to read; all when left out. */
export async function readChain(
  folders: Folders,
  reader: ObjectReader,
  head: CommitOid | undefined,
  wanted: (path: string) => boolean = () => true,
): Promise<ChainFile[]> {
  if (head === undefined) return []
  const root = await rootOf(reader, head)
  // Everything that differs from nothing is everything.
  const { leaves } = await compareTrees(folders, EMPTY_TREE, root, wanted)
  return Promise.all(
    leaves
      .filter(({ newMode }) => newMode === MODE_FILE)
      .map(async ({ path, newOid }) => ({
        path,
        content: (await reader.read(newOid as BlobOid, 'blob')).toString('utf8'),
      })),
  )
}
