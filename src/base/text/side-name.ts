/** What a side of a merge is called in a sentence. */
import type { TreeName } from '../model/names.ts'

/** `the net tree`, or `upstream` where no tree is named. */
export function sideName(tree: TreeName | undefined): string {
  return tree === undefined ? 'upstream' : `the ${tree} tree`
}
