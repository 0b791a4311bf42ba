import { expect, test } from 'vitest'
import { clipDiff } from '../../../src/stages/report/clip-diff.ts'

test('diffs stand one after the other', () => {
  expect(clipDiff(['diff --cc a\n++x\r\n', 'diff --cc b\n++\u001b[2J'])).toBe(
    'diff --cc a\n++x^M\ndiff --cc b\n++\ufffd[2J\n',
  )
  expect(clipDiff([])).toBe('')
})

test('a line of a minified file is cut, and so is a diff that no list would take', () => {
  const clipped = clipDiff([`diff --cc a\n++${'x'.repeat(1e6)}\n${'++a line of code\n'.repeat(50_000)}`])
  expect(clipped.length).toBeLessThan(70_000)
  expect(clipped).toContain('x […]\n++a line')
  expect(clipped).toMatch(/\n\[\d+ more lines of diff: too long for a mail\]\n$/)
})
