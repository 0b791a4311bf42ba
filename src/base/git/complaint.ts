/** git's own words about a failure, as one line that says whose they are. */
import { oneLine } from '../text/printable.ts'

/** Lines that come with every failure, or with none, and say nothing about this one. */
const IDLE_LINE =
  /^(@.*@|warning: no common commits|Please make sure you have the correct access rights|and the repository exists\.|hint: .*)$/

/** What git ends with whenever it does not come to the point of talking: no news where somebody else has said why. */
const LAST_LINE = 'Could not read from remote repository.'

/** How git marks its lines; who speaks is said by us. */
const MARK = /^(fatal|error): /

const LINES_MAX = 3

/** `git says: …`, to stand behind a sentence of ours about what was tried. `end`: where a server's greeting may stand before what counts. */
export function gitSays(stderr: string, from: 'start' | 'end' = 'start'): string {
  const words = complaint(stderr, from)
  return words === '' ? 'git gave no reason' : `git says: ${words}`
}

/** The lines that say something, on one line that can stand anywhere in a sentence. */
export function complaint(stderr: string, from: 'start' | 'end' = 'start'): string {
  const telling = stderr
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !IDLE_LINE.test(line))
    .map((line) => line.replace(MARK, ''))
  const reasons = telling.filter((line) => line !== LAST_LINE)
  const lines = reasons.length === 0 ? telling : reasons
  return oneLine((from === 'start' ? lines.slice(0, LINES_MAX) : lines.slice(-LINES_MAX)).join('; '), 300).replace(
    /\.$/,
    '',
  )
}
