/** What a conflict is known by: hashes of its versions and of its lines, never of trees, commits, days or labels. */
import { createHash } from 'node:crypto'
import type { ClashedFile } from '../../base/model/clashed-file.ts'
import type { ConflictKind, Stage } from '../../base/model/conflict.ts'
import type { ResolvedFile } from '../../base/model/resolution.ts'
import { byText } from '../../base/std/collections.ts'
import { normalSides, type Sides } from '../../base/text/conflict-markers.ts'
import type { MatchKey } from './shelf.ts'

export interface MatchKeys {
  /** The same versions at the same paths. */
  readonly versions: MatchKey
  /** All hunks the same at the same path; undefined where no lines clash. */
  readonly lines: MatchKey | undefined
  /** All hunks the same, anywhere. */
  readonly linesAnywhere: MatchKey | undefined
  /** One for each hunk, at the same path. */
  readonly hunks: readonly MatchKey[]
}

/** What both a conflict and a resolution have. */
export interface Known {
  readonly path: string
  readonly kind: ConflictKind
  readonly base: Stage | undefined
  readonly ours: Stage | undefined
  readonly theirs: Stage | undefined
  readonly hunks: readonly Sides[]
}

export function keysOf(file: ClashedFile): MatchKeys {
  const hunks = file.passages.flatMap((passage) => (passage.kind === 'clash' ? [passage] : []))
  return keysFor({ ...file, hunks })
}

/** A file of a resolution. Its `hunks` may be fewer than clashed: those that have an answer of their own. `clashes` are all. */
export function keysOfResolved(file: ResolvedFile): MatchKeys {
  return { ...keysFor({ ...file, hunks: file.clashes }), hunks: file.hunks.map((hunk) => hunkKey(file.path, hunk)) }
}

function keysFor({ path, kind, base, ours, theirs, hunks }: Known): MatchKeys {
  const version = (stage: Stage | undefined): string => versionOf(path, stage)
  const versions = [version(base), ...[version(ours), version(theirs)].toSorted(byText)]
  const sides = hunks.flatMap(sidesOf)
  const hasLines = hunks.length > 0
  return {
    versions: key('versions', [path, kind, ...versions]),
    lines: hasLines ? key('lines', [path, ...sides]) : undefined,
    linesAnywhere: hasLines ? key('anywhere', sides) : undefined,
    hunks: hunks.map((hunk) => hunkKey(path, hunk)),
  }
}

function hunkKey(path: string, hunk: Sides): MatchKey {
  return key('hunk', [path, ...sidesOf(hunk)])
}

/** In an order of their own, so that it does not matter who was merged into whom. */
function sidesOf(hunk: Sides): readonly string[] {
  return normalSides(hunk) ?? [hunk.ours, hunk.theirs].toSorted(byText)
}

/** With the path of a side that has another: what two renames came to is no answer where one of them goes elsewhere. */
function versionOf(path: string, stage: Stage | undefined): string {
  if (stage === undefined) return ''
  return `${stage.mode.toString(8)} ${stage.oid}${stage.path === path ? '' : ` ${stage.path}`}`
}

/** Lengths keep two fields from passing for one. */
function key(what: string, parts: readonly string[]): MatchKey {
  const text = parts.map((part) => `${part.length}:${part}`).join('')
  return `${what}:${createHash('sha256').update(text, 'latin1').digest('hex').slice(0, 32)}`
}
