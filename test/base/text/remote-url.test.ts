import fc from 'fast-check'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseRemoteUrl, type RemoteUrl, SCHEMES } from '../../../src/base/text/remote-url.ts'
import { git, importCommits, initBare } from '../../world/fast-import.ts'
import { testFolder } from '../../world/folder.ts'

const REMOTE = ['https', 'ssh', 'git']

function accepted(text: string, schemes: readonly string[] = SCHEMES): RemoteUrl {
  const reading = parseRemoteUrl(text, schemes)
  if (reading.kind === 'refused') throw new Error(`${text} ${reading.why}`)
  return reading.url
}

function whyNot(text: string, schemes: readonly string[] = REMOTE): string {
  const reading = parseRemoteUrl(text, schemes)
  return reading.kind === 'refused' ? reading.why : `passes as ${reading.url.text}`
}

test.each([
  ['https://Git.Example.org/net.git', 'https://git.example.org/net.git', { host: 'git.example.org', port: undefined }],
  ['HTTPS://example.org:8443/a/b/', 'https://example.org:8443/a/b/', { scheme: 'https', port: 8443, path: '/a/b/' }],
  ['git://example.org/%7Eu/x', 'git://example.org/%7Eu/x', { scheme: 'git', path: '/%7Eu/x' }],
  ['ssh://git@example.org:2222/~u/x', 'ssh://git@example.org:2222/~u/x', { scheme: 'ssh', port: 2222, path: '/~u/x' }],
  ['git@Example.org:group/x.git', 'git@example.org:group/x.git', { scheme: 'ssh', path: 'group/x.git' }],
  ['backup:/srv/x.git', 'backup:/srv/x.git', { scheme: 'ssh', host: 'backup', path: '/srv/x.git' }],
  ['https://[2001:db8::1]:8443/x', 'https://[2001:db8::1]:8443/x', { host: '[2001:db8::1]', port: 8443 }],
  ['https://192.0.2.7/x', 'https://192.0.2.7/x', { host: '192.0.2.7' }],
  ['/srv/my repos/x.git', 'file:///srv/my repos/x.git', { scheme: 'file', host: '', path: '/srv/my repos/x.git' }],
  ['file://localhost/srv/100%25/x', 'file:///srv/100%25/x', { scheme: 'file', host: '', path: '/srv/100%/x' }],
])('%s is taken as %s', (text, canonical, parts) => {
  expect(accepted(text)).toMatchObject({ ...parts, text: canonical })
})

test.each([
  ['', 'is empty'],
  ['--upload-pack=touch /tmp/x', 'starts with a dash, which a program could take for an option'],
  ['-u', 'starts with a dash, which a program could take for an option'],
  ['ssh://-oProxyCommand=x/y', 'has a host that starts with a dash'],
  ['-oProxyCommand=x:y', 'starts with a dash, which a program could take for an option'],
  ['ssh://-x@example.org/y', 'has a user name that ssh could take for something else'],
  ['ssh://example.org/-x', 'has a path that starts with a dash, which a program could take for an option'],
  ['ssh://example.org/%2dx', 'has a path that starts with a dash, which a program could take for an option'],
  ['git@example.org:-x', 'has a path that starts with a dash, which a program could take for an option'],
  ['ext::sh -c id', 'names a program of git to fetch with ("x::y")'],
  ['fd::17', 'names a program of git to fetch with ("x::y")'],
  ['https::https://example.org/x', 'names a program of git to fetch with ("x::y")'],
  ['::x', 'names a program of git to fetch with ("x::y")'],
  ['http://example.org/x', 'uses http, where anyone on the way can change what is fetched'],
  ['ftp://example.org/x', 'uses ftp, which Tributary does not fetch by'],
  ['file:///srv/x', 'is on this machine, which is not allowed'],
  ['/srv/x', 'is on this machine, which is not allowed'],
  ['../x', 'is neither a URL nor an absolute path'],
  ['x', 'is neither a URL nor an absolute path'],
  ['https:/example.org/x', 'lacks the "//" behind its scheme'],
  ['https://user:word@example.org/x', 'holds a user name or password'],
  ['https://token@example.org/x', 'holds a user name or password'],
  ['ssh://git:word@example.org/x', 'holds a user name or password'],
  ['https:///x', 'names no host'],
  ['https://:443/x', 'names no host'],
  ['https://example.org', 'names no repository behind the host'],
  ['https://example.org//', 'names no repository'],
  ['git@example.org:', 'names no repository'],
  ['https://example.org:0/x', 'has a port that is not a number from 1 to 65535'],
  ['https://example.org:65536/x', 'has a port that is not a number from 1 to 65535'],
  ['https://example.org:/x', 'has a port that is not a number from 1 to 65535'],
  ['https://[fe80::1%25eth0]/x', 'has no plain IPv6 address in its brackets'],
  ['https://[fe80::1%eth0]/x', 'has no plain IPv6 address in its brackets'],
  ['https://[1:2:3]/x', 'has no plain IPv6 address in its brackets'],
  ['https://2130706433/x', 'has a number for a host that is not a plain IPv4 address'],
  ['https://0x7f.1/x', 'has a number for a host that is not a plain IPv4 address'],
  ['https://127.0.0.256/x', 'has a number for a host that is not a plain IPv4 address'],
  ['https://example.org./x', 'has a host with something in it that no host name holds'],
  ['https://exämple.org/x', 'has a host with something in it that no host name holds'],
  ['https://a@b@example.org/x', 'holds a user name or password'],
  ['https://example.org\\@evil.example/x', 'holds a user name or password'],
  ['https://example.org\\x/y', 'has a host with something in it that no host name holds'],
  ['https://example.org/x#main', 'holds a "#"'],
  ['https://example.org/x?y=z', 'holds a space or another character that no URL holds'],
  ['https://example.org/x y', 'holds a space or another character that no URL holds'],
  ['https://example.org/x\ny', 'holds a control character'],
  ['git://example.org/x%0ay', 'holds a control character'],
  ['git://example.org/x%00', 'holds a control character'],
  ['https://example.org/%zz', 'has a "%" that encodes no character'],
  ['https://example.org/a/../b', 'has "." or ".." in its path'],
  ['https://example.org/a/%2e%2e/b', 'has "." or ".." in its path'],
  ['ssh://example.org', 'names no repository behind the host'],
])('%j is refused: it %s', (text, why) => {
  expect(whyNot(text)).toBe(why)
})

test.each([
  ['file://host/srv/x', 'names a host, but file:// means this machine'],
  ['/srv/../etc', 'has "." or ".." in its path'],
  ['/', 'names no repository'],
  ['/srv/\u00a0x', 'holds white space other than plain spaces'],
])('%j is refused even where local repositories are allowed: it %s', (text, why) => {
  expect(whyNot(text, SCHEMES)).toBe(why)
})

test('a scheme that is known and not allowed says how to allow it', () => {
  expect(parseRemoteUrl('git://example.org/x', ['https'])).toEqual({
    kind: 'refused',
    why: 'uses git, which is not allowed',
    hint: 'Add "git" to schemes under [fetch], or use one of: https.',
  })
})

test('a URL is refused that is longer than servers take', () => {
  expect(whyNot(`https://example.org/${'x'.repeat(2000)}`)).toBe('is longer than 2000 characters')
})

test('a refusal never repeats what may be a password', () => {
  const reading = parseRemoteUrl('https://user:hunter2@example.org/x', REMOTE)
  expect(JSON.stringify(reading)).not.toContain('hunter2')
})

test.each([
  ['https://example.org/x', 'https://EXAMPLE.org:443//x/'],
  ['ssh://git@example.org/srv/x', 'git@example.org:/srv/x'],
  ['ssh://git@example.org/~/x', 'git@example.org:x'],
  ['/srv/x', 'file:///srv/x/'],
])('%s and %s are one repository', (a, b) => {
  expect(accepted(a).sameRepository).toBe(accepted(b).sameRepository)
})

test.each([
  ['https://example.org/x', 'https://example.org/x.git'],
  ['https://example.org/x', 'git://example.org/x'],
  ['ssh://a@example.org/x', 'ssh://b@example.org/x'],
  ['git@example.org:x', 'git@example.org:/x'],
  ['https://example.org/x', 'https://example.org:8443/x'],
])('%s and %s may be two', (a, b) => {
  expect(accepted(a).sameRepository).not.toBe(accepted(b).sameRepository)
})

test('whatever is accepted is no option, holds no control character, and reads the same again', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      'https://',
      'ssh://',
      'git://',
      'file://',
      '/',
      ':',
      '@',
      '-',
      '%',
      '%0a',
      '[::1]',
      '::',
      '..',
      '~',
    ),
    fc.constantFrom('example.org', 'git', 'x.git', '\n', '\0', ' ', '#', '?', '\\', '127.1', 'ext'),
    fc.string({ maxLength: 3 }),
  )
  const start = fc.constantFrom(
    '',
    'https://',
    'https://example.org',
    'ssh://git@example.org/',
    'git@example.org:',
    '/srv/',
  )
  const text = fc.tuple(start, fc.array(piece, { maxLength: 5 })).map(([first, rest]) => first + rest.join(''))
  fc.assert(
    fc.property(text, fc.subarray([...SCHEMES]), (candidate, schemes) => {
      const reading = parseRemoteUrl(candidate, schemes)
      fc.pre(reading.kind === 'ok')
      const { url } = reading
      expect(schemes).toContain(url.scheme)
      expect(url.text).toMatch(/^(?:(?:https|ssh|git|file):\/\/|[a-z0-9_])/i)
      // oxlint-disable-next-line no-control-regex
      expect(url.text).not.toMatch(/[\u0000-\u001f\u007f-\u009f]|^[a-z0-9.+-]*::/i)
      expect(accepted(url.text, schemes)).toEqual(url)
    }),
    { numRuns: 500 },
  )
})

test.each(['plain.git', 'with space.git', '100%41.git', 'ünï.git', "quo'te.git", 'q?.git'])(
  'git finds the local repository %s under its canonical URL',
  (name) => {
    using folder = testFolder()
    const dir = join(folder.path, name)
    initBare(dir)
    importCommits(dir, [{ branch: 'main', subject: 'one', files: { a: 'a' } }])
    expect(git(folder.path, ['ls-remote', '--', accepted(dir).text, 'refs/heads/main'])).toBe(
      `${git(dir, ['rev-parse', 'main'])}\trefs/heads/main`,
    )
  },
)
