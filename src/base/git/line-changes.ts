/** What commits changed in some files, line by line, against parents of one's choice: `git diff-tree --stdin` for any number of them. */
import type { CommitOid } from '../model/oid.ts'
import { assert } from '../std/assert.ts'
import { askForPatch, type PathChange, PatchReader, RAW_FORMAT } from './patch-reader.ts'
import { pathspec } from './pathspec.ts'
import type { Git } from './spawn.ts'

/** A commit, and the one it is compared with. */
export interface CommitEdge {
  readonly commit: CommitOid
  readonly parent: CommitOid
}

/** The changes of each edge at the paths, in the order of the edges. Lists are empty when git cannot tell within the limits. */
export async function lineChanges(
  git: Git,
  edges: readonly CommitEdge[],
  paths: readonly string[],
): Promise<PathChange[][]> {
  if (edges.length === 0) return []
  const input = edges.map(({ commit, parent }) => `${commit} ${parent}\n`).join('')
  const args = ['diff-tree', ...FORMAT, '--', ...paths.map(pathspec)]
  const answer = await askForPatch(git, args, input)
  return answer === undefined ? edges.map(() => []) : parseChanges(answer, edges.length)
}

/** `--always` answers for every edge, also one without changes. */
const FORMAT = ['--stdin', '--always', '-r', ...RAW_FORMAT] as const

/** A record for each edge: `<commit> NUL`, then its changes. */
function parseChanges(answer: Buffer, count: number): PathChange[][] {
  const reader = new PatchReader(answer)
  const records: PathChange[][] = []
  while (!reader.isDone) {
    reader.field()
    records.push(reader.changes())
  }
  assert(records.length === count, `git diff-tree answered ${records.length} of ${count} commits`)
  return records
}
