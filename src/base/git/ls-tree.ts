/** All file names of a tree: `git ls-tree -r`. */
import type { TreeOid } from '../model/oid.ts'
import type { Git } from './spawn.ts'

/** Raw paths as latin1, in git's order. */
export async function listNames(git: Git, tree: TreeOid): Promise<string[]> {
  const { stdout } = await git.run({ args: ['ls-tree', '-r', '-z', '--name-only', '--full-tree', tree] })
  return stdout.toString('latin1').split('\0').slice(0, -1)
}
