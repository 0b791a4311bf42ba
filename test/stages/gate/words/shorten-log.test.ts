import { expect, test } from 'vitest'
import { shortenLog } from '../../../../src/stages/gate/words/shorten-log.ts'

test('a short log is kept whole', () => {
  expect(shortenLog('a\nb\n', undefined)).toBe('a\nb\n')
})

test('of a long log the beginning, the first error and the end are kept, and it is said what is not', () => {
  const filler = 'cc -c a.c\n'.repeat(100_000)
  const error = { text: 'no such header', file: 'a.c', line: 3 }
  const kept = shortenLog(`begin\n${filler}a.c:3: error: no such header\n${filler}end\n`, error)
  expect(kept.length).toBeLessThan(270_000)
  expect(kept).toMatch(/^begin\n[^]*a\.c:3: error: no such header\n[^]*end\n$/)
  expect([...kept.matchAll(/\[(\d+) characters are left out here\]/g)]).toHaveLength(2)
  // An error near the end is not kept twice.
  const late = shortenLog(`${filler}a.c:3: error: no such header\nend\n`, error)
  expect(late.match(/no such header/g)).toHaveLength(1)
})
