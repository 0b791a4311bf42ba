/** Trivial probes over workers on this machine: what queue, candidates, work trees and answers cost beside the build. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { Git } from '../../src/base/git/spawn.ts'
import type { CommitOid } from '../../src/base/model/oid.ts'
import { readQueueUrl } from '../../src/base/text/queue-url.ts'
import { RemotePool } from '../../src/stages/gate/queue/remote-pool.ts'
import { freePort } from '../../test/world/free-port.ts'
import { git, gitEnvironment } from '../git.ts'
import { NOTHING } from './nothing.ts'

const LAUNCHER = fileURLToPath(new URL('../../../tributary', import.meta.url))

export const WORKERS = 16

export interface OverWorkers {
  readonly probes: number
  readonly seconds: number
  readonly sandbox: 'off' | 'require'
}

/** `probes` candidates that each differ from the others in one file of two hundred. */
export async function overWorkers(
  probes: number,
  sandbox: OverWorkers['sandbox'],
  say: (line: string) => void,
): Promise<OverWorkers> {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-workers-'))
  const started: ChildProcess[] = []
  try {
    const { record, commits } = makeRecord(join(folder, 'record.git'), probes)
    const port = await freePort()
    started.push(await startRedis(folder, port))
    const queue = `redis://127.0.0.1:${port}/0`
    say(`${WORKERS} workers, sandbox ${sandbox}`)
    const workers = Array.from({ length: WORKERS }, (_, place) => {
      const own = join(folder, `worker-${place}`)
      mkdirSync(own)
      return startWorker(
        ['worker', '--record', record, '--queue', queue, '--folder', own, '--sandbox', sandbox],
        folder,
      )
    })
    started.push(...(await Promise.all(workers)))
    return { probes, sandbox, seconds: await asked(record, queue, commits) }
  } finally {
    const running = started.filter(({ exitCode }) => exitCode === null)
    const ended = Promise.all(running.map((child) => once(child, 'exit')))
    for (const child of running) child.kill('SIGKILL')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
}

async function asked(record: string, queue: string, [onto, ...commits]: readonly CommitOid[]): Promise<number> {
  const address = readQueueUrl(queue)
  if (typeof address === 'string' || onto === undefined) throw new Error('no queue, or nothing to ask about')
  const bound = new Git({ searchPath: process.env['PATH'] ?? '', unbuffered: [] }).at(record)
  const by = { name: 'Bench', email: 'bench@example.org' }
  const at = { epochSeconds: Math.floor(Date.now() / 1000), zoneMinutes: 0 }
  const setting = { queue: { address, password: undefined }, shop: bound, record: bound, onto, by, at }
  await using pool = await RemotePool.open({
    ...setting,
    secrets: [],
    stop: undefined,
    folder: join(record, '..', 'gates'),
  })
  await pool.try(NOTHING, onto)
  const began = performance.now()
  const open = [...commits]
  const lane = async (): Promise<void> => {
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const { outcome } = await pool.try(NOTHING, next)
      if (outcome.kind !== 'passed') throw new Error(`a gate that does nothing ${JSON.stringify(outcome)}`)
    }
  }
  // As a search would: as many in flight as there are slots, and one ahead for each.
  await Promise.all(Array.from({ length: (await pool.slotsFor(NOTHING)) * 2 }, lane))
  return (performance.now() - began) / 1000
}

function makeRecord(record: string, probes: number): { readonly record: string; readonly commits: CommitOid[] } {
  git(tmpdir(), ['init', '--quiet', '--bare', record])
  const commit = (place: number, files: readonly string[]): string =>
    `commit refs/heads/c${place}\nmark :${place + 1}\ncommitter Bench <bench@example.org> 1700000000 +0000\ndata 1\nx\n${place === 0 ? '' : 'from :1\n'}${files.join('')}\n`
  const file = (n: number, text: string): string =>
    `M 100644 inline dir${n % 10}/file${n}\ndata ${text.length}\n${text}\n`
  const first = commit(
    0,
    Array.from({ length: 200 }, (_, n) => file(n, `file ${n}`)),
  )
  const rest = Array.from({ length: probes }, (_, n) => commit(n + 1, [file(n % 200, `change ${n}`)]))
  git(record, ['fast-import', '--quiet'], `${first}${rest.join('')}`)
  const listed = git(record, ['for-each-ref', '--sort=version:refname', '--format=%(objectname)', 'refs/heads/'])
  return { record, commits: listed.trim().split('\n') as CommitOid[] }
}

async function startWorker(args: readonly string[], cwd: string): Promise<ChildProcess> {
  const child = spawn(LAUNCHER, args, { cwd, env: gitEnvironment(), stdio: ['ignore', 'pipe', 'pipe'] })
  await until(child, 'takes probes from')
  return child
}

async function startRedis(dir: string, port: number): Promise<ChildProcess> {
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', dir]
  const child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'pipe'] })
  await until(child, 'Ready to accept connections')
  return child
}

function until(child: ChildProcess, words: string): Promise<void> {
  let said = ''
  return new Promise((resolve, reject) => {
    const heard = (chunk: Buffer): void => {
      said = `${said}${chunk.toString()}`.slice(-10_000)
      if (said.includes(words)) resolve()
    }
    child.stdout?.on('data', heard)
    child.stderr?.on('data', heard)
    child.once('exit', () => reject(new Error(`it ended: ${said}`)))
    child.once('error', reject)
  })
}
