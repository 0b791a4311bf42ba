import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { listRemote } from '../../../src/base/git/ls-remote.ts'
import { GLOBAL_CONFIG, type TransportSetting, transportTo } from '../../../src/base/git/transport.ts'
import { parseRemoteUrl, type RemoteUrl } from '../../../src/base/text/remote-url.ts'
import { importCommits, initBare } from '../../world/fast-import.ts'
import { testFolder } from '../../world/folder.ts'
import { gitDaemon, httpBackend, httpsServer } from '../../world/git-servers.ts'
import { testGit } from '../../world/roster.ts'

const SETTING: TransportSetting = {
  identity: undefined,
  knownHosts: undefined,
  credentialHelper: undefined,
  passThrough: {},
  globalConfig: '/dev/null',
}

function url(text: string): RemoteUrl {
  const reading = parseRemoteUrl(text, ['https', 'ssh', 'git', 'file'])
  if (reading.kind !== 'ok') throw new Error(`the test has a URL that ${reading.why}`)
  return reading.url
}

function worldOf(folder: string): void {
  initBare(join(folder, 'net.git'))
  importCommits(join(folder, 'net.git'), [{ branch: 'main', subject: 'x', files: { x: '' } }])
  initBare(join(folder, 'here.git'))
  mkdirSync(join(folder, 'config'))
  writeFileSync(join(folder, 'config', 'global'), GLOBAL_CONFIG)
}

const QUESTION = { tags: false, seconds: 20, refsMax: 100 }

test('https goes to the address that was checked, whatever the name means by then', async () => {
  using folder = testFolder()
  worldOf(folder.path)
  await using server = await httpsServer(folder.path, httpBackend(folder.path))
  const setting = { ...SETTING, passThrough: { GIT_SSL_NO_VERIFY: '1' } }
  const transport = transportTo(url(`https://pinned.invalid:${server.port}/net.git`), ['127.0.0.1'], setting)
  const answer = await listRemote(testGit().at(join(folder.path, 'here.git')), transport, QUESTION)
  expect(answer.kind === 'listed' && [...answer.listing.heads.keys()]).toEqual(['main'])
})

test('git:// goes to the address that was checked and still says which host is meant', async () => {
  using folder = testFolder()
  worldOf(folder.path)
  await using daemon = await gitDaemon(folder.path)
  const transport = transportTo(url(`git://pinned.invalid:${daemon.port}/net.git`), ['127.0.0.1'], SETTING)
  expect(transport.env['GIT_OVERRIDE_VIRTUAL_HOST']).toBe(`pinned.invalid:${daemon.port}`)
  const answer = await listRemote(testGit().at(join(folder.path, 'here.git')), transport, QUESTION)
  expect(answer.kind).toBe('listed')
})

test('ssh goes to the address that was checked and looks for the key of the name', () => {
  const { env } = transportTo(url('ssh://git@example.org:2222/x'), ['2001:db8::1'], SETTING)
  expect(env['GIT_SSH_COMMAND']).toContain(`-o 'HostName=2001:db8::1' -o 'HostKeyAlias=[example.org]:2222'`)
  expect(transportTo(url('git@example.org:x'), ['192.0.2.1'], SETTING).env['GIT_SSH_COMMAND']).toContain(
    `-o 'HostKeyAlias=example.org'`,
  )
})

test('each call allows the scheme of its own URL and no other', () => {
  const schemes = ['https://example.org/x', 'ssh://example.org/x', 'git://example.org/x', '/srv/x'].map(
    (text) => transportTo(url(text), [], SETTING).env['GIT_ALLOW_PROTOCOL'],
  )
  expect(schemes).toEqual(['https', 'ssh', 'git', 'file'])
})

test('what is handed on cannot loosen what is fixed', () => {
  const { env } = transportTo(url('https://example.org/x'), [], {
    ...SETTING,
    passThrough: { GIT_ALLOW_PROTOCOL: 'ext', https_proxy: 'http://proxy.example.org:3128' },
  })
  expect(env).toMatchObject({ GIT_ALLOW_PROTOCOL: 'https', https_proxy: 'http://proxy.example.org:3128' })
})
