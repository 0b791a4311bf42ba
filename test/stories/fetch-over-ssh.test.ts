/** Fetching from a real ssh server: who is let in, which server is believed to be the one meant, and what is said when it is not. */
import { chmodSync, copyFileSync, existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Git } from '../../src/base/git/spawn.ts'
import { FetchScene } from '../world/fetch-scene.ts'
import { rawServer } from '../world/git-servers.ts'
import { agentWith, hostLine, makeKey } from '../world/ssh-keys.ts'
import { hasSshd, startSshd, type TestSshd } from '../world/sshd.ts'

const FIX = { branch: 'main', subject: 'net: fix it', files: { 'net/core.c': 'int fixed;\n' } }

/** A tree `net` that is to be had from a server, with the files that are right for it unless others are given. */
async function netBehind(
  scene: FetchScene,
  server: TestSshd,
  files: Partial<FetchScene['settings']> = {},
): Promise<string> {
  scene.trees = []
  scene.follow('net', { url: server.url(scene.path('net')) })
  const { identity, knownHosts } = server
  scene.settings = { ...scene.settings, identity, knownHosts, ...files }
  return (await scene.fetch())[1] ?? ''
}

async function started(scene: FetchScene, more: readonly string[] = []): Promise<TestSshd> {
  scene.tree('net', [FIX])
  return startSshd({ home: scene.folder, more })
}

test.skipIf(!hasSshd).each([
  ['as git asks it', ['AcceptEnv GIT_PROTOCOL']],
  ['by its first protocol, as Debian’s sshd has it', []],
])('a tree is fetched %s, over one connection to look and one to bring', async (_, more) => {
  using scene = new FetchScene()
  await using server = await started(scene, more)
  expect(await netBehind(scene, server)).toBe('net: moved')
  expect(scene.recorded('refs/trees/net')).toBe(scene.head('net', 'main'))
  expect(server.connections()).toBe(2)
  expect(await netBehind(scene, server)).toBe('net: same')
  expect(server.connections()).toBe(3)
})

test.skipIf(!hasSshd)('what is asked of it is read and nothing else', async () => {
  using scene = new FetchScene()
  await using server = await started(scene)
  scene.follow('lost', { url: server.url(scene.path('lost')) })
  const { identity, knownHosts } = server
  scene.settings = { ...scene.settings, identity, knownHosts }
  expect((await scene.fetch()).at(-1)).toBe(
    `lost: unreachable: git says: '${scene.path('lost')}' does not appear to be a git repository`,
  )
  expect(server.asked()).toEqual([`git-upload-pack '${scene.path('lost')}'`])
})

test.skipIf(!hasSshd)('ssh’s own way to write it begins at the home folder', async () => {
  using scene = new FetchScene()
  await using server = await started(scene)
  // It has no place for a port, and this server may not have the one that ssh takes.
  writeFileSync(
    join(scene.folder, 'ssh'),
    `#!/bin/sh\nPATH='${process.env['PATH']}'\nexec ssh -p ${server.port} "$@"\n`,
  )
  chmodSync(join(scene.folder, 'ssh'), 0o755)
  const searchPath = `${scene.folder}:${process.env['PATH'] ?? ''}`
  const { identity, knownHosts } = server
  scene.settings = { ...scene.settings, identity, knownHosts }
  scene.trees = []
  for (const [name, path] of Object.entries({ whole: scene.path('net'), short: 'net.git', home: '~/net.git' }))
    scene.follow(name, { url: `127.0.0.1:${path}` })
  const said = await scene.fetch({ git: new Git({ searchPath, unbuffered: [] }) })
  expect(said).toEqual(['upstream: moved', 'whole: moved', 'short: moved', 'home: moved'])
})

test.skipIf(!hasSshd)(
  'a server that nobody vouches for is not believed, and told from one that has changed',
  async () => {
    using scene = new FetchScene()
    await using server = await started(scene)
    const knownHosts = join(scene.folder, 'known_hosts')
    const place = `its host 127.0.0.1 (port ${server.port})`
    const scan = `\`ssh-keyscan -p ${server.port} 127.0.0.1\``
    expect(await netBehind(scene, server, { knownHosts })).toBe(
      `net: unreachable: ssh does not know the key of ${place}, so anybody could stand there. Ask its owner for the fingerprint, compare it with that of ${scan}, and add what it prints to ${knownHosts}`,
    )
    writeFileSync(knownHosts, hostLine(server.port, makeKey(join(scene.folder, 'other'))))
    expect(await netBehind(scene, server, { knownHosts })).toBe(
      `net: unreachable: the key of ${place} is another than the one in ${knownHosts}: its owner has changed it, or somebody stands in between. Ask the owner; if all is well, take the old line out and add that of ${scan}`,
    )
    expect(server.logins()).toBe(0)
  },
)

test.skipIf(!hasSshd)('a key that does not open the door is told by what is wrong with it', async () => {
  using scene = new FetchScene()
  await using server = await started(scene, ['Banner /etc/os-release'])
  const file = (name: string): string => join(scene.folder, name)
  const said = async (identity: string | undefined): Promise<string> =>
    (await netBehind(scene, server, { identity })).replaceAll(scene.folder, '/keys').replace('net: unreachable: ', '')
  copyFileSync(server.identity, file('open'))
  chmodSync(file('open'), 0o644)
  expect(
    [
      await said(makeKey(file('other'))),
      await said(makeKey(file('locked'), 'open sesame')),
      await said(file('open')),
      await said(file('nowhere')),
      await said(undefined),
    ].map((line) => line.replace(String(server.port), '22')),
  ).toMatchInlineSnapshot(`
    [
      "its host 127.0.0.1 (port 22) lets nobody in by the private key in /keys/other. Whoever runs it has to add the public key, /keys/other.pub, to those of that user",
      "the private key in /keys/locked has a passphrase, and nobody is asked for it. Put it into an agent (ssh-add) whose SSH_AUTH_SOCK is set here, or use a key without one",
      "ssh does not use the private key in /keys/open, because others may read it. Let only its owner do so: chmod 600",
      "there is no private key in /keys/nowhere, which was named as identity",
      "its host 127.0.0.1 (port 22) lets nobody in by a key of the agent or of ~/.ssh. Name the right private key as identity; one with a passphrase has to be in the agent (ssh-add), and SSH_AUTH_SOCK has to lead there",
    ]
  `)
  expect(server.logins()).toBe(0)
})

test.skipIf(!hasSshd)('an agent opens a key that has a passphrase, and serves where no key is named', async () => {
  using scene = new FetchScene()
  await using server = await started(scene)
  await using agent = await agentWith(server.identity)
  const locked = join(scene.folder, 'locked')
  server.letIn(makeKey(locked, 'open sesame'))
  scene.passThrough['SSH_AUTH_SOCK'] = agent.socket
  expect(await netBehind(scene, server, { identity: undefined })).toBe('net: moved')
  expect(await netBehind(scene, server, { identity: locked })).toMatch(/^net: unreachable: .* has a passphrase/)
  agent.add(locked, 'open sesame')
  expect(await netBehind(scene, server, { identity: locked })).toBe('net: same')
})

test.skipIf(!hasSshd)('a server that lets in few at a time is asked by few at a time', async () => {
  using scene = new FetchScene()
  await using server = await started(scene, ['MaxStartups 2:100:2'])
  scene.trees = []
  const names = ['a', 'b', 'c', 'd', 'e', 'f']
  for (const name of names) {
    scene.repository(name, [FIX])
    scene.follow(name, { url: server.url(scene.path(name)) })
    scene.follow(`${name}-too`, { url: server.url(scene.path(name)) })
  }
  const { identity, knownHosts } = server
  scene.settings = { ...scene.settings, identity, knownHosts, connectionsPerHost: 2 }
  expect((await scene.fetch()).slice(1)).toEqual(names.flatMap((name) => [`${name}: moved`, `${name}-too: moved`]))
  expect(server.atOnce()).toBeLessThanOrEqual(2)
  const all = server.connections()
  expect(all).toBe(names.length * 2)
  expect(new Set(await scene.fetch()).size).toBe(1 + names.length * 2)
  expect(server.connections() - all).toBe(names.length)
})

test.skipIf(!hasSshd)('one that lets in fewer than it is asked by says what to do', async () => {
  using scene = new FetchScene()
  await using server = await rawServer((socket) => socket.destroy())
  scene.follow('net', { url: `ssh://git@127.0.0.1:${server.port}/net.git` })
  expect((await scene.fetch()).at(-1)).toBe(
    `net: unreachable: its host 127.0.0.1 (port ${server.port}) hung up before ssh could begin: no ssh server listens on that port, or it lets in fewer connections at a time than connections_per_host under [fetch]`,
  )
})

test.skipIf(!hasSshd).each([
  ['that says nothing at all', true],
  ['that lets in and then says nothing', false],
])('a server %s is waited for no longer than the limit, and left', async (_, silent) => {
  using scene = new FetchScene()
  await using server = await startSshd({ home: scene.folder, serve: 'exec cat >/dev/null' })
  const left: Promise<unknown>[] = []
  await using mute = await rawServer((socket) => {
    left.push(new Promise((resolve) => socket.on('close', resolve).resume()))
  })
  const url = silent ? `ssh://git@127.0.0.1:${mute.port}/net.git` : server.url(scene.path('net'))
  const { identity, knownHosts } = server
  scene.settings = { ...scene.settings, identity, knownHosts }
  scene.follow('net', { url, limits: { fetchSeconds: 1 } })
  expect((await scene.fetch()).at(-1)).toBe('net: unreachable: no end after 1 s')
  await Promise.all(left)
})

test.skipIf(!hasSshd)('a URL that could be an option of ssh reaches no ssh', async () => {
  using scene = new FetchScene()
  const marker = join(scene.folder, 'marker')
  writeFileSync(join(scene.folder, 'ssh'), `#!/bin/sh\ntouch '${marker}'\n`, { mode: 0o755 })
  const evil = [
    'ssh://-oProxyCommand=x/y',
    'ssh://-oProxyCommand=x@127.0.0.1/y',
    '-oProxyCommand=x@127.0.0.1:y',
    '-oProxyCommand=x:y',
    'ssh://127.0.0.1/-oProxyCommand=x',
    'ssh://a%20b@127.0.0.1/y',
    'ssh://127.0.0.1:-o/y',
  ]
  for (const [at, url] of evil.entries()) scene.follow(`t${at}`, { url })
  const searchPath = `${scene.folder}:${process.env['PATH'] ?? ''}`
  const said = await scene.fetch({ git: new Git({ searchPath, unbuffered: [] }) })
  expect(existsSync(marker)).toBe(false)
  expect(said).toMatchInlineSnapshot(`
    [
      "upstream: moved",
      "t0: refused: its URL has a host that starts with a dash",
      "t1: refused: its URL has a user name that ssh could take for something else",
      "t2: refused: its URL starts with a dash, which a program could take for an option",
      "t3: refused: its URL starts with a dash, which a program could take for an option",
      "t4: refused: its URL has a path that starts with a dash, which a program could take for an option",
      "t5: refused: its URL has a user name that ssh could take for something else",
      "t6: refused: its URL has a port that is not a number from 1 to 65535",
    ]
  `)
})
