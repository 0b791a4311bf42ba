/** How many lines separate two versions of a file, for many files at once. */
import type { BlobOid, TreeOid } from '../model/oid.ts'
import { OperatingError } from '../std/operating-error.ts'
import { MODE_FILE, type GitObject, makeTree } from './objects.ts'
import type { Git } from './spawn.ts'

/** Two versions of one file; undefined where it is not there. */
export interface BlobPair {
  readonly from: BlobOid | undefined
  readonly to: BlobOid | undefined
}

export interface LineCount {
  readonly insertions: number
  readonly deletions: number
}

/**
 * The counts of each pair, in their order, as `git diff --numstat --no-renames` gives them; binary files count no lines. git compares two
 * folders of numbered files, which `show` must put where it can read them.
 */
export async function countLines(
  git: Git,
  pairs: readonly BlobPair[],
  show: (tree: GitObject<TreeOid>) => void,
): Promise<LineCount[]> {
  if (pairs.length === 0) return []
  const side = (which: 'from' | 'to'): TreeOid => {
    const entries = pairs.flatMap((pair, at) => {
      const oid = pair[which]
      return oid === undefined ? [] : [{ name: String(at), mode: MODE_FILE, oid }]
    })
    const tree = makeTree(entries)
    show(tree)
    return tree.oid
  }
  const args = [
    'diff-tree',
    '--numstat',
    '-z',
    '--no-renames',
    '--no-ext-diff',
    '--no-textconv',
    side('from'),
    side('to'),
  ]
  const { stdout } = await git.run({ args })
  const counts = pairs.map((): LineCount => ({ insertions: 0, deletions: 0 }))
  for (const line of stdout.toString('latin1').split('\0').slice(0, -1)) {
    const [insertions, deletions, name] = line.split('\t')
    if (name === undefined)
      throw new OperatingError(
        'git-failed',
        'git diff-tree --numstat printed what does not parse',
        'Report this with your version of git.',
      )
    counts[Number(name)] = { insertions: Number(insertions) || 0, deletions: Number(deletions) || 0 }
  }
  return counts
}
