/** Finds rules in how conflicts were settled so far: files, or folders of files, where always the same side was taken. Pure. */
import type { ConflictKind } from '../../base/model/conflict.ts'
import type { SettlingRule, Take } from '../../base/model/settling.ts'
import { groupBy } from '../../base/std/collections.ts'
import { globFault, globFits } from '../../base/text/glob.ts'

/** So many of its last uses must a rule have been right in, if it had as many. */
export const LAST_USES = 50

/**
 * Fewer uses than this make no rule. What is right in one conflict of three, as one side is in most files, is right ten times in a row once
 * in 59,000 files; what is right nine times of ten, once in three. So ten tell files that have a rule from those that were lucky.
 */
export const USES_MIN = 10

/** A conflicted file and how it was settled. */
export interface Use {
  /** Raw. */
  readonly path: string
  readonly kind: ConflictKind
  /** What would have given exactly what the person made of it. */
  readonly right: readonly Take[]
}

export interface SuggestedRule extends SettlingRule {
  /** How many conflicts it would have settled, and in how many of the last of them it was right without exception. */
  readonly uses: number
  readonly rightInARow: number
  /** How many files it was used in. */
  readonly files: number
}

const TAKES: readonly Take[] = ['ours', 'theirs', 'union']

/** The conflicts that taking the deletion is about: whatever became of a file's lines says nothing of it. */
const OF_DELETION: readonly ConflictKind[] = ['modify/delete', 'rename/delete']

/** `uses` are in order of date. Rules for whole folders come in place of those for their files; the most used come first. */
export function rulesInHistory(uses: readonly Use[], known: readonly SettlingRule[]): SuggestedRule[] {
  const isOpen = (about: readonly SettlingRule[]) => (use: Use) => !about.some(({ glob }) => globFits(glob, use.path))
  const open = uses.filter(isOpen(known.filter(({ take }) => take !== 'deletion')))
  const sides = [...candidates(open)].flatMap(([glob, members]) => ruleOf(glob, members, TAKES) ?? [])
  const deleted = uses.filter((use) => OF_DELETION.includes(use.kind)).filter(isOpen([...known, ...sides]))
  const deletions = [...candidates(deleted)].flatMap(([glob, members]) => ruleOf(glob, members, ['deletion']) ?? [])
  const rules = [...sides, ...deletions]
  return rules.filter((rule) => !isIdle(rule, rules)).toSorted((a, b) => b.uses - a.uses || (a.glob < b.glob ? -1 : 1))
}

/** Every glob that could be a rule's, with the uses it fits. */
function candidates(uses: readonly Use[]): Map<string, readonly Use[]> {
  const all = new Map<string, readonly Use[]>()
  for (const globsOf of [exactGlob, sameEndingGlob, ...FOLDER_DEPTHS.map(folderGlob)])
    for (const [glob, members] of groupBy(uses, ({ path }) => globsOf(path)))
      if (glob !== undefined && globFault(glob) === undefined && members.length >= USES_MIN) all.set(glob, members)
  return all
}

/** Folders so deep are thought of as a whole. */
const FOLDER_DEPTHS = [1, 2, 3, 4]

/** Globs are text and paths are bytes, so only plain paths get rules. */
function exactGlob(path: string): string | undefined {
  return /^[\x20-\x7e]+$/.test(path) ? path.replace(/[*?[\\{}]/g, '[$&]') : undefined
}

/** `po/*.po` for `po/de.po`. */
function sameEndingGlob(path: string): string | undefined {
  const parts = /^(.+\/)[^/]+(\.[A-Za-z0-9]+)$/.exec(exactGlob(path) ?? '')
  return parts ? `${parts[1]}*${parts[2]}` : undefined
}

/** `Documentation/RelNotes/` for what is in it. */
function folderGlob(depth: number): (path: string) => string | undefined {
  return (path) => {
    const names = exactGlob(path)?.split('/') ?? []
    return names.length > depth ? `${names.slice(0, depth).join('/')}/` : undefined
  }
}

/** Undefined where no side was always right of late. A glob for many files must hold without its busiest file, too. */
function ruleOf(glob: string, uses: readonly Use[], takes: readonly Take[]): SuggestedRule | undefined {
  const byFile = [...groupBy(uses, ({ path }) => path).values()]
  const [busiest = []] = byFile.toSorted((a, b) => b.length - a.length)
  const isForMany = glob !== exactGlob(uses[0]?.path ?? '')
  const others = uses.filter(({ path }) => path !== busiest[0]?.path)
  const take = takes.find((side) => isRule(uses, side) && (!isForMany || isRule(others, side)))
  return take && { glob, take, files: byFile.length, uses: uses.length, rightInARow: rightInARow(uses, take) }
}

function isRule(uses: readonly Use[], take: Take): boolean {
  return uses.length >= USES_MIN && rightInARow(uses, take) >= Math.min(LAST_USES, uses.length)
}

function rightInARow(uses: readonly Use[], take: Take): number {
  const lastWrong = uses.findLastIndex(({ right }) => !right.includes(take))
  return uses.length - 1 - lastWrong
}

/** Whether another one does more in the same place, or does the same and says it more narrowly. */
function isIdle(rule: SuggestedRule, rules: readonly SuggestedRule[]): boolean {
  return rules.some(
    (other) =>
      other.take === rule.take &&
      ((encloses(other, rule) && other.uses > rule.uses) || (encloses(rule, other) && other.uses === rule.uses)),
  )
}

function encloses(wide: SuggestedRule, narrow: SuggestedRule): boolean {
  if (wide.glob === narrow.glob) return false
  return wide.glob.endsWith('/') ? narrow.glob.startsWith(wide.glob) : globFits(wide.glob, narrow.glob)
}
