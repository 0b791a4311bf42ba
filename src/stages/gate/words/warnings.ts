/** The warnings in a log, and which of them another log does not have. */
import { distinct } from '../../../base/std/collections.ts'
import { oneLine } from '../../../base/text/printable.ts'
import { linesOf } from './first-error.ts'

/** Warnings that are told of one log: beyond so many a person looks into the log itself. */
const WARNINGS_MAX = 200

/** `file.c:12:3: warning: … [-W…]` of compilers, `WARNING: modpost: …` of the kernel, `a.rst:5: WARNING: …` of documents, `warning: …` of rustc. */
const WARNING = /(?:^|[\s:])(?:warning|WARNING)(?:\[\w+\])?: \S/

/** A count of warnings is none. */
const COUNT = /^(?:warning: )?(?:`\S+` \([^)]*\) generated )?\d+ warnings?\b|generated \d+ warnings?/

/** Each once, in the order they came; with the place where it follows on the next line, as rustc has it. */
export function warningsIn(log: string): readonly string[] {
  const lines = linesOf(log)
  const warnings = lines.flatMap((line, at) => {
    if (!WARNING.test(line) || COUNT.test(line)) return []
    const where = /^\s*--> (\S+)/.exec(lines[at + 1] ?? '')?.[1]
    return [oneLine(where === undefined ? line : `${where}: ${line}`, 300)]
  })
  return distinct(warnings).slice(0, WARNINGS_MAX)
}

/** Those that say something upstream does not say of the same file. Lines move when others add to a file, so their numbers do not count. */
export function warningsBeyond(warnings: readonly string[], upstream: readonly string[]): readonly string[] {
  const known = new Set(upstream.map(withoutPlace))
  return warnings.filter((warning) => !known.has(withoutPlace(warning)))
}

function withoutPlace(warning: string): string {
  return warning.replace(/:\d+(?::\d+)?(?=[:\s])/g, '')
}
