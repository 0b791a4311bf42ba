/** What the recognisers of errors share: each looks at one line of a log, and around it for what belongs to it. */
import type { FirstError } from '../../../base/model/verdict.ts'

/** Undefined where the line says nothing of an error. */
export type Recogniser = (lines: readonly string[], at: number) => FirstError | undefined

/** One pattern for one line. The groups `file`, `line` and `text` are what they are called; without `text` the whole line is. */
export function onOneLine(pattern: RegExp): Recogniser {
  return (lines, at) => {
    const line = lines[at] ?? ''
    const groups = pattern.exec(line)?.groups
    if (groups === undefined) return undefined
    return found(groups['text'] ?? line, groups['file'], groups['line'])
  }
}

export function found(text: string, file?: string, line?: string): FirstError {
  return { text: text.trim(), file, line: line === undefined ? undefined : Number(line) }
}

/** The first of the lines behind one, at most `within` of them, that fits a pattern. */
export function behind(
  lines: readonly string[],
  at: number,
  within: number,
  pattern: RegExp,
): RegExpExecArray | undefined {
  for (const line of lines.slice(at + 1, at + 1 + within)) {
    const match = pattern.exec(line)
    if (match) return match
  }
  return undefined
}
