/** Tributary fetching every branch of one server when none has moved. */
import { spawn } from 'node:child_process'
import { connect, createServer } from 'node:net'
import { dirname } from 'node:path'
import { gitEnvironment } from '../git.ts'
import type { Contender } from '../rounds.ts'
import { tributary } from '../tributary.ts'
import { copyWorkspace, writeRoster } from '../workspace.ts'
import type { World } from '../world/world.ts'

export interface Daemon {
  readonly url: string
  readonly stop: () => void
}

/** From a workspace that has fetched everything before. */
export function fetchFrom(place: 'file' | 'daemon', workspace: string, rounds: number): Contender {
  return {
    name: `Tributary, fetch from ${place}`,
    rounds,
    run: async () => ({ [`fetch ${place}`]: (await tributary(workspace, ['fetch'])).seconds }),
  }
}

/** A copy of the workspace that has fetched once from another address of the same server. */
export async function movedTo(world: World, workspace: string, url: string): Promise<string> {
  const folder = copyWorkspace(world, workspace)
  writeRoster(folder, world, url)
  await tributary(folder, ['fetch'])
  return folder
}

/** `git daemon` on a free port of this machine. */
export async function startDaemon(world: World): Promise<Daemon> {
  const port = await freePort()
  const base = dirname(world.server)
  const args = ['daemon', '--reuseaddr', '--listen=127.0.0.1', `--port=${port}`, `--base-path=${base}`, base]
  const child = spawn('git', args, { env: gitEnvironment(), stdio: 'ignore', detached: true })
  await answering(port)
  return {
    url: `git://127.0.0.1:${port}/server.git`,
    // The daemon is a child of git's, so the whole group is ended.
    stop: () => process.kill(-(child.pid ?? 0), 'SIGTERM'),
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/** Tries until somebody listens. */
function answering(port: number): Promise<void> {
  return new Promise((resolve) => {
    const attempt = (): void => {
      const socket = connect(port, '127.0.0.1')
      socket.on('connect', () => {
        socket.destroy()
        resolve()
      })
      socket.on('error', () => setTimeout(attempt, 20))
    }
    attempt()
  })
}
