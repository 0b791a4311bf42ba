/** A real Redis of the test's own: on a free port of the loopback, in a folder that goes away with it, keeping nothing. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { Redis } from 'ioredis'
import { testFolder } from './folder.ts'
import { freePort } from './free-port.ts'

/** Tests that need it are skipped where it is not installed. */
export const hasRedis = spawnSync('redis-server', ['--version']).status === 0

export interface TestRedis extends AsyncDisposable {
  readonly port: number
  readonly url: string
  /** As if the machine lost power, and were started again: nothing is left of what it held. */
  restart(): Promise<void>
  kill(): Promise<void>
  /** Takes away the keys that fit a pattern, as time would. */
  forget(pattern: string): Promise<void>
}

/** `more` gives further options for the server, whose later ones count. */
export async function startRedis(more: (port: number) => readonly string[] = () => []): Promise<TestRedis> {
  const folder = testFolder()
  const port = await freePort()
  const options = more(port)
  let server = await start(port, folder.path, options)
  const kill = async (): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return
    const ended = once(server, 'exit')
    server.kill('SIGKILL')
    await ended
  }
  return {
    port,
    url: `redis://127.0.0.1:${port}/0`,
    kill,
    async forget(pattern) {
      const redis = new Redis(port, '127.0.0.1')
      for (const key of await redis.keys(pattern)) await redis.del(key)
      redis.disconnect()
    },
    async restart() {
      await kill()
      server = await start(port, folder.path, options)
    },
    async [Symbol.asyncDispose]() {
      await kill()
      folder[Symbol.dispose]()
    },
  }
}

async function start(port: number, dir: string, options: readonly string[]): Promise<ChildProcess> {
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', dir]
  const server = spawn('redis-server', [...args, ...options], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  await new Promise<void>((resolve, reject) => {
    server.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8')
      if (said.includes('Ready to accept connections')) resolve()
    })
    server.once('exit', () => reject(new Error(`redis-server ended: ${said}`)))
  })
  return server
}
