/** Upstream's built-in merge attributes, flattened into the one file that git reads where there is no work tree (gitattributes(5)). */
import type { Folders } from '../../base/git/folders.ts'
import { listNames } from '../../base/git/ls-tree.ts'
import type { ObjectReader } from '../../base/git/object-reader.ts'
import type { Git } from '../../base/git/spawn.ts'
import type { BlobOid, TreeOid } from '../../base/model/oid.ts'
import { byText } from '../../base/std/collections.ts'
import { mergeAttributeLines } from '../../base/text/attributes.ts'

/**
 * Lines for info/attributes, from every `.gitattributes` of a tree, outermost first so that inner ones win.
 * Only upstream is asked: a maintainer's tree must not decide how others are merged.
 */
export async function readMergeAttributes(
  git: Git,
  folders: Folders,
  reader: ObjectReader,
  tree: TreeOid,
): Promise<string[]> {
  const paths = (await listNames(git, tree)).filter(
    (path) => path === '.gitattributes' || path.endsWith('/.gitattributes'),
  )
  const sorted = paths.sort((a, b) => depth(a) - depth(b) || byText(a, b))
  const lines: string[] = []
  const macros = new Set<string>()
  for (const path of sorted) {
    const entry = await folders.at(tree, path)
    if (entry === undefined || (entry.mode & 0o170000) !== 0o100000) continue
    const content = await reader.read(entry.oid as BlobOid, 'blob')
    const folder = path.slice(0, -'.gitattributes'.length)
    lines.push(...mergeAttributeLines(content.toString('latin1'), folder, macros))
  }
  return lines
}

function depth(path: string): number {
  return path.split('/').length
}
