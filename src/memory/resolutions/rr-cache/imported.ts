/** Makes a resolution out of an answer of an rr-cache, which knows neither the file nor who settled it. Pure. */
import { type GitObject, makeBlob, MODE_FILE } from '../../../base/git/objects.ts'
import type { ClashPassage } from '../../../base/model/clashed-file.ts'
import type { Instant } from '../../../base/model/instant.ts'
import type { Person } from '../../../base/model/person.ts'
import type { Resolution, ResolvedFile } from '../../../base/model/resolution.ts'
import { makeResolution } from '../make.ts'
import { resolvedFile } from '../resolved-file.ts'
import type { CachePair } from './answer.ts'

export interface Importing {
  readonly pair: CachePair
  readonly passages: readonly ClashPassage[]
  /** Who vouches for it here. */
  readonly by: Person
  readonly at: Instant
}

/** With the contents that no repository holds yet. */
export function importedResolution({ pair, passages, by, at }: Importing): {
  readonly resolution: Resolution
  readonly blobs: readonly GitObject[]
} {
  const { id, postimage } = pair
  const result = makeBlob(Buffer.from(postimage, 'latin1'))
  const { file, blobs } = resolvedFile(
    {
      path: '',
      kind: 'content',
      paths: [],
      base: undefined,
      ours: undefined,
      theirs: undefined,
      passages,
      texts: {},
    },
    { placed: [{ path: '', mode: MODE_FILE, oid: result.oid }], removed: [], text: postimage },
  )
  const nowhere = { tree: undefined, commits: [] }
  const resolution = makeResolution({
    files: [{ ...file, rerere: id }],
    fixes: [],
    needed: undefined,
    sides: { ours: nowhere, theirs: nowhere },
    origin: { kind: 'imported', rerere: id },
    by,
    at,
    why: 'imported from an rr-cache',
    supersedes: undefined,
  })
  return { resolution, blobs: [...blobs, result] }
}

/** What rerere would keep of a file: two contents. Undefined where it keeps nothing, or nothing that settles the conflict. */
export function imagesOf({ rerere, preimage, result }: ResolvedFile): Images | undefined {
  const [placed, another] = result
  if (rerere === undefined || preimage === undefined || placed === undefined || another !== undefined) return undefined
  return placed.mode >> 12 === MODE_FILE >> 12 ? { id: rerere, preimage, postimage: placed.oid } : undefined
}

/** A conflict and its answer, by what they hold. */
export interface Images {
  readonly id: string
  readonly preimage: string
  readonly postimage: string
}

export function imagesKey({ id, preimage, postimage }: Images): string {
  return `${id} ${preimage} ${postimage}`
}
