/** How much two trees differ, as `git diff --shortstat` counts it. */
import { OperatingError } from '../std/operating-error.ts'
import type { TreeOid } from '../model/oid.ts'
import type { Git } from './spawn.ts'

export interface DiffStat {
  readonly files: number
  readonly insertions: number
  readonly deletions: number
}

/** Renames are followed as `git diff` does. Each line is `<added> TAB <deleted> TAB …`, with dashes for binary files. */
export async function diffStat(git: Git, from: TreeOid, to: TreeOid): Promise<DiffStat> {
  const { stdout } = await git.run({
    args: ['diff-tree', '-r', '-M', '--numstat', '-z', '--no-ext-diff', '--no-textconv', from, to],
  })
  let files = 0
  let insertions = 0
  let deletions = 0
  const fields = stdout.toString('latin1').split('\0')
  for (let at = 0; at < fields.length - 1; at += 1) {
    const [added, deleted, path] = (fields[at] ?? '').split('\t')
    if (deleted === undefined)
      throw new OperatingError(
        'git-failed',
        'git diff-tree --numstat printed what does not parse',
        'Report this with your version of git.',
      )
    files += 1
    insertions += Number(added) || 0
    deletions += Number(deleted) || 0
    // A rename has an empty path, and its two names as fields of their own.
    if (path === '') at += 2
  }
  return { files, insertions, deletions }
}
