/** Which lines of a file's old contents its new contents change, for any number of files, as `ort` would see it when it merges them. */
import { assert } from '../std/assert.ts'
import type { LooseObjects } from './loose-objects.ts'
import { makeTree, MODE_FILE } from './objects.ts'
import type { Git } from './spawn.ts'

export interface BlobPair {
  readonly from: string
  readonly to: string
}

/** Lines of the old contents that are replaced: from the first, counted from 0, up to but without the last. Equal where lines are put in. */
export interface LineSpan {
  readonly start: number
  readonly end: number
}

/**
 * The spans of each pair in ascending order, undefined for binary contents.
 *
 * The pairs stand as entries of two throw-away folders, so that one comparison answers all. A line of context is asked for, because
 * without any, diff (xdiff-interface.c, trim_common_tail) looks at less of the files than a merge does; and no indent heuristic, which
 * diff has and merging has not.
 */
export async function changedLines(
  git: Git,
  store: LooseObjects,
  pairs: readonly BlobPair[],
): Promise<(readonly LineSpan[] | undefined)[]> {
  if (pairs.length === 0) return []
  const digits = String(pairs.length).length
  const folder = (side: 'from' | 'to') =>
    makeTree(
      pairs.map((pair, at) => ({ mode: MODE_FILE, name: String(at).padStart(digits, '0'), oid: pair[side] as never })),
    )
  const [from, to] = [folder('from'), folder('to')]
  store.write(from)
  store.write(to)
  const { stdout } = await git.run({ args: [...ARGS, from.oid, to.oid] })
  return readPatch(stdout.toString('latin1'), pairs.length)
}

const ARGS = [
  'diff-tree',
  '--patch',
  '--unified=1',
  '--no-renames',
  '--diff-algorithm=histogram',
  '--no-indent-heuristic',
  '--no-color',
  '--no-ext-diff',
  '--no-textconv',
] as const

/** Lines of a file's contents begin with a space, a sign or a backslash, so a line that begins with `diff` is a header. */
function readPatch(text: string, count: number): (readonly LineSpan[] | undefined)[] {
  const answers: (LineSpan[] | undefined)[] = Array.from({ length: count }, () => [])
  for (const part of text.split(/^diff --git /m).slice(1)) {
    const [, name] = /^a\/(\d+) b\//.exec(part) ?? []
    assert(name !== undefined, 'git diff-tree printed a header that does not parse')
    const hunks = part.indexOf('\n@@ ')
    answers[Number(name)] = hunks < 0 ? undefined : readHunks(part.slice(hunks + 1))
  }
  return answers
}

/** `@@ -<first>[,<count>] +…`, then lines. With a count of 0, the first is the line before. */
function readHunks(text: string): LineSpan[] {
  const spans: LineSpan[] = []
  let line = 0
  let open: number | undefined
  const close = (): void => {
    if (open !== undefined) spans.push({ start: open, end: line })
    open = undefined
  }
  for (const row of text.split('\n')) {
    switch (row[0]) {
      case '@': {
        close()
        const [, first = '', count] = /^@@ -(\d+)(?:,(\d+))? /.exec(row) ?? []
        line = count === '0' ? Number(first) : Number(first) - 1
        break
      }
      case '-':
        open ??= line
        line += 1
        break
      case '+':
        open ??= line
        break
      case ' ':
        close()
        line += 1
        break
      default:
        // "\ No newline at end of file", or the end.
        break
    }
  }
  close()
  return spans
}
