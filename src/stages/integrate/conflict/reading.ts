/** The conflicts of one clash, each read down to its lines once: to be settled, and to be described beside that. */
import type { ConflictKind } from '../../../base/model/conflict.ts'
import type { Clash } from './clash.ts'
import { type ClashingLines, readClashingLines } from './clashing-lines.ts'
import { type LogicalConflict, logicalConflicts } from './logical-conflicts.ts'
import { View } from './view.ts'

/** A conflict with what was read of it. */
export interface ReadConflict {
  /** Of its final kind: what git calls contents may be a mode. */
  readonly logical: LogicalConflict
  readonly clashing: ClashingLines
}

export class ClashReading {
  readonly view: View
  /** By path. */
  readonly conflicts: readonly LogicalConflict[]
  readonly #read = new Map<LogicalConflict, Promise<ReadConflict>>()

  constructor(clash: Clash) {
    this.view = new View(clash)
    this.conflicts = logicalConflicts(clash.answer)
  }

  /** One of `conflicts`. */
  read(logical: LogicalConflict): Promise<ReadConflict> {
    const read = this.#read.get(logical) ?? readConflict(this.view, logical)
    this.#read.set(logical, read)
    return read
  }
}

export async function readConflict(view: View, logical: LogicalConflict): Promise<ReadConflict> {
  const clashing = await readClashingLines(view, logical)
  return { logical: { ...logical, kind: kindOf(logical, clashing) }, clashing }
}

/** git calls it a conflict of contents, too, when the sides agree on these and not on the file's mode. */
function kindOf({ kind, ours, theirs }: LogicalConflict, { hunks }: ClashingLines): ConflictKind {
  const isText = kind === 'content' || kind === 'add/add'
  return isText && hunks.length === 0 && ours?.mode !== theirs?.mode ? 'mode' : kind
}
