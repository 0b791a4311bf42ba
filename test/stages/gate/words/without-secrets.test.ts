import fc from 'fast-check'
import { expect, test } from 'vitest'
import { secretsOf, withoutSecrets } from '../../../../src/stages/gate/words/without-secrets.ts'

test('a known secret is taken out, also as a URL and base64 have it', () => {
  const secret = 'p@ss/wörd 1'
  const url = encodeURIComponent(secret)
  const wrapped = Buffer.from(`user:${secret}:x`).toString('base64')
  const log = withoutSecrets(`${secret} ${url} ${wrapped}`, [secret])
  expect(log).toMatch(/^\[secret\] \[secret\] \S*\[secret\]\S*$/)
})

test('whatever stands before it, base64 does not bring a secret back', () => {
  const text = fc.string({ unit: 'binary', maxLength: 9 })
  fc.assert(
    fc.property(text, text, (before, after) => {
      const secret = 'correct horse battery'
      const encoded = Buffer.from(before + secret + after).toString('base64')
      expect(Buffer.from(withoutSecrets(encoded, [secret]), 'base64').toString()).not.toContain('horse')
    }),
  )
})

test('what has the shape of a credential is taken out, and what is around it stays', () => {
  const token = `ghp_${'a1'.repeat(18)}`
  expect(withoutSecrets(`clone https://bot:hunter2@example.org/x.git with ${token}.`, [])).toBe(
    'clone https://bot:[secret]@example.org/x.git with [secret].',
  )
  expect(withoutSecrets('> Authorization: Bearer abc.def\nnext', [])).toBe('> Authorization: Bearer [secret]\nnext')
  const key = '-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----'
  expect(withoutSecrets(`a\n${key}\nb`, [])).toBe('a\n[secret]\nb')
  const plain = 'see https://example.org:8080/a@b and a.c:3: error: key'
  expect(withoutSecrets(plain, ['', 'key'])).toBe(plain)
})

test('variables that are called like a secret hold one', () => {
  const env = { API_TOKEN: 'one', DB_PASSWORD: 'two', SIGNING_KEY: 'three', ARCH: 'arm64', KEYMAP: 'de', MONKEY: 'x' }
  expect(secretsOf(env)).toEqual(['one', 'two', 'three'])
})
