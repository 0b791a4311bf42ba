/** Fetching over the network: what works, and what a remote cannot make us do. */
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Git } from '../../src/base/git/spawn.ts'
import { git } from '../world/fast-import.ts'
import { FetchScene } from '../world/fetch-scene.ts'
import { gitDaemon, httpBackend, httpsServer } from '../world/git-servers.ts'

const FIX = { branch: 'main', subject: 'net: fix it', files: { 'net/core.c': 'int fixed;\n' } }

test('over git://, in protocol 2', async () => {
  using scene = new FetchScene()
  scene.tree('net', [FIX])
  await using daemon = await gitDaemon(scene.folder)
  scene.trees = []
  scene.follow('net', { url: `git://127.0.0.1:${daemon.port}/net.git` })
  scene.follow('lost', { url: `git://127.0.0.1:${daemon.port}/lost.git` })
  const [, net, lost] = await scene.fetch()
  expect(net).toBe('net: moved')
  expect(lost).toMatch(/^lost: unreachable: git says: remote error: access denied or repository not exported/)
  expect(scene.recorded('refs/trees/net')).toBe(scene.head('net', 'main'))
})

test('over https://', async () => {
  using scene = new FetchScene()
  scene.tree('net', [FIX])
  await using server = await httpsServer(scene.folder, httpBackend(scene.folder))
  scene.passThrough['GIT_SSL_CAINFO'] = server.certificate
  scene.trees = []
  scene.follow('net', { url: `https://localhost:${server.port}/net.git` })
  expect(await scene.fetch()).toEqual(['upstream: moved', 'net: moved'])
  expect(await scene.fetch()).toEqual(['upstream: same', 'net: same'])
})

test('a certificate nobody vouches for is not believed', async () => {
  using scene = new FetchScene()
  scene.tree('net', [FIX])
  await using server = await httpsServer(scene.folder, httpBackend(scene.folder))
  scene.trees = []
  scene.follow('net', { url: `https://localhost:${server.port}/net.git` })
  expect((await scene.fetch())[1]).toMatch(/^net: unreachable: .*certificate/i)
})

test('a password comes from the credential helper, and is asked for nowhere else', async () => {
  using scene = new FetchScene()
  scene.tree('net', [FIX])
  const serve = httpBackend(scene.folder)
  const expected = `Basic ${Buffer.from('reader:open sesame').toString('base64')}`
  await using server = await httpsServer(scene.folder, (request, response) => {
    if (request.headers.authorization === expected) serve(request, response)
    else response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end()
  })
  Object.assign(scene.passThrough, { GIT_SSL_CAINFO: server.certificate, HOME: scene.folder })
  writeFileSync(join(scene.folder, '.git-credentials'), `https://reader:open%20sesame@localhost:${server.port}\n`)
  scene.trees = []
  scene.follow('net', { url: `https://localhost:${server.port}/net.git` })
  expect((await scene.fetch())[1]).toMatch(
    /^net: unreachable: git says: could not read Username .*terminal prompts disabled/,
  )
  scene.settings = { ...scene.settings, credentialHelper: 'store' }
  expect((await scene.fetch())[1]).toBe('net: moved')
})

test('a redirect is not followed, neither to a file nor elsewhere', async () => {
  using scene = new FetchScene()
  scene.tree('net', [FIX])
  await using elsewhere = await gitDaemon(scene.folder)
  let target = `file://${scene.path('net')}`
  await using server = await httpsServer(scene.folder, (request, response) => {
    response.writeHead(302, { location: `${target}${request.url?.replace(/^[^?]*git/, '')}` }).end()
  })
  scene.passThrough['GIT_SSL_CAINFO'] = server.certificate
  scene.trees = []
  scene.follow('net', { url: `https://localhost:${server.port}/net.git` })
  expect((await scene.fetch())[1]).toMatch(/^net: unreachable: .*302/)
  target = `https://localhost:${elsewhere.port}/net.git`
  expect((await scene.fetch())[1]).toMatch(/^net: unreachable: .*302/)
  expect(elsewhere.connections()).toBe(0)
})

test('over ssh, without a question, a forwarded agent or a word of the roster where an option could stand', async () => {
  using scene = new FetchScene()
  scene.tree('net', [FIX])
  const bin = join(scene.folder, 'bin')
  const log = join(scene.folder, 'ssh.log')
  mkdirSync(bin)
  writeFileSync(
    join(bin, 'ssh'),
    `#!/bin/sh\nprintf '%s\\n' "$@" > '${log}'\nfor last; do :; done\neval "exec $last"\n`,
  )
  chmodSync(join(bin, 'ssh'), 0o755)
  scene.settings = { ...scene.settings, identity: "/keys/it's mine", knownHosts: '/keys/known hosts%' }
  scene.trees = []
  scene.follow('net', { url: `ssh://git@example.org:2222${scene.path('net')}` })
  const searchPath = `${bin}:${process.env['PATH'] ?? ''}`
  const fetching = { git: new Git({ searchPath, unbuffered: [] }) }
  expect(await scene.fetch(fetching)).toEqual(['upstream: moved', 'net: moved'])
  expect(readFileSync(log, 'utf8').replaceAll(scene.folder, '/srv').split('\n')).toMatchInlineSnapshot(`
    [
      "-F",
      "/dev/null",
      "-o",
      "BatchMode=yes",
      "-o",
      "StrictHostKeyChecking=yes",
      "-o",
      "ForwardAgent=no",
      "-o",
      "ControlPath=none",
      "-o",
      "ConnectTimeout=20",
      "-o",
      "ServerAliveInterval=15",
      "-o",
      "IdentityFile="/keys/it's mine"",
      "-o",
      "IdentitiesOnly=yes",
      "-o",
      "UserKnownHostsFile="/keys/known hosts%%"",
      "-o",
      "SendEnv=GIT_PROTOCOL",
      "-p",
      "2222",
      "git@example.org",
      "git-upload-pack '/srv/net.git'",
      "",
    ]
  `)
})

test.each([
  ['ext::sh -c touch% /tmp/x', 'names a program of git to fetch with ("x::y")'],
  ['--upload-pack=touch /tmp/x', 'starts with a dash, which a program could take for an option'],
  ['https://example.org/x\n--upload-pack=x', 'holds a control character'],
  ['ssh://-oProxyCommand=x/y', 'has a host that starts with a dash'],
  ['git@example.org:--upload-pack=x', 'has a path that starts with a dash, which a program could take for an option'],
  ['https://user:secret@example.org/x', 'holds a user name or password'],
])('%j is not asked at all', async (url, why) => {
  using scene = new FetchScene()
  scene.tree('net', [FIX])
  scene.follow('evil', { url })
  expect(await scene.fetch()).toEqual(['upstream: moved', 'net: moved', `evil: refused: its URL ${why}`])
})

test('a scheme the roster does not allow is not used', async () => {
  using scene = new FetchScene()
  scene.settings = { ...scene.settings, schemes: ['https'] }
  scene.tree('net', [FIX])
  expect(await scene.fetch()).toEqual(
    ['upstream', 'net'].map((name) => `${name}: refused: its URL is on this machine, which is not allowed`),
  )
})

test('hosts of the own network are not asked unless the roster allows it', async () => {
  using scene = new FetchScene()
  await using daemon = await gitDaemon(scene.folder)
  scene.settings = { ...scene.settings, privateHosts: false }
  for (const [at, host] of ['127.0.0.1', 'localhost', '[::1]', '169.254.169.254', '[::ffff:10.0.0.1]'].entries()) {
    scene.follow(`t${at}`, { url: `git://${host}:${daemon.port}/upstream.git` })
  }
  const said = await scene.fetch()
  expect(said[1]).toBe(
    't0: refused: its host 127.0.0.1 is not on the public network, and the roster does not allow private hosts',
  )
  expect(said.slice(1).map((line) => /refused: its host .* is not on the public network/.test(line))).toEqual(
    Array.from({ length: 5 }, () => true),
  )
  expect(daemon.connections()).toBe(0)
})

test('a host that no name server knows is unreachable', async () => {
  using scene = new FetchScene()
  scene.settings = { ...scene.settings, privateHosts: false }
  scene.follow('net', { url: 'https://nowhere.invalid/net.git' })
  expect((await scene.fetch())[1]).toBe('net: unreachable: no address is known for its host nowhere.invalid')
})

test('neither settings nor hooks of a repository on this machine run', async () => {
  using scene = new FetchScene()
  const evil = scene.tree('evil', [FIX])
  const marker = join(scene.folder, 'marker')
  const run = `touch '${marker}'; cat`
  for (const key of [
    'uploadpack.packObjectsHook',
    'core.fsmonitor',
    'core.alternateRefsCommand',
    'core.sshCommand',
    'core.pager',
  ]) {
    git(evil, ['config', key, run])
  }
  git(evil, ['config', 'core.hooksPath', 'hooks'])
  for (const hook of ['post-checkout', 'pre-receive', 'update', 'post-upload-pack', 'reference-transaction']) {
    writeFileSync(join(evil, 'hooks', hook), `#!/bin/sh\n${run}\n`)
    chmodSync(join(evil, 'hooks', hook), 0o755)
  }
  expect(await scene.fetch()).toEqual(['upstream: moved', 'evil: moved'])
  expect(existsSync(marker)).toBe(false)
})

test('a repository on this machine that lacks objects does not fetch them from elsewhere for us', async () => {
  using scene = new FetchScene()
  const evil = scene.tree('evil', [FIX])
  const marker = join(scene.folder, 'marker')
  const blob = git(evil, ['rev-parse', 'main:net/core.c'])
  git(evil, ['config', 'core.repositoryFormatVersion', '1'])
  git(evil, ['config', 'extensions.partialClone', 'origin'])
  git(evil, ['config', 'remote.origin.promisor', 'true'])
  git(evil, ['config', 'remote.origin.url', scene.path('upstream')])
  git(evil, ['config', 'remote.origin.uploadpack', `touch '${marker}'; git-upload-pack`])
  git(evil, ['repack', '-adq'])
  const without = git(evil, ['rev-list', '--objects', '--all', '--no-object-names'])
    .split('\n')
    .filter((oid) => oid !== blob)
  const pack = git(evil, ['pack-objects', 'objects/pack/part'], without.join('\n'))
  writeFileSync(join(evil, 'objects', 'pack', `part-${pack}.promisor`), '')
  for (const file of readdirSync(join(evil, 'objects', 'pack'))) {
    if (file.startsWith('pack-')) rmSync(join(evil, 'objects', 'pack', file))
  }
  expect((await scene.fetch())[1]).toMatch(/^evil: (unreachable|refused): /)
  expect(existsSync(marker)).toBe(false)
})

test.runIf(process.getuid?.() === 0)('a repository of somebody else on this machine can be fetched from', async () => {
  using scene = new FetchScene()
  const theirs = scene.tree('theirs', [FIX])
  for (const path of ['', ...readdirSync(theirs)]) chownSync(join(theirs, path), 12_345, 12_345)
  expect(await scene.fetch()).toEqual(['upstream: moved', 'theirs: moved'])
})
