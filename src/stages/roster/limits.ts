/** What one tree may cost: the limits that hold unless the roster says otherwise, and how the roster says otherwise. */
import type { Limits, LimitSettings } from '../../base/model/roster.ts'
import type { TableReader } from './table-reader.ts'

/** Seconds a tree's fetch may take. Slow mirrors answer within 90 s; beyond that the tree keeps its last tip. */
const FETCH_SECONDS = 120
/** Seconds for a whole history: a kernel (3 GB) over a line of 10 Mbit/s needs 40 minutes. */
const FIRST_FETCH_SECONDS = 3600
/** Bytes of a pack. A tree that moved brings a few MB; one based on an upstream we have not seen yet, a merge window's 150 MB. */
const PACK_BYTES = 512 * 1024 ** 2
/** Bytes of a whole history's pack. The kernel's is 3 GB as servers send it. */
const FIRST_PACK_BYTES = 8 * 1024 ** 3
/** Objects of a fetch. A merge window of the kernel is 150,000. */
const OBJECTS = 1_000_000
/** Objects of a whole history. The kernel's has 11 million. */
const FIRST_OBJECTS = 30_000_000
/** Refs a server may list. Forges with a ref for every pull request list 100,000; a million would fill our memory. */
const REFS = 200_000
/** Folders within folders. The deepest real projects have 30; git itself stops at 2,048, and crashes far below 10,000. */
const TREE_DEPTH = 100
/** Bytes of a file's path. Real projects stay below 300; most systems cannot check out more than 4,096. */
const PATH_LENGTH = 1024

const TREE_LIMITS: Limits = {
  fetchSeconds: FETCH_SECONDS,
  packBytes: PACK_BYTES,
  objects: OBJECTS,
  refs: REFS,
  treeDepth: TREE_DEPTH,
  pathLength: PATH_LENGTH,
}

const FIRST_LIMITS: Limits = {
  ...TREE_LIMITS,
  fetchSeconds: FIRST_FETCH_SECONDS,
  packBytes: FIRST_PACK_BYTES,
  objects: FIRST_OBJECTS,
}

export const DEFAULT_LIMITS: LimitSettings = { tree: TREE_LIMITS, first: FIRST_LIMITS }

/** Each limit's key in the roster and the largest value that makes sense. */
export const LIMIT_KEYS: readonly (readonly [limit: keyof Limits, key: string, max: number])[] = [
  ['fetchSeconds', 'fetch_seconds', 86_400],
  ['packBytes', 'pack_bytes', 2 ** 50],
  ['objects', 'objects', 2 ** 32 - 1],
  ['refs', 'refs', 10_000_000],
  // git's own core.maxTreeDepth.
  ['treeDepth', 'tree_depth', 2048],
  // Linux' PATH_MAX.
  ['pathLength', 'path_length', 4096],
]

/** Reads `[limits]` with `[limits.first]`. Raising a limit raises it for first fetches too. */
export function readLimits(reader: TableReader): LimitSettings {
  const tree = { ...TREE_LIMITS, ...readSomeLimits(reader) }
  const firstReader = reader.table('first')
  const first = { ...larger(FIRST_LIMITS, tree), ...readSomeLimits(firstReader) }
  firstReader.refuseUnknown()
  reader.refuseUnknown()
  return { tree, first }
}

/** The limits that a table names. */
export function readSomeLimits(reader: TableReader): Partial<Limits> {
  const limits: { -readonly [limit in keyof Limits]?: number } = {}
  for (const [limit, key, max] of LIMIT_KEYS) {
    const value = reader.wholeNumber(key, { from: 1, to: max })
    if (value !== undefined) limits[limit] = value
  }
  return limits
}

function larger(a: Limits, b: Limits): Limits {
  return {
    fetchSeconds: Math.max(a.fetchSeconds, b.fetchSeconds),
    packBytes: Math.max(a.packBytes, b.packBytes),
    objects: Math.max(a.objects, b.objects),
    refs: Math.max(a.refs, b.refs),
    treeDepth: Math.max(a.treeDepth, b.treeDepth),
    pathLength: Math.max(a.pathLength, b.pathLength),
  }
}
