/** How much lies between two trees, as `git diff --stat -M` has it: a file that was renamed is one file. */
import type { TreeOid } from '../model/oid.ts'
import { assert } from '../std/assert.ts'
import type { Git } from './spawn.ts'

export interface DiffStat {
  readonly files: number
  readonly insertions: number
  readonly deletions: number
}

export async function diffStat(git: Git, from: TreeOid, to: TreeOid): Promise<DiffStat> {
  const { stdout } = await git.run({
    args: ['diff-tree', '-r', '--numstat', '-z', '--find-renames', '--no-ext-diff', '--no-textconv', from, to],
  })
  return parseNumbers(stdout.toString('latin1'))
}

/** `<insertions> TAB <deletions> TAB <path> NUL`, and where the path is empty `<old path> NUL <new path> NUL`; `-` for a binary file. */
function parseNumbers(text: string): DiffStat {
  const fields = text.split('\0')
  let [files, insertions, deletions] = [0, 0, 0]
  for (let at = 0; at < fields.length - 1; at += 1) {
    const match = /^(\d+|-)\t(\d+|-)\t(.?)/s.exec(fields[at] ?? '')
    assert(match !== null, 'git diff-tree --numstat printed what does not parse')
    const [, added, removed, path] = match
    files += 1
    insertions += Number(added) || 0
    deletions += Number(removed) || 0
    if (path === '') at += 2
  }
  return { files, insertions, deletions }
}
