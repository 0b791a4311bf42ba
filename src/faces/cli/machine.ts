/** The composition root: takes what a command needs from the process and its environment, once. */
import { existsSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Git } from '../../base/git/spawn.ts'
import type { Listener } from '../../base/model/event.ts'
import type { Instant } from '../../base/model/instant.ts'
import { type Machine, openWorkspace, type Workspace } from '../../pipeline/workspace.ts'
import { makeProgress } from './progress.ts'
import type { Options } from './options.ts'
import { stop } from './stop.ts'

/** Memory that must be free before throw-away repositories are kept in it. A kernel-sized release writes 60 MB. */
const MEMORY_SCRATCH_BYTES = 1024 * 1024 * 1024

/** What git may know of the operator's surroundings when it talks to remotes: agents, proxies and certificates. */
const PASSED_THROUGH = [
  'SSH_AUTH_SOCK',
  'SSH_AGENT_PID',
  'http_proxy',
  'https_proxy',
  'HTTPS_PROXY',
  'all_proxy',
  'ALL_PROXY',
  'no_proxy',
  'NO_PROXY',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'GIT_SSL_CAINFO',
  'GIT_SSL_CAPATH',
] as const

export function makeMachine(listen: Listener = makeProgress()): Machine {
  const searchPath = process.env['PATH'] ?? ''
  return {
    git: new Git({ searchPath, unbuffered: unbuffered(searchPath), stop }),
    clock: now,
    stopwatch: () => performance.now(),
    listen,
    pid: process.pid,
    command: ['tributary', ...process.argv.slice(2)].join(' ').slice(0, 200),
    scratchFolder: scratchFolder(),
    passThrough: passThrough(),
    queuePassword: process.env['TRIBUTARY_QUEUE_PASSWORD'],
  }
}

export function theWorkspace(machine: Machine, options: Options): Workspace {
  return openWorkspace(machine.git, resolve(String(options['workspace'] ?? '.')))
}

/** This moment in the zone of the machine. */
function now(): Instant {
  const date = new Date()
  return { epochSeconds: Math.floor(date.getTime() / 1000), zoneMinutes: -date.getTimezoneOffset() }
}

/** coreutils' stdbuf, which makes a git before 2.49 answer at once; without it every merge is a process of its own there. */
function unbuffered(searchPath: string): readonly string[] {
  return searchPath.split(':').some((folder) => existsSync(join(folder, 'stdbuf'))) ? ['stdbuf', '-o0'] : []
}

/** In memory where there is room, under a folder of this user's own. */
function scratchFolder(): string {
  const own = `tributary-${process.getuid?.() ?? 0}`
  try {
    const memory = statfsSync('/dev/shm')
    if (memory.bavail * memory.bsize >= MEMORY_SCRATCH_BYTES) return join('/dev/shm', own)
  } catch {
    // No such file system here: the temporary folder serves as well, only slower.
  }
  return join(tmpdir(), own)
}

function passThrough(): { [name: string]: string } {
  const passed: { [name: string]: string } = {}
  for (const name of PASSED_THROUGH) {
    const value = process.env[name]
    if (value !== undefined) passed[name] = value
  }
  return passed
}
