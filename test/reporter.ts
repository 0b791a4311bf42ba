/** Closes a test run with one line that a person or a program can read: `N passed, N failed`. */
import type { SerializedError } from 'vitest'
import type { Reporter, TestModule } from 'vitest/node'

/** How many steps of `scripts/check.sh` failed before the tests began; each counts as a failure. */
const FAILED_CHECKS = 'FAILED_CHECKS'

interface Tally {
  passed: number
  failed: number
  skipped: number
}

function closingLine(tally: Tally): string {
  const skipped = tally.skipped > 0 ? `, ${tally.skipped} skipped` : ''
  return `${tally.passed} passed, ${tally.failed} failed${skipped}`
}

// oxlint-disable-next-line import/no-default-export -- vitest loads a reporter by its default export
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    const tally = count(modules)
    tally.failed += unhandledErrors.length + Number(process.env[FAILED_CHECKS] ?? 0)
    // Other reporters may still be writing their summary: the line is written when nobody can write after it.
    process.once('exit', () => {
      process.stdout.write(`${closingLine(tally)}\n`)
    })
  }
}

function count(modules: readonly TestModule[]): Tally {
  const tally: Tally = { passed: 0, failed: 0, skipped: 0 }
  for (const module of modules) {
    let failedHere = 0
    for (const { ok, skipped } of results(module)) {
      if (skipped) tally.skipped += 1
      else if (ok) tally.passed += 1
      else failedHere += 1
    }
    // A file that cannot be loaded, or whose hooks throw, has no failed test of its own.
    if (module.state() === 'failed' && failedHere === 0) failedHere = 1
    tally.failed += failedHere
  }
  return tally
}

function* results(module: TestModule): Generator<{ ok: boolean; skipped: boolean }> {
  for (const test of module.children.allTests()) {
    const { state } = test.result()
    yield { ok: state === 'passed', skipped: state === 'skipped' }
  }
}
