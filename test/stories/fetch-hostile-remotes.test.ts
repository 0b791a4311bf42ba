/** Remotes that hang, break off, lie and overflow: each costs its own tree a day, and nobody else anything. */
import { appendFileSync, createReadStream, readdirSync } from 'node:fs'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { createDeflateRaw } from 'node:zlib'
import { expect, test } from 'vitest'
import { packBytes } from '../../src/base/git/pack.ts'
import { EvilObjects } from '../world/evil.ts'
import { git } from '../world/fast-import.ts'
import { FetchScene, quarantines } from '../world/fetch-scene.ts'
import { FLUSH, gitDaemon, httpsServer, pktLine, rawServer, relay } from '../world/git-servers.ts'

const FIX = { branch: 'main', subject: 'fix', files: { 'core.c': 'int fixed;\n' } }

/** A scene with one honest tree, and no junk left at the end. */
async function daysWith(scene: FetchScene, follow: () => void, days = 1): Promise<string[][]> {
  scene.tree('honest', [FIX])
  follow()
  const said: string[][] = []
  for (let day = 0; day < days; day += 1) said.push(await scene.fetch())
  expect(said[0]?.slice(0, 2)).toEqual(['upstream: moved', 'honest: moved'])
  expect(quarantines(scene.scratchFolder)).toEqual([])
  expect(git(scene.recordDir, ['fsck', '--strict'])).toBe('')
  expect(readdirSync(join(scene.recordDir, 'objects', 'pack')).filter((file) => file.startsWith('tmp'))).toEqual([])
  return said.map((day) => day.slice(2))
}

const BRIEF = { fetchSeconds: 1 }

test('a remote that hangs', async () => {
  using scene = new FetchScene()
  await using server = await rawServer(() => undefined)
  const [said] = await daysWith(scene, () =>
    scene.follow('evil', { url: `git://127.0.0.1:${server.port}/x`, limits: BRIEF }),
  )
  expect(said).toEqual(['evil: unreachable: no end after 1 s'])
})

test('a server that hangs is not waited for again and again', async () => {
  using scene = new FetchScene()
  scene.settings = { ...scene.settings, connectionsPerHost: 1 }
  await using server = await rawServer(() => undefined)
  const url = (name: string): string => `git://127.0.0.1:${server.port}/${name}`
  const [said] = await daysWith(scene, () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) scene.follow(name, { url: url(name), limits: BRIEF })
  })
  expect(server.connections()).toBe(3)
  expect(said?.at(-1)).toBe('e: unreachable: its server did not answer for the repositories before it')
})

test('a remote that breaks off midway leaves nothing behind, and comes in once it is well again', async () => {
  using scene = new FetchScene()
  scene.repository('large', [
    {
      ...FIX,
      files: { noise: Buffer.from(Array.from({ length: 400_000 }, (_, at) => (at * at * 2_654_435_761) >>> 13)) },
    },
  ])
  await using daemon = await gitDaemon(scene.folder)
  let cutAfter = 100_000
  await using server = await rawServer((socket) => {
    let bytes = 0
    relay(socket, daemon.port, (chunk) => {
      bytes += chunk.length
      return bytes > cutAfter ? 'cut' : 'pass'
    })
  })
  const [said] = await daysWith(scene, () => scene.follow('evil', { url: `git://127.0.0.1:${server.port}/large.git` }))
  expect(said?.[0]).toMatch(/^evil: unreachable: /)
  cutAfter = Number.POSITIVE_INFINITY
  expect((await scene.fetch())[2]).toBe('evil: moved')
})

test('a remote that answers with garbage', async () => {
  for (const garbage of [
    'what?\n',
    'ffffffff',
    '0007zzz0000',
    '\u0000'.repeat(10_000),
    '003fERR \u001b[31mgo away\n',
  ]) {
    using scene = new FetchScene()
    await using server = await rawServer((socket) => socket.end(garbage))
    const [said] = await daysWith(scene, () => scene.follow('evil', { url: `git://127.0.0.1:${server.port}/x` }))
    expect(said?.[0]).toMatch(/^evil: unreachable: /)
    expect(said?.[0]).not.toContain('\u001b')
  }
})

test('a remote that offers a commit and sends it without its files', async () => {
  using scene = new FetchScene()
  const all = new EvilObjects()
  const commit = all.commit(all.tree(['100644', 'x', all.blob()]))
  const alone = packBytes([...all.all.values()].filter(({ oid }) => oid === commit))
  await using server = await lyingServer(commit, (socket) => socket.end(alone))
  const [first, second] = await daysWith(
    scene,
    () => scene.follow('evil', { url: `git://127.0.0.1:${server.port}/x` }),
    2,
  )
  expect(first?.[0]).toMatch(/^evil: refused: what it sent is not sound: .*did not receive expected object/)
  expect(second).toEqual(first)
})

test('a remote that offers one commit and sends another', async () => {
  using scene = new FetchScene()
  const all = new EvilObjects()
  all.commit(all.tree(['100644', 'x', all.blob()]))
  await using server = await lyingServer('1'.repeat(40), (socket) => socket.end(packBytes([...all.all.values()])))
  const [said] = await daysWith(scene, () => scene.follow('evil', { url: `git://127.0.0.1:${server.port}/x` }))
  expect(said?.[0]).toMatch(/^evil: refused: git cannot use what it sent: /)
})

test('a remote that offers names no ref can have', async () => {
  using scene = new FetchScene()
  const names = [
    'refs/heads/../../config',
    'refs/heads/--exec=x',
    'refs/heads/main\nrefs/heads/x',
    '../../HEAD',
    'refs/heads/a b',
  ]
  await using server = await rawServer((socket) => {
    const oid = '1'.repeat(40)
    socket.end(
      Buffer.concat([...names.map((name, at) => pktLine(`${oid} ${name}${at === 0 ? '\0agent=evil' : ''}\n`)), FLUSH]),
    )
  })
  const [said] = await daysWith(scene, () => {
    scene.follow('evil', { url: `git://127.0.0.1:${server.port}/x`, branch: 'main' })
    scene.follow('option', { url: `git://127.0.0.1:${server.port}/x`, branch: '--exec=x' })
  })
  expect(said?.[0]).toMatch(/^evil: (gone|unreachable)/)
  expect(said?.[1]).toBe(
    "option: refused: its branch's name starts with a dash, which a program could take for an option",
  )
})

test('a pack that never ends', async () => {
  using scene = new FetchScene()
  await using server = await lyingServer('1'.repeat(40), endlessPack)
  const limits = { packBytes: 2_000_000 }
  const [said] = await daysWith(scene, () => scene.follow('evil', { url: `git://127.0.0.1:${server.port}/x`, limits }))
  expect(said).toEqual(['evil: refused: its objects take more than the 2.0 MB that one fetch may bring'])
})

test('a pack that promises a billion objects has no memory set aside for them', async () => {
  using scene = new FetchScene()
  const head = Buffer.from('PACK\0\0\0\x02\x3b\x9a\xca\x00', 'latin1')
  await using server = await lyingServer('1'.repeat(40), (socket) => socket.write(head))
  const [said] = await daysWith(scene, () =>
    scene.follow('evil', { url: `git://127.0.0.1:${server.port}/x`, limits: { fetchSeconds: 20 } }),
  )
  expect(said?.[0]).toMatch(/^evil: unreachable: git says: Out of memory/)
})

test('a million branches are refused; a million other refs are not even seen', async () => {
  using scene = new FetchScene()
  const crowd = (repository: string, prefix: string): void => {
    const oid = git(repository, ['rev-parse', 'main'])
    const refs = Array.from({ length: 1_000_000 }, (_, at) => `${oid} ${prefix}${1_000_000 + at}\n`)
    appendFileSync(join(repository, 'packed-refs'), `# pack-refs with: peeled fully-peeled sorted \n${refs.join('')}`)
  }
  crowd(scene.repository('heads', [FIX]), 'refs/heads/b')
  crowd(scene.repository('pulls', [FIX]), 'refs/pull/')
  const [said] = await daysWith(scene, () => {
    scene.follow('heads')
    scene.follow('pulls')
  })
  expect(said).toEqual([
    'heads: refused: its repository offers more than the 50,000 branches and tags that are allowed',
    'pulls: moved',
  ])
})

test('the "dumb" protocol, which sends objects one by one, is refused', async () => {
  using scene = new FetchScene()
  const old = scene.repository('old', [])
  const commit = git(old, ['commit-tree', '-m', 'x', git(old, ['mktree'], '')])
  git(old, ['update-ref', 'refs/heads/main', commit])
  git(old, ['update-server-info'])
  await using server = await httpsServer(scene.folder, (request, response) => {
    const path = new URL(request.url ?? '/', 'https://localhost').pathname
    createReadStream(join(scene.folder, path))
      .on('error', () => response.writeHead(404).end())
      .pipe(response)
  })
  scene.passThrough['GIT_SSL_CAINFO'] = server.certificate
  const [said] = await daysWith(scene, () => scene.follow('evil', { url: `https://localhost:${server.port}/old.git` }))
  expect(said?.[0]).toMatch(/^evil: refused: its server knows only the old "dumb" protocol/)
})

/** Offers one commit on `main`, in protocol 0, and once it is asked for that, sends what it likes. */
function lyingServer(commit: string, send: (socket: Socket) => void): ReturnType<typeof rawServer> {
  return rawServer((socket) => {
    let heard = ''
    socket.write(Buffer.concat([pktLine(`${commit} refs/heads/main\0ofs-delta\n`), FLUSH]))
    socket.on('data', (chunk) => {
      heard += chunk.toString('latin1')
      if (!heard.includes('done\n')) return
      heard = ''
      socket.write(pktLine('NAK\n'))
      send(socket)
    })
  })
}

/** One file of a terabyte, sent as long as somebody reads. */
function endlessPack(socket: Socket): void {
  const deflate = createDeflateRaw({ level: 0 })
  socket.write(Buffer.from('PACK\0\0\0\x02\0\0\0\x01\xb0\x80\x80\x80\x80\x80\x02\x78\x01', 'latin1'))
  deflate.pipe(socket)
  const noise = Buffer.alloc(65_536, 'noise')
  const more = (): void => {
    while (!socket.destroyed && deflate.write(noise)) {
      // as much as fits
    }
  }
  deflate.on('drain', more)
  more()
}
