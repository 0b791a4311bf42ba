/**
 * What a branch holds, as its difference from the base files. Edits are kept in lines of the base file, so that a merge
 * of branches whose edits lie apart is the union of both: the world knows what git will answer without asking it.
 */
import type { BaseText } from './base-text.ts'

/** Lines `start` up to `end` (not included, counted from 0) of a base file become `lines`. */
export interface Edit {
  readonly start: number
  readonly end: number
  readonly lines: readonly string[]
  /** How often it was reworded since. */
  readonly revision: number
}

/** One thing a commit does. Files of the base are named by their path there, wherever they have moved since. */
export type Change =
  | { readonly kind: 'edit'; readonly file: string; readonly edit: Edit }
  | { readonly kind: 'move'; readonly file: string; readonly to: string }
  | { readonly kind: 'delete'; readonly file: string }
  | { readonly kind: 'add'; readonly path: string; readonly text: string }

export type FileChange =
  | { readonly kind: 'write'; readonly path: string; readonly text: string }
  | { readonly kind: 'remove'; readonly path: string }

type Edits = ReadonlyMap<number, Edit>

/** A branch's state. Never altered: each change makes a new one, and what is equal stays the same object. */
export class Patchwork {
  static readonly untouched = new Patchwork(new Map(), new Map(), new Map())

  readonly edits: ReadonlyMap<string, Edits>
  /** Where a base file is now; undefined when it was deleted. */
  readonly moves: ReadonlyMap<string, string | undefined>
  readonly added: ReadonlyMap<string, string>

  private constructor(
    edits: ReadonlyMap<string, Edits>,
    moves: ReadonlyMap<string, string | undefined>,
    added: ReadonlyMap<string, string>,
  ) {
    this.edits = edits
    this.moves = moves
    this.added = added
  }

  with(changes: readonly Change[]): Patchwork {
    const edits = new Map(this.edits)
    const moves = new Map(this.moves)
    const added = new Map(this.added)
    for (const change of changes) {
      if (change.kind === 'edit') {
        edits.set(change.file, new Map(edits.get(change.file)).set(change.edit.start, change.edit))
      } else if (change.kind === 'add') added.set(change.path, change.text)
      else moves.set(change.file, change.kind === 'move' ? change.to : undefined)
    }
    return new Patchwork(edits, moves, added)
  }

  /** What merging the two gives. Where both hold an edit of the same lines, one is a rewording of the other. */
  union(other: Patchwork): Patchwork {
    const edits = new Map(this.edits)
    for (const [file, theirs] of other.edits) {
      const ours = edits.get(file)
      if (ours !== theirs) edits.set(file, ours === undefined ? theirs : newest(ours, theirs))
    }
    return new Patchwork(edits, new Map([...this.moves, ...other.moves]), new Map([...this.added, ...other.added]))
  }

  placeOf(file: string): string | undefined {
    return this.moves.has(file) ? this.moves.get(file) : file
  }

  /** The files to write and remove to come from this state to a later one, removals first. */
  changesTo(later: Patchwork, base: BaseText): FileChange[] {
    const changes: FileChange[] = []
    const files = new Set([...this.edits.keys(), ...this.moves.keys(), ...later.edits.keys(), ...later.moves.keys()])
    for (const file of files) {
      const [from, to] = [this.placeOf(file), later.placeOf(file)]
      if (from === to && this.edits.get(file) === later.edits.get(file)) continue
      if (from !== undefined && from !== to) changes.push({ kind: 'remove', path: from })
      if (to !== undefined)
        changes.push({ kind: 'write', path: to, text: applied(base.lines(file), later.edits.get(file)) })
    }
    for (const path of this.added.keys()) if (!later.added.has(path)) changes.push({ kind: 'remove', path })
    for (const [path, text] of later.added) {
      if (this.added.get(path) !== text) changes.push({ kind: 'write', path, text })
    }
    return changes.sort((a, b) => Number(b.kind === 'remove') - Number(a.kind === 'remove'))
  }
}

function newest(ours: Edits, theirs: Edits): Edits {
  const result = new Map(ours)
  for (const [start, edit] of theirs) {
    if (edit.revision > (result.get(start)?.revision ?? -1)) result.set(start, edit)
  }
  return result
}

function applied(lines: readonly string[], edits: Edits | undefined): string {
  const result: string[] = []
  let done = 0
  for (const edit of [...(edits?.values() ?? [])].sort((a, b) => a.start - b.start)) {
    for (; done < edit.start; done++) result.push(lines[done] ?? '')
    result.push(...edit.lines)
    done = edit.end
  }
  for (; done < lines.length; done++) result.push(lines[done] ?? '')
  return result.join('\n')
}
