/** Reads the lines that commits add and take away, to see how far two versions of a patch are apart. */
import { type CommitOid, commitOid } from '../model/oid.ts'
import { chunksOf } from '../std/collections.ts'
import type { Git } from './spawn.ts'
import { withinLimits } from './within-limits.ts'

/** Commits in one question. */
const COMMITS_PER_QUESTION = 200

/** Most text of so many patches; beyond it somebody has committed a database, and how many lines that has says nothing. */
const OUTPUT_MAX_BYTES = 64 * 1024 * 1024

const TIMEOUT_MS = 60_000

const PATCH = [
  '--stdin',
  '--root',
  '-r',
  '--patch',
  '--unified=0',
  '--no-renames',
  '--no-color',
  '--no-ext-diff',
  '--no-textconv',
]

/** Each line with its sign; a commit whose question was too large to be answered is left out. */
export async function readChangedLines(
  git: Git,
  commits: readonly CommitOid[],
): Promise<ReadonlyMap<CommitOid, readonly string[]>> {
  const lines = new Map<CommitOid, string[]>()
  for (const chunk of chunksOf(commits, COMMITS_PER_QUESTION)) {
    const answer = await withinLimits(git, {
      args: ['diff-tree', ...PATCH],
      input: chunk.map((commit) => `${commit}\n`).join(''),
      timeoutMs: TIMEOUT_MS,
      outputMaxBytes: OUTPUT_MAX_BYTES,
    })
    if (answer === undefined) continue
    for (const commit of chunk) lines.set(commit, [])
    takeLines(answer.toString('latin1'), lines)
  }
  return lines
}

/** A patch begins with its commit's id on a line of its own; headers of files stand before the first `@@`. */
function takeLines(text: string, lines: ReadonlyMap<CommitOid, string[]>): void {
  let own: string[] | undefined
  let isInHunk = false
  for (const line of text.split('\n')) {
    if (/^[0-9a-f]{40}$/.test(line)) own = lines.get(commitOid(line))
    else if (line.startsWith('diff --git ')) isInHunk = false
    else if (line.startsWith('@@ ')) isInHunk = true
    else if (isInHunk && (line.startsWith('+') || line.startsWith('-'))) own?.push(line)
  }
}
