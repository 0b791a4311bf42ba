import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { contentFault, keyFault } from '../../../src/base/git/ssh-key.ts'
import { testFolder } from '../../world/folder.ts'
import { hasSsh, makeKey } from '../../world/ssh-keys.ts'

test.skipIf(!hasSsh).each([[['-t', 'ed25519']], [['-t', 'ecdsa', '-m', 'PEM']], [['-t', 'ecdsa', '-m', 'PKCS8']]])(
  'a key that ssh-keygen makes with %j is seen to have a passphrase or none',
  async (format) => {
    using folder = testFolder()
    expect(await keyFault(makeKey(join(folder.path, 'plain'), '', format))).toBe(undefined)
    expect(await keyFault(makeKey(join(folder.path, 'locked'), 'open sesame', format))).toBe('locked')
  },
)

test('a file that is not there, is none, or holds something else, is no key', async () => {
  using folder = testFolder()
  const path = join(folder.path, 'key')
  expect(await keyFault(path)).toBe('missing')
  expect(await keyFault(folder.path)).toBe('unreadable')
  writeFileSync(path, 'ssh-ed25519 AAAA test\n')
  expect(await keyFault(path)).toBe('no-key')
})

test.each([
  ['-----BEGIN OPENSSH PRIVATE KEY-----\n\n-----END'],
  ['-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEA'],
])('a key that breaks off is no reason to fail: %j', (content) => {
  expect(contentFault(content)).toBe('no-key')
})
