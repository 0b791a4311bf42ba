/** What goes out by ssh, and what another machine takes up by it: releases, resolutions, whole records, candidates for gates. */
import { copyFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fetchResolutions } from '../../src/pipeline/fetch-resolutions.ts'
import { pushResolutions } from '../../src/pipeline/push-resolutions.ts'
import { cliFile, runCli } from '../world/cli.ts'
import { blamed, gated, gatedWorld, NO_BROKEN_FILE, onlySearch, TREES, withWork } from '../world/gated.ts'
import { containing } from '../world/matching.ts'
import { hasRedis, startRedis } from '../world/redis.ts'
import { agentWith } from '../world/ssh-keys.ts'
import { hasSshd, startSshd, type TestSshd } from '../world/sshd.ts'
import { file, lineClash, settleBy } from '../world/told.ts'
import { World } from '../world/world.ts'
import { Workers } from '../world/workers.ts'

/** As an operator writes it who has a server of his own. */
function setFetch(world: World, { identity, knownHosts }: Pick<TestSshd, 'identity' | 'knownHosts'>): void {
  const lines = `identity = "${identity}"\nknown_hosts = "${knownHosts}"\nprivate_hosts = true\n`
  world.configure((text) => text.replace('[fetch]\n', `[fetch]\n${lines}`))
}

function setPush(world: World, url: string, more = ''): void {
  world.configure((text) => text.replace('[publish]\n', `[publish]\npush = ["${url}"]\n${more}`))
}

const problems = (world: World): (string | undefined)[] =>
  world.events.flatMap((event) => (event.kind === 'push-finished' ? [event.problem] : []))

test.skipIf(!hasSshd)('a day by ssh alone: upstream and trees come by it, and the release goes by it', async () => {
  await using world = await World.create({ trees: ['net', 'usb'] })
  await using server = await startSshd({ home: world.folder })
  for (const tree of ['net', 'usb']) world.commit(tree, { [`${tree}/core.c`]: 'one\n' })
  world.configure((text) => text.replace(/^url = "(.*)"$/gm, (_, path: string) => `url = "${server.url(path)}"`))
  setFetch(world, server)
  setPush(world, server.url(world.emptyRepository('public')))
  const ran = world.cli('run')
  expect(ran).toMatchObject({ exit: 0, stdout: containing('2 merged') })
  expect(world.head('public', 'next')).toBe(world.record('rev-parse', 'next'))
  expect(server.asked().at(-1)).toBe(`git-receive-pack '${world.path('public')}'`)
})

test.skipIf(!hasSshd)('a push asks nobody about a key, says why it waits, and is made up for', async () => {
  await using world = await World.create({ trees: ['net'] })
  await using server = await startSshd({ home: world.folder })
  world.commit('net', { 'net/core.c': 'one\n' })
  setPush(world, server.url(world.emptyRepository('public')))
  const nobody = join(world.folder, 'known_hosts')
  writeFileSync(nobody, '')
  setFetch(world, { ...server, knownHosts: nobody })
  const release = await world.release()
  const why = `it could not be pushed; ssh does not know the key of its host 127.0.0.1 (port ${server.port})`
  expect(problems(world)).toEqual([containing(why)])
  expect(server.logins()).toBe(0)
  copyFileSync(server.knownHosts, nobody)
  expect((await world.run()).outcome.kind).toBe('unchanged')
  expect(world.head('public', 'next')).toBe(release.commit)
})

test.skipIf(!hasSshd)('what a server refuses is told in its own words', async () => {
  await using world = await World.create({ trees: ['net'] })
  await using server = await startSshd({ home: world.folder, serve: 'echo "this account only reads" >&2; exit 1' })
  world.commit('net', { 'net/core.c': 'one\n' })
  setPush(world, server.url(world.emptyRepository('public')))
  setFetch(world, server)
  await world.release()
  expect(problems(world)).toEqual(['it could not be pushed; git says: this account only reads'])
})

test.skipIf(!hasSshd)('resolutions go by ssh and come by it, with the release too', async () => {
  await using world = await lineClash()
  await using server = await startSshd({ home: world.folder })
  const url = server.url(world.emptyRepository('hub'))
  setFetch(world, server)
  await world.release()
  await settleBy(world, file('two of both'))
  expect(await pushResolutions(world.workspace, world.machine, url)).toMatchObject({ resolutions: 1 })
  const other = await world.elsewhere('other')
  expect(await fetchResolutions(other.workspace, other.machine, url)).toMatchObject({ resolutions: [{}] })
  setPush(world, server.url(world.emptyRepository('public')), 'resolutions = true\n')
  await world.release()
  const mine = world.record('rev-parse', 'refs/tributary/resolutions')
  expect(world.head('public', 'refs/tributary/resolutions')).toBe(mine)
  const unknown = join(world.folder, 'unknown')
  other.configure((text) => text.replace(server.knownHosts, unknown))
  await expect(fetchResolutions(other.workspace, other.machine, url)).rejects.toThrow(
    /^no resolutions can be had from ssh:.*ssh does not know the key .* and add what it prints to .*unknown$/,
  )
})

test.skipIf(!hasSshd)('a record is taken up by ssh, with a key that is named or one of the agent', async () => {
  await using world = await World.create({ trees: ['net'] })
  world.commit('net', { 'net/core.c': 'one\n' })
  await world.release()
  await using server = await startSshd({ home: world.folder })
  await using agent = await agentWith(server.identity)
  const init = (name: string, options: readonly string[], env = {}) =>
    runCli(cliFile(), ['init', name, '--from', server.url('/~/next/record.git'), ...options], {
      cwd: world.folder,
      env,
    })
  const known = ['--known-hosts', server.knownHosts]
  expect(init('a', [...known, '--identity', server.identity])).toMatchObject({ exit: 0 })
  expect(init('b', known, { SSH_AUTH_SOCK: agent.socket })).toMatchObject({ exit: 0 })
  for (const name of ['a', 'b'])
    expect(world.beside(name).record('rev-parse', 'next')).toBe(world.record('rev-parse', 'next'))
  const refused = init('c', [...known, '--identity', 'no such'])
  expect(refused).toMatchObject({ exit: 2, stderr: containing('is not a plain absolute path') })
  expect(init('d', [...known, '--identity', 'nowhere'])).toMatchObject({
    exit: 3,
    stderr: containing('there is no private key in'),
  })
})

test.skipIf(!hasSshd || !hasRedis)(
  'a worker fetches candidates by ssh from a server as Debian sets it up',
  async () => {
    await using redis = await startRedis()
    await using world = await gatedWorld({ trees: TREES, gates: { build: NO_BROKEN_FILE } })
    await using server = await startSshd({ home: world.folder })
    withWork(world)
    world.commit('sound', { broken: '' }, { subject: 'sound: break it' })
    world.configure((text) => text.replace('[gate-pool]\n', `[gate-pool]\nqueue = "${redis.url}"\n`))
    // As records were made before it was known that workers need this.
    world.record('config', '--remove-section', 'uploadpack')
    await using workers = new Workers({ folder: world.folder, record: server.url(world.recordDir), queue: redis.url })
    await workers.start('--identity', server.identity, '--known-hosts', server.knownHosts)
    expect(blamed(onlySearch(await gated(world)))).toEqual(['sound: sound: break it'])
  },
)
