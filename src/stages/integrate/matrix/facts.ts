/** What one look at all pairs leaves for the next. Derived: without it the answers are the same, later. */
import { createHash } from 'node:crypto'
import { loadDerived, saveDerived } from '../../../memory/record/derived-file.ts'
import type { LineFacts } from './apart.ts'
import type { LayerFacts } from './layer.ts'

export interface MatrixFacts {
  /** What changed between two commits, under one id and the other. */
  readonly layers: Map<string, LayerFacts>
  /** Which lines one content changes of another. */
  readonly lines: LineFacts
  /** Whether the contents of a file merge, under `questionKey`. */
  readonly contents: Map<string, boolean>
  /** git's own answer for two tips: the paths that conflict, null where they merge clean. */
  readonly pairs: Map<string, readonly string[] | null>
}

/** Changed whenever the facts' shape or meaning does. */
const FORMAT = 'tributary matrix 1'

/** What git answers by. */
export interface MatrixKey {
  readonly gitVersion: string
  /** Upstream's merge attributes. */
  readonly attributes: readonly string[]
}

export async function loadFacts(path: string, key: MatrixKey): Promise<MatrixFacts> {
  return (await loadDerived<MatrixFacts>(path, keyText(key))) ?? noFacts()
}

export function saveFacts(path: string, key: MatrixKey, facts: MatrixFacts, pid: number): Promise<void> {
  return saveDerived(path, keyText(key), facts, pid)
}

function keyText({ gitVersion, attributes }: MatrixKey): string {
  return `${FORMAT} ${gitVersion} ${createHash('sha256').update(attributes.join('\n')).digest('hex')}`
}

export function noFacts(): MatrixFacts {
  return { layers: new Map(), lines: new Map(), contents: new Map(), pairs: new Map() }
}
