import fc from 'fast-check'
import { isAbsolute, normalize } from 'node:path'
import { expect, test } from 'vitest'
import { safePath } from '../../../src/base/text/safe-file-name.ts'

test('an ordinary path stays as it is', () => {
  expect(safePath('arch/x86/entry_64.S')).toBe('arch/x86/entry_64.S')
})

test.each([
  ['../../etc/passwd', '_../_../etc/passwd'],
  ['.git/hooks/post-checkout', '_.git/hooks/post-checkout'],
  ['-rf', '_-rf'],
  ['a\nb/\u001b[31m', 'a_b/__31m'],
  ['/absolute', '_/absolute'],
])('%j becomes harmless', (path, safe) => {
  expect(safePath(path)).toBe(safe)
})

test('no path leads out of its folder', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (path) => {
      const safe = safePath(path)
      expect(isAbsolute(safe)).toBe(false)
      expect(normalize(safe).split('/')).not.toContain('..')
      expect(safe).toMatch(/^[\w.+@=,/-]+$/)
    }),
  )
})
