/** Puts together what git reports path by path: a rename's pieces are one conflict. */
import type { MergeAnswer, MergeMessage, StageEntry } from '../../../base/git/merge-tree.ts'
import { MODE_SUBMODULE } from '../../../base/git/objects.ts'
import type { ConflictKind } from '../../../base/model/conflict.ts'
import { byText, distinct, groupBy } from '../../../base/std/collections.ts'
import { byWeight, isConflictType, kindOf } from './kinds.ts'

export interface LogicalConflict {
  /** The path people know it by. Raw, as are all paths here. */
  readonly path: string
  readonly kind: ConflictKind
  /** git's name for it. */
  readonly type: string
  /** As the index would have them; their paths may be git's inventions. */
  readonly base: StageEntry | undefined
  readonly ours: StageEntry | undefined
  readonly theirs: StageEntry | undefined
  /** Every path that git names with it, the old names of renamed files included. */
  readonly paths: readonly string[]
}

/** The conflicts of a merge, by path. */
export function logicalConflicts(answer: MergeAnswer): LogicalConflict[] {
  const messages = answer.messages.filter(({ type, paths }) => isConflictType(type) && paths.length > 0)
  const groups = new Groups()
  for (const { path } of answer.stages) groups.join([path])
  for (const { paths } of messages) groups.join(paths)
  const stagesOf = groupBy(answer.stages, ({ path }) => groups.of(path))
  const messagesOf = groupBy(messages, ({ paths: [path = ''] }) => groups.of(path))
  const found = distinct([...stagesOf.keys(), ...messagesOf.keys()])
    .map((group) => conflictOf(stagesOf.get(group) ?? [], messagesOf.get(group) ?? []))
    .toSorted((a, b) => byText(a.path, b.path))
  const real = found.filter((one) => !isCleared(one))
  return real.length > 0 ? real : found
}

/**
 * git says that a folder is in the way of a file before it looks whether the file stays at all. Where the tree left it as it was, the
 * file is gone with the other side's deletion: no version is left to choose from, and nothing to settle.
 */
function isCleared({ kind, base, ours, theirs }: LogicalConflict): boolean {
  return kind === 'file/directory' && base === undefined && ours === undefined && theirs === undefined
}

function conflictOf(stages: readonly StageEntry[], messages: readonly MergeMessage[]): LogicalConflict {
  const [leading] = messages.toSorted((a, b) => byWeight(a.type, b.type))
  const path = leading === undefined ? (stages[0]?.path ?? '') : knownPath(leading)
  const stage = (wanted: 1 | 2 | 3): StageEntry | undefined => {
    const entries = stages.filter((entry) => entry.stage === wanted)
    return entries.find((entry) => entry.path === path) ?? entries[0]
  }
  const found = { base: stage(1), ours: stage(2), theirs: stage(3) }
  return {
    path,
    kind: isRenamedTwice(messages) ? 'rename/rename' : refine(leading && kindOf(leading.type), found),
    type: leading?.type ?? '',
    ...found,
    paths: distinct([path, ...messages.flatMap((message) => message.paths), ...stages.map((entry) => entry.path)]),
  }
}

/** A file in the way of a folder is moved aside under a made-up name, which git gives first and the real one second. */
function knownPath({ type, paths: [first = '', second] }: MergeMessage): string {
  return type === 'CONFLICT (file/directory)' ? (second ?? first) : first
}

/** Two files renamed to one name collide there, each with a message of its own. */
function isRenamedTwice(messages: readonly MergeMessage[]): boolean {
  return messages.filter(({ type }) => type === 'CONFLICT (rename involved in collision)').length > 1
}

type Stages = Pick<LogicalConflict, 'base' | 'ours' | 'theirs'>

/** git says `contents` of submodules and of files added on both sides as well; a name we do not know is told by what is there. */
function refine(kind: ConflictKind | undefined, { base, ours, theirs }: Stages): ConflictKind {
  if (kind !== undefined && kind !== 'content') return kind
  if (ours?.mode === MODE_SUBMODULE || theirs?.mode === MODE_SUBMODULE) return 'submodule'
  if (ours === undefined || theirs === undefined) return kind ?? 'modify/delete'
  return base === undefined ? 'add/add' : 'content'
}

/** Paths that belong together (a union-find). */
class Groups {
  readonly #leader = new Map<string, string>()

  join([first, ...others]: readonly string[]): void {
    if (first === undefined) return
    const leader = this.of(first)
    for (const other of others) this.#leader.set(this.of(other), leader)
  }

  of(path: string): string {
    let leader = path
    for (let next = this.#leader.get(leader); next !== undefined && next !== leader; next = this.#leader.get(leader)) {
      leader = next
    }
    this.#leader.set(path, leader)
    return leader
  }
}
