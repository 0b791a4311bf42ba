/** A real sshd of the test's own: on a free port of the loopback, with a host key, a key it lets in, and files that all go away with it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { testFolder } from './folder.ts'
import { freePort } from './free-port.ts'
import { hostLine, makeKey } from './ssh-keys.ts'

/** By its whole path, as sshd insists on being started. */
const SSHD = '/usr/sbin/sshd'

/** Tests that need it are skipped where it is not installed. */
export const hasSshd = existsSync(SSHD)

export interface TestSshd extends AsyncDisposable {
  readonly port: number
  /** The key that it lets in, and a file that knows its own. */
  readonly identity: string
  readonly knownHosts: string
  /** Of a repository, by its absolute path or one that begins with `/~/`, which is the folder it was started with. */
  url(path: string): string
  /** Lets in whoever has that private key too. */
  letIn(key: string): void
  /** How often somebody connected, and how often somebody was let in. */
  connections(): number
  logins(): number
  /** What those were that were let in asked for, in their order, and how many of them there were at most at a time. */
  asked(): string[]
  atOnce(): number
}

export interface SshdSetting {
  /** The home folder of who is let in. */
  readonly home: string
  /** Further lines of sshd_config. */
  readonly more?: readonly string[]
  /** What a login does, as a line of sh, in place of what git asks for. */
  readonly serve?: string
}

/** As Debian sets it up, it takes no variable GIT_PROTOCOL; git falls back to its first protocol then. */
export async function startSshd({ home, more = [], serve = SERVE }: SshdSetting): Promise<TestSshd> {
  const folder = testFolder()
  const file = (name: string): string => join(folder.path, name)
  const port = await freePort()
  const hostKey = makeKey(file('host'))
  const identity = makeKey(file('identity'))
  const knownHosts = file('known_hosts')
  writeFileSync(knownHosts, hostLine(port, hostKey))
  writeFileSync(file('asked'), '')
  writeFileSync(file('serve'), `cd '${home}' && export HOME="$PWD" ASKED='${file('asked')}'\n${serve}\n`)
  writeFileSync(file('config'), configLines(file, port, more).join('\n'))
  const server = await start(file('config'), port)
  const asked = (): string[] => readFileSync(file('asked'), 'utf8').trimEnd().split('\n')
  return {
    port,
    identity,
    knownHosts,
    url: (path) => `ssh://${userInfo().username}@127.0.0.1:${port}${path}`,
    letIn: (key) => appendFileSync(file('identity.pub'), readFileSync(`${key}.pub`)),
    connections: () => server.log().match(/^Connection from /gm)?.length ?? 0,
    logins: () => server.log().match(/^Accepted publickey for /gm)?.length ?? 0,
    asked: () => asked().filter((line) => line !== 'end'),
    atOnce: () => mostAtOnce(asked()),
    async [Symbol.asyncDispose]() {
      await server.end()
      folder[Symbol.dispose]()
    },
  }
}

/** Writes down what is asked for and that it is over, and has git's own shell do it. */
const SERVE = `\
echo "$SSH_ORIGINAL_COMMAND" >>"$ASKED"
git shell -c "$SSH_ORIGINAL_COMMAND"; status=$?
echo end >>"$ASKED"
exit $status`

function configLines(file: (name: string) => string, port: number, more: readonly string[]): string[] {
  return [
    `ListenAddress 127.0.0.1:${port}`,
    `HostKey ${file('host')}`,
    `AuthorizedKeysFile ${file('identity.pub')}`,
    `ForceCommand /bin/sh ${file('serve')}`,
    `SetEnv PATH=${process.env['PATH'] ?? ''}`,
    'AuthenticationMethods publickey',
    'PermitRootLogin yes',
    'StrictModes no',
    'UsePAM no',
    'PidFile none',
    'LogLevel VERBOSE',
    ...more,
    '',
  ]
}

interface Started {
  log(): string
  end(): Promise<void>
}

async function start(config: string, port: number): Promise<Started> {
  // What a service of the machine would have made: sshd shuts the part of it that a stranger talks to in there.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 })
  const server: ChildProcess = spawn(SSHD, ['-D', '-e', '-f', config], { stdio: ['ignore', 'ignore', 'pipe'] })
  let log = ''
  await new Promise<void>((resolve, reject) => {
    server.stderr?.on('data', (chunk: Buffer) => {
      log += chunk.toString('utf8').replaceAll('\r', '')
      if (log.includes(`listening on 127.0.0.1 port ${port}`)) resolve()
    })
    server.once('exit', () => reject(new Error(`sshd ended: ${log}`)))
  })
  return {
    log: () => log,
    async end() {
      const ended = once(server, 'exit')
      server.kill()
      await ended
    },
  }
}

function mostAtOnce(lines: readonly string[]): number {
  let running = 0
  let most = 0
  for (const line of lines) {
    running += line === 'end' ? -1 : 1
    most = Math.max(most, running)
  }
  return most
}
