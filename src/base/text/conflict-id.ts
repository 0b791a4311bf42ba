/**
 * A conflict's id: the same for as long as the same lines of the same file clash in the same way.
 *
 * Part of it are the path, the kind and the clashing lines in rerere's normal form (sides sorted, no labels, no line numbers), or, where
 * no lines clash, the versions of the file. Never part of it are trees, commits, days, and who was merged into whom.
 */
import { createHash } from 'node:crypto'
import type { ConflictId, ConflictKind, Stage } from '../model/conflict.ts'
import { byText } from '../std/collections.ts'
import { normalSides, type Sides } from './conflict-markers.ts'

/** Digits of an id: 80 bits, so that a project meets two alike once in a million million conflicts. */
const DIGITS = 20

/** The three versions of a file; one is missing where a side has none. */
export interface Versions {
  readonly base: Stage | undefined
  readonly ours: Stage | undefined
  readonly theirs: Stage | undefined
}

export interface Identity {
  /** Raw. */
  readonly path: string
  readonly kind: ConflictKind
  readonly hunks: readonly Sides[]
  readonly places: Versions
}

export function conflictId({ path, kind, hunks, places }: Identity): ConflictId {
  const parts = hunks.length > 0 ? hunks.flatMap(sidesOf) : versions(path, places)
  // Lengths keep two fields from passing for one.
  const text = [path, kind, ...parts].map((part) => `${part.length}:${part}`).join('')
  return createHash('sha256').update(text, 'latin1').digest('hex').slice(0, DIGITS) as ConflictId
}

/** Nested markers that do not pair up leave the sides as they are. */
function sidesOf(hunk: Sides): readonly string[] {
  return normalSides(hunk) ?? [hunk.ours, hunk.theirs].toSorted(byText)
}

function versions(path: string, { base, ours, theirs }: Versions): string[] {
  const version = (stage: Stage | undefined): string =>
    stage === undefined ? '' : `${stage.mode.toString(8)} ${stage.oid} ${stage.path === path ? '' : stage.path}`
  return [version(base), ...[version(ours), version(theirs)].toSorted(byText)]
}
