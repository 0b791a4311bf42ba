/** How test runners, interpreters and booting systems say that something is wrong. */
import { behind, found, onOneLine, type Recogniser } from './recogniser.ts'

/** A traceback names the outermost call first; what happened stands below it, and where in the last frame. */
const python: Recogniser = (lines, at) => {
  const line = lines[at] ?? ''
  if (!/^(?:Traceback \(most recent call last\):| {2}File "[^"]*", line \d+)/.test(line)) return undefined
  let frame = /^ {2}File "([^"]*)", line (\d+)/.exec(line)
  for (const next of lines.slice(at + 1, at + 400)) {
    const another = /^ {2}File "([^"]*)", line (\d+)/.exec(next)
    if (another) frame = another
    else if (/^\S/.test(next)) return /^[\w.]+/.test(next) ? found(next, frame?.[1], frame?.[2]) : undefined
  }
  return undefined
}

/** `E   assert 1 == 2`, and below it `tests/test_a.py:5: AssertionError`. */
const pytest: Recogniser = (lines, at) => {
  const text = /^E {2,}(\S.*)/.exec(lines[at] ?? '')?.[1]
  if (text === undefined) return undefined
  const where = behind(lines, at, 30, /^(\S+\.py):(\d+): /)
  return where && found(text, where[1], where[2])
}

/** `FAILED tests/test_a.py::test_x - assert 1 == 2`, of pytest's summary. */
const pytestSummary = onOneLine(/^(?:FAILED|ERROR) (?<file>\S+\.py)(?<text>::.*)?/)

/** vitest's and jest's ` FAIL  test/a.test.ts > name`, with the error and its place below. */
const javascriptTest: Recogniser = (lines, at) => {
  const [, file, name] = /^\s*FAIL\s+(?:\S+ )?(\S+\.[cm]?[jt]sx?)(?: > (.+))?/.exec(lines[at] ?? '') ?? []
  if (file === undefined) return undefined
  const error = behind(lines, at, 40, /^\s*((?:\w*Error|Expected|expect\()\b.*)/)?.[1]
  const where = behind(lines, at, 60, /(?:❯ |\(|at )([^\s():❯][^\s():]*):(\d+):\d+\)?$/)
  const text = [name, error].filter((part) => part !== undefined).join(': ')
  return where ? found(text === '' ? 'failed' : text, where[1], where[2]) : found(text === '' ? 'failed' : text, file)
}

/** `--- FAIL: TestX (0.00s)`, and below it `    x_test.go:12: …`. */
const goTest: Recogniser = (lines, at) => {
  const name = /^\s*--- FAIL: (\S+)/.exec(lines[at] ?? '')?.[1]
  if (name === undefined) return undefined
  const where = behind(lines, at, 10, /^\s+(\S+\.go):(\d+): (.*)/)
  return where ? found(`${name}: ${where[3] ?? ''}`, where[1], where[2]) : found(`${name} failed`)
}

/** `thread 'x' panicked at src/lib.rs:3:5:` and the message below; before Rust 1.73 all on one line. */
const rustPanic: Recogniser = (lines, at) => {
  const line = lines[at] ?? ''
  const old = /^thread '.*' panicked at '(.*)', ([^\s:]+):(\d+):\d+/.exec(line)
  if (old) return found(old[1] ?? '', old[2], old[3])
  const [, file, number] = /^thread '.*'.* panicked at ([^\s:]+):(\d+):\d+:$/.exec(line) ?? []
  return file === undefined ? undefined : found(lines[at + 1] ?? 'panicked', file, number)
}

/** TAP's `not ok 3 - name`; a todo or skipped test is no failure. What follows in YAML says more. */
const tap: Recogniser = (lines, at) => {
  const line = lines[at] ?? ''
  const name = /^\s*not ok\b(?: \d+)?(?: -)?(.*)/.exec(line)?.[1]
  if (name === undefined || /#\s*(?:todo|skip)/i.test(name)) return undefined
  const end = lines.slice(at + 1, at + 40).findIndex((next) => /^\s*(?:\.\.\.|(?:not )?ok\b)/.test(next))
  const within = end < 0 ? 0 : end
  const why = behind(lines, at, within, /^\s*(?:error|message): ['"]?(?!\|)(.+?)['"]?$/)?.[1]
  const where = behind(lines, at, within, /^\s*(?:location|at): ['"]?(?:file:\/\/)?([^\s'":]+):(\d+)/)
  const text = [name.trim() || 'a test failed', why].filter((part) => part !== undefined).join(': ')
  return found(text, where?.[1], where?.[2])
}

/** JUnit XML: `<failure message="…">` or `<error …>` within the `<testcase …>` above it. */
const junit: Recogniser = (lines, at) => {
  const tag = /<(?:failure|error)\b([^>]*)/.exec(lines[at] ?? '')
  if (!tag) return undefined
  const above = [...(lines[at] ?? '').slice(0, tag.index).matchAll(TEST_CASE)].at(-1)?.[1]
  const test = above ?? lines.slice(Math.max(0, at - 50), at).findLast((line) => line.includes('<testcase')) ?? ''
  const message = attribute(tag[1] ?? '', 'message') ?? attribute(tag[1] ?? '', 'type')
  const name = [attribute(test, 'classname'), attribute(test, 'name')].filter((part) => part !== undefined).join('.')
  return found(
    [name, message].filter((part) => part).join(': ') || 'a test failed',
    attribute(test, 'file'),
    attribute(test, 'line'),
  )
}

const TEST_CASE = /<testcase\b([^>]*)/g

function attribute(tag: string, name: string): string | undefined {
  const value = new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(tag)?.[1]
  const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&', '#10': ' ' }
  return value?.replace(/&(lt|gt|quot|apos|amp|#10);/g, (_, entity: string) => entities[entity] ?? ' ')
}

/** node's own: the place on a line, the error a few lines below, `SyntaxError: …`. */
const node: Recogniser = (lines, at) => {
  const [, file, line] = /^(?:file:\/\/)?(\S+\.[cm]?[jt]sx?|node:\S+):(\d+)$/.exec(lines[at] ?? '') ?? []
  if (file === undefined) return undefined
  const text = behind(lines, at, 8, /^(?:Uncaught )?(\w*Error\b.*)/)?.[1]
  if (text === undefined) return undefined
  if (!file.startsWith('node:')) return found(text, file, line)
  const where = behind(lines, at, 20, /^\s+at (?:.*\()?(?:file:\/\/)?(\/?[^\s():]+\.[cm]?[jt]sx?):(\d+):\d+\)?$/)
  return found(text, where?.[1], where?.[2])
}

const sanitizer = onOneLine(/^==\d+==\s?(?<text>ERROR: \w+Sanitizer: .*)/)
const ubsan = onOneLine(/^(?<file>[^\s:]+):(?<line>\d+):\d+: (?<text>runtime error: .+)/)
const goPanic = onOneLine(/^(?<text>panic: .+)/)
const kernel = onOneLine(
  /^(?:\[[ \d.]+\] ?)?(?<text>(?:Kernel panic - not syncing|BUG: |Oops: |Unable to handle kernel).*)/,
)

export const TEST_ERRORS: readonly Recogniser[] = [
  python,
  pytest,
  pytestSummary,
  javascriptTest,
  goTest,
  rustPanic,
  tap,
  junit,
  node,
  sanitizer,
  ubsan,
  goPanic,
  kernel,
]

export const WEAK_TEST_ERRORS: readonly Recogniser[] = [
  onOneLine(/^\s*(?<text>[✖×✗] .+)/u),
  onOneLine(/^(?<text>\w+Error: .+)/),
]
