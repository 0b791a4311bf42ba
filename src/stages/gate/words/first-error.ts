/** Where a log first says what is wrong: pure, by the patterns of known compilers, make, interpreters and test runners. */
import type { FirstError } from '../../../base/model/verdict.ts'
import { oneLine } from '../../../base/text/printable.ts'
import { BUILD_ERRORS, WEAK_BUILD_ERRORS } from './build-errors.ts'
import type { Recogniser } from './recogniser.ts'
import { TEST_ERRORS, WEAK_TEST_ERRORS } from './test-errors.ts'

/** Longest line that is looked at, in characters: no message is longer, and a pattern may not be kept busy by a megabyte. */
const LINE_MAX = 1_000

/** Longest message that is told. */
const TEXT_MAX = 300

/** Longest file name that is told. */
const FILE_MAX = 300

/** Some lines can hold one of these words only, which is most of the time saved: an error is said by few lines of a log. */
const MAY_BE_ERROR =
  /error|undefined|multiple|cannot|relocation|-->|\.go:|\*\*\*|No rule|not found|denied|No such|Traceback|^ {2}File "|^E {2}|^FAILED|FAIL|panic|not ok|<failure|:\d+$|BUG: |Oops|Unable to|fault|Abort|Killed|instruction|separator|[✖×✗]/iu

/** The log is plain text. Undefined where nothing in it is known to be an error. */
export function firstError(log: string): FirstError | undefined {
  const lines = linesOf(log)
  return (
    firstBy([...BUILD_ERRORS, ...TEST_ERRORS], lines) ?? firstBy([...WEAK_BUILD_ERRORS, ...WEAK_TEST_ERRORS], lines)
  )
}

function firstBy(recognisers: readonly Recogniser[], lines: readonly string[]): FirstError | undefined {
  for (const [at, line] of lines.entries()) {
    if (!MAY_BE_ERROR.test(line)) continue
    for (const recognise of recognisers) {
      const error = recognise(lines, at)
      if (error !== undefined) return tidied(error)
    }
  }
  return undefined
}

export function linesOf(log: string): string[] {
  return log.split('\n').map((line) => (line.length > LINE_MAX ? line.slice(0, LINE_MAX) : line))
}

function tidied({ text, file, line }: FirstError): FirstError {
  return {
    text: oneLine(text, TEXT_MAX),
    file: file === undefined ? undefined : oneLine(file, FILE_MAX),
    line: line !== undefined && Number.isSafeInteger(line) ? line : undefined,
  }
}
