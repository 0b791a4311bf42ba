/** What a merge commit says: enough to find the branch again without the record. */
import type { Version } from '../../base/model/admission.ts'
import type { TreeName } from '../../base/model/names.ts'
import type { Tree } from '../../base/model/roster.ts'
import { oneLine } from '../../base/text/printable.ts'

export function mergeMessage(tree: Tree, version: Version): string {
  const source =
    tree.pinned === undefined
      ? `branch '${tree.branch}' of ${oneLine(tree.url)}`
      : `commit ${tree.pinned} of ${oneLine(tree.url)}`
  const subject =
    version.release === undefined
      ? `Merge the ${tree.name} tree`
      : `Merge the ${tree.name} tree as in ${version.release}`
  return `${subject}\n\nFrom ${source}\n`
}

export function groupMessage(group: TreeName, members: readonly TreeName[]): string {
  return `Merge the ${group} trees\n\nIntegrated on upstream by themselves: ${members.join(', ')}\n`
}
