/** A conflicted file read down to its lines: what resolutions are found by and made from. */
import type { ConflictKind, Stage } from './conflict.ts'

/** Clashing lines and what stands between them; markers are gone. Raw texts. */
export type ClashPassage =
  | { readonly kind: 'agreed'; readonly text: string }
  | { readonly kind: 'clash'; readonly ours: string; readonly theirs: string }

export interface ClashedFile {
  /** Raw: the path people know the conflict by. */
  readonly path: string
  readonly kind: ConflictKind
  /** Every raw path that belongs to it, the old names of renamed files included. */
  readonly paths: readonly string[]
  readonly base: Stage | undefined
  readonly ours: Stage | undefined
  readonly theirs: Stage | undefined
  /** The merged file in order; empty where no lines clash (a deleted, binary or linked file). */
  readonly passages: readonly ClashPassage[]
  /** The three versions as raw text; undefined for one that is not there, no text, or too large. */
  readonly texts: {
    readonly base?: string | undefined
    readonly ours?: string | undefined
    readonly theirs?: string | undefined
  }
}
