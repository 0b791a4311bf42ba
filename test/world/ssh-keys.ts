/** Keys for ssh, made on the spot, and an agent that keeps some. */
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { testFolder } from './folder.ts'

/** Tests that need keys are skipped where there is no ssh. */
export const hasSsh = spawnSync('ssh', ['-V']).status === 0

/** A private key; the public one stands beside it. */
export function makeKey(path: string, passphrase = '', format: readonly string[] = ['-t', 'ed25519']): string {
  const args = ['-q', ...format, '-N', passphrase, '-C', 'test', '-f', path]
  execFileSync('ssh-keygen', args, { stdio: 'pipe' })
  return path
}

/** How a file of known hosts has that key for a server on this machine. */
export function hostLine(port: number, key: string, host = '127.0.0.1'): string {
  return `[${host}]:${port} ${readFileSync(`${key}.pub`, 'utf8')}`
}

export interface TestAgent extends AsyncDisposable {
  /** What SSH_AUTH_SOCK says. */
  readonly socket: string
  add(key: string, passphrase?: string): void
}

/** An agent of the test's own that has a key. */
export async function agentWith(key: string): Promise<TestAgent> {
  const folder = testFolder()
  const socket = join(folder.path, 'agent')
  const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: ['ignore', 'pipe', 'inherit'] })
  // It says where it listens once it does.
  await once(agent.stdout, 'data')
  const add = (path: string, passphrase = ''): void => {
    const answer = join(folder.path, 'answer')
    writeFileSync(answer, `#!/bin/sh\necho '${passphrase}'\n`, { mode: 0o700 })
    const env = {
      PATH: process.env['PATH'] ?? '',
      SSH_AUTH_SOCK: socket,
      SSH_ASKPASS: answer,
      SSH_ASKPASS_REQUIRE: 'force',
    }
    execFileSync('ssh-add', ['-q', path], { env, stdio: 'pipe' })
  }
  add(key)
  return {
    socket,
    add,
    async [Symbol.asyncDispose]() {
      const ended = once(agent, 'exit')
      agent.kill()
      await ended
      folder[Symbol.dispose]()
    },
  }
}
