/** What is wrong with a roster, and where: noted by path while reading, and given a line and column only when there is something to tell. */
import { entryFinder, type TomlPath, tomlLayout } from '../../base/text/toml-layout.ts'

/** One thing wrong, as the operator is told it. */
export interface Fault {
  /** Counted from 1. */
  readonly line: number
  /** Counted from 1, in UTF-16 code units. */
  readonly column: number
  readonly message: string
  /** What to do about it, in a sentence. */
  readonly hint: string
}

/** One thing wrong, before anybody looked up where it stands. */
export interface Problem {
  readonly path: TomlPath
  /** Whether the key itself is at fault or what it was given. */
  readonly at: 'key' | 'value'
  readonly message: string
  readonly hint: string
}

/** Looks up where problems stand, in the order of the text. What is missing altogether stands at the beginning. */
export function locateProblems(text: string, problems: readonly Problem[]): Fault[] {
  if (problems.length === 0) return []
  const find = entryFinder(tomlLayout(text))
  const lineStarts = [0, ...[...text.matchAll(/\n/g)].map((match) => match.index + 1)]
  const located = problems.map((problem) => ({ problem, offset: find(problem.path)?.[problem.at].start ?? 0 }))
  return located
    .toSorted((a, b) => a.offset - b.offset)
    .map(({ problem: { message, hint }, offset }) => ({ ...position(lineStarts, offset), message, hint }))
}

/** `tributary.toml:12:8: message`, as compilers write it, so that editors can jump there. */
export function describeFault(file: string, fault: Fault): string {
  return `${file}:${fault.line}:${fault.column}: ${fault.message}`
}

function position(lineStarts: readonly number[], offset: number): { line: number; column: number } {
  const line = lineStarts.findLastIndex((start) => start <= offset)
  return { line: line + 1, column: offset - (lineStarts[line] ?? 0) + 1 }
}
