/** What sort of conflict it is, from git's stable names for them (merge-ort.c, type_short_descriptions). */
import type { ConflictKind } from '../../../base/model/conflict.ts'

/**
 * Every name that git 2.39 to 2.55 gives to a conflict. Where several meet on one path the first of them here is its name: what became
 * of the path says more than what became of its lines. Two names lack the space, and git promises to keep it so.
 */
const KINDS: ReadonlyMap<string, ConflictKind> = new Map([
  ['CONFLICT (rename/rename)', 'rename/rename'],
  ['CONFLICT (rename involved in collision)', 'rename/add'],
  ['CONFLICT (rename/delete)', 'rename/delete'],
  ['CONFLICT (file in way of directory rename)', 'directory-rename'],
  ['CONFLICT(directory rename collision)', 'directory-rename'],
  ['CONFLICT(directory rename unclear split)', 'directory-rename'],
  ['CONFLICT (directory rename suggested)', 'directory-rename'],
  ['CONFLICT (file/directory)', 'file/directory'],
  ['CONFLICT (distinct modes)', 'mode'],
  ['CONFLICT (submodule)', 'submodule'],
  ['CONFLICT (submodule with possible resolution)', 'submodule'],
  ['CONFLICT (submodule not initialized)', 'submodule'],
  ['CONFLICT (submodule history not available)', 'submodule'],
  ['CONFLICT (submodule may have rewinds)', 'submodule'],
  ['CONFLICT (submodule lacks merge base)', 'submodule'],
  ['CONFLICT (submodule corrupt)', 'submodule'],
  ['CONFLICT (binary)', 'binary'],
  ['CONFLICT (modify/delete)', 'modify/delete'],
  ['CONFLICT (contents)', 'content'],
])

const ORDER = [...KINDS.keys()]

/** Whether a message of git's is about a conflict rather than about what it did. */
export function isConflictType(type: string): boolean {
  return type.startsWith('CONFLICT')
}

/** Undefined for a name that no git we know gives. */
export function kindOf(type: string): ConflictKind | undefined {
  return KINDS.get(type)
}

/** Sorts names by how much they say of a path; those unknown come last. */
export function byWeight(a: string, b: string): number {
  const weight = (type: string): number => (KINDS.has(type) ? ORDER.indexOf(type) : ORDER.length)
  return weight(a) - weight(b)
}
