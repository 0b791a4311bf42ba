/** What a merge commit says: enough to find the branch again without the record. */
import type { Version } from '../../base/model/admission.ts'
import type { TreeName } from '../../base/model/names.ts'
import { short } from '../../base/model/oid.ts'
import type { Amender, Settled } from '../../base/model/settling.ts'
import type { Tree } from '../../base/model/roster.ts'
import { unreachable } from '../../base/std/assert.ts'
import { atMost } from '../../base/text/at-most.ts'
import { oneLine } from '../../base/text/printable.ts'
import { showPath } from '../../base/text/show-path.ts'

export function mergeMessage(tree: Tree, version: Version, settled: readonly Settled[]): string {
  const source =
    tree.pinned === undefined
      ? `branch '${tree.branch}' of ${oneLine(tree.url)}`
      : `commit ${tree.pinned} of ${oneLine(tree.url)}`
  const subject =
    version.release === undefined
      ? `Merge the ${tree.name} tree`
      : `Merge the ${tree.name} tree as in ${version.release}`
  return `${subject}\n\nFrom ${source}\n${settledLines(settled)}`
}

/** Most paths that a message names; run.json has them all. */
const PATHS_MAX = 40

/** What a person who reads the merge must know: which paths are not git's own work, and whose they are. */
function settledLines(settled: readonly Settled[]): string {
  if (settled.length === 0) return ''
  const lines = settled.map(({ path, by }) => `${showPath(path)}: ${by.map(amenderName).join(', ')}`)
  const indented = atMost(PATHS_MAX, lines).map((line) => `  ${line}\n`)
  return `\nSettled by what is on record:\n${indented.join('')}`
}

function amenderName(amender: Amender): string {
  switch (amender.kind) {
    case 'rule':
      return `rule: ${amender.take}`
    case 'revert':
      return `revert of ${short(amender.commit)}`
    case 'resolution':
      return `${amender.tier} ${amender.id}`
    default:
      return unreachable(amender)
  }
}

export function groupMessage(group: TreeName, members: readonly TreeName[], settled: readonly Settled[]): string {
  return `Merge the ${group} trees\n\nIntegrated on upstream by themselves: ${members.join(', ')}\n${settledLines(settled)}`
}
