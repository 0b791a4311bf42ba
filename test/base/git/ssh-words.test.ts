import { expect, test } from 'vitest'
import { inOurWords, sshTrouble } from '../../../src/base/git/ssh-words.ts'

const ROUTE = { host: 'example.org', port: undefined, identity: undefined, knownHosts: undefined }
const FILES = { ...ROUTE, port: 2222, identity: '/etc/tributary/key', knownHosts: '/etc/tributary/known_hosts' }

test.each([
  [
    'No ED25519 host key is known for [example.org]:2222 and you have requested strict checking.\nHost key verification failed.',
    'unknown-host',
  ],
  [
    '@@@@\n@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\n@@@@\nHost key for example.org has changed and you have requested strict checking.\nHost key verification failed.',
    'changed-host',
  ],
  ['git@example.org: Permission denied (publickey,password).', 'not-let-in'],
  ['Load key "/k": bad permissions\ngit@example.org: Permission denied (publickey).', 'open-key'],
  ['kex_exchange_identification: read: Connection reset by peer\nConnection reset by 192.0.2.1 port 22', 'turned-away'],
  ['ssh: connect to host example.org port 22: Connection timed out', 'silent'],
  ['Connection timed out during banner exchange\nConnection to 192.0.2.1 port 22 timed out', 'silent'],
  ["fatal: '/srv/x' does not appear to be a git repository", undefined],
  ['remote: ERROR: Permission denied (by the forge) to read x', undefined],
])('what ssh means by %j', (words, kind) => {
  expect(sshTrouble(`${words}\nfatal: Could not read from remote repository.\n`)).toBe(kind)
})

test('what a server greets with does not stand in for what happened', () => {
  const greeting = 'No RSA host key is known for x and you have requested strict checking.\n'
  expect(sshTrouble(`${greeting}git@example.org: Permission denied (publickey).\n`)).toBe('not-let-in')
})

test('the file and the command are named that mend it', () => {
  expect(inOurWords({ kind: 'unknown-host' }, FILES)).toBe(
    'ssh does not know the key of its host example.org (port 2222), so anybody could stand there. Ask its owner for the fingerprint, compare it with that of `ssh-keyscan -p 2222 example.org`, and add what it prints to /etc/tributary/known_hosts',
  )
  expect(inOurWords({ kind: 'unknown-host' }, { ...ROUTE, host: '[2001:db8::1]' })).toMatch(
    /`ssh-keyscan 2001:db8::1`, and add what it prints to known_hosts in ~\/\.ssh$/,
  )
  expect(inOurWords({ kind: 'not-let-in', fault: undefined }, FILES)).toMatch(
    /add the public key, \/etc\/tributary\/key\.pub/,
  )
  expect(inOurWords({ kind: 'not-let-in', fault: 'locked' }, FILES)).toMatch(/has a passphrase/)
  expect(inOurWords({ kind: 'not-let-in', fault: undefined }, ROUTE)).toMatch(/Name the right private key as identity/)
})
