/** What a gate looks at of a candidate: the whole tree, or the files that its inputs name. */
import { createHash } from 'node:crypto'
import type { Folders } from '../../base/git/folders.ts'
import { MODE_FOLDER } from '../../base/git/objects.ts'
import type { TreeOid } from '../../base/model/oid.ts'
import type { Brand } from '../../base/std/brand.ts'
import { globFits, globMayFitBelow } from '../../base/text/glob.ts'

/** Equal where a gate would see the same: the tree's id, or a hash of the paths, modes and ids that its inputs fit. */
export type Contents = Brand<string, 'Contents'>

export async function contentsOf(folders: Folders, tree: TreeOid, inputs: readonly string[]): Promise<Contents> {
  if (inputs.length === 0) return tree as string as Contents
  const hash = createHash('sha256')
  const visit = async (folder: TreeOid, prefix: string): Promise<void> => {
    const { slots, content } = await folders.load(folder)
    for (const [name, slot] of slots) {
      const path = prefix + name
      const oid = content.toString('hex', slot.idAt, slot.idAt + 20)
      if (slot.mode === MODE_FOLDER) {
        if (inputs.some((glob) => globMayFitBelow(glob, path))) await visit(oid as TreeOid, `${path}/`)
      } else if (inputs.some((glob) => globFits(glob, path))) {
        hash.update(`${slot.mode.toString(8)} ${oid} ${path}\0`, 'latin1')
      }
    }
  }
  await visit(tree, '')
  return `inputs-${hash.digest('hex')}` as Contents
}
