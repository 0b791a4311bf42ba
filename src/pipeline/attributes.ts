/** Upstream's merge attributes, read again only when upstream moved. */
import { compareTrees } from '../base/git/compare-trees.ts'
import { parseCommit } from '../base/git/objects.ts'
import type { CommitOid } from '../base/model/oid.ts'
import { readMergeAttributes } from '../stages/integrate/attributes.ts'
import type { Memo } from '../stages/integrate/memo.ts'
import type { Workshop } from '../stages/integrate/workshop.ts'

export async function mergeAttributes(shop: Workshop, memo: Memo, upstream: CommitOid): Promise<readonly string[]> {
  const { tree } = parseCommit(await shop.reader.read(upstream, 'commit'))
  const known = memo.attributes
  if (known !== undefined) {
    const { leaves } = await compareTrees(shop.folders, known.tree, tree)
    if (!leaves.some(({ path }) => path === '.gitattributes' || path.endsWith('/.gitattributes'))) {
      memo.attributes = { tree, lines: known.lines }
      return known.lines
    }
  }
  const lines = await readMergeAttributes(shop.git, shop.folders, shop.reader, tree)
  // What was merged under other attributes may merge differently now.
  memo.contents.clear()
  memo.merges.clear()
  memo.attributes = { tree, lines }
  return lines
}
