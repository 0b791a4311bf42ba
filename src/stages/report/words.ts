/** Phrases that several mails share. Whatever comes from outside is made one line here, before it stands in a text. */
import type { TreeName } from '../../base/model/names.ts'
import type { Project } from '../../base/model/roster.ts'
import type { Plan } from '../../base/model/run.ts'
import { printable, oneLine } from '../../base/text/printable.ts'
import { shellQuoted } from '../../base/text/shell-quoted.ts'

/** `linux-next`, as subjects begin. */
export function integrationName(project: Project): string {
  return oneLine(`${project.name}-${project.prefix}`)
}

/** `the net tree`; for upstream what it is called, `Linus' tree`; `the fs trees` for a group. */
export function treeTitle(tree: TreeName | undefined, plan: Pick<Plan, 'upstream' | 'trees'>): string {
  if (tree === undefined) return oneLine(plan.upstream.name)
  return `the ${tree} ${isGroup(tree, plan) ? 'trees' : 'tree'}`
}

/** Trees and groups share their names. */
export function isGroup(name: TreeName, plan: Pick<Plan, 'trees'>): boolean {
  return plan.trees.some(({ group }) => group === name)
}

/** What closes a mail. The dashes and the blank behind them are how mail readers know a signature. */
export function signature(project: Project): string {
  return `-- \n${oneLine(project.integrator.name) || oneLine(project.integrator.email)}\n`
}

/** Whether people elsewhere could fetch from it: a server's URL, and no password in it. */
export function isFetchable(url: string): boolean {
  return /^((https?|git|ssh):\/\/|[A-Za-z0-9_.-]+@[A-Za-z0-9.-]+:)/.test(url) && !/\/\/[^/]*:[^/]*@/.test(url)
}

/** A word of a command line that is copied from a mail into a shell. */
export function shellWord(text: string): string {
  if (/^[A-Za-z0-9_@%+=:,./^~-]+$/.test(text)) return text
  return shellQuoted(printable(oneLine(text, 1000)))
}

/** Commands and names stand indented, as they are, each on its line. */
export function indented(lines: readonly string[]): string {
  return lines.map((line) => `  ${line}`).join('\n')
}
