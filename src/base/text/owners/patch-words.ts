/** What claims are held against in a patch as it is mailed: its files, what stands before its changes, and the changes. */

export interface PatchWords {
  /** Raw paths, each once. */
  readonly paths: readonly string[]
  readonly intro: readonly string[]
  /** With their `+`, `-` or space. */
  readonly lines: readonly string[]
}

/** Longest part of a line that is looked at, in bytes: beyond it are tables of numbers and minified files. */
const LINE_MAX = 10_000

/** The lines that name files are looked at for nothing else (get_maintainer.pl). */
export function patchWords(raw: string): PatchWords {
  const paths = new Set<string>()
  const intro: string[] = []
  const lines: string[] = []
  let isPatch = false
  for (const line of raw.split('\n')) {
    const [, one, other] = /^diff --git a\/(\S+) b\/(\S+)\s*$/.exec(line) ?? []
    const [, moved] = /^(?: mode change [0-7]+ => [0-7]+|rename (?:from|to)) (\S+)\s*$/.exec(line) ?? []
    const [, side] = /^(?:\+\+\+|---)\s+(\S+)/.exec(line) ?? []
    if (one !== undefined && other !== undefined) paths.add(one).add(other)
    else if (moved !== undefined) paths.add(moved)
    else if (side !== undefined) {
      if (side !== '/dev/null') paths.add(side.replace(/^[^/]*\//, ''))
      isPatch = true
    } else if (!/^Fixes:\s+[0-9a-fA-F]{6,40}|^@@ -\d+,\d+/.test(line))
      (isPatch ? lines : intro).push(line.slice(0, LINE_MAX))
  }
  return { paths: [...paths].sort(), intro, lines }
}
