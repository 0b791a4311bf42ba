/** The one place that starts gates: in a process group of their own, ended whole, within limits of time, output, memory, processes and disk. */
import { type ChildProcess, spawn } from 'node:child_process'
import { constants } from 'node:os'
import { Capture } from './capture.ts'
import { inWords } from './in-words.ts'
import { endStrays, memoryOf, processesOf, startedAt } from './processes.ts'

export interface ProgramLimits {
  readonly seconds: number
  readonly outputBytes: number
  readonly memoryBytes: number
  readonly processes: number
}

export interface ProgramCall {
  /** Whole, with whatever shuts it in. */
  readonly argv: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly folder: string
  /** A variable as `NAME=value` that only processes of this call have. It stands in `env` too. */
  readonly mark: string
  readonly limits: ProgramLimits
  /** Asked now and then: why it may not go on, such as a full disk. */
  readonly fault: () => Promise<string | undefined>
  readonly signal: AbortSignal | undefined
}

export type Ending =
  | { readonly kind: 'exited'; readonly exit: number }
  | { readonly kind: 'timed-out' }
  /** It took more of the machine than it may; `why` is the end of a sentence that begins with the gate. */
  | { readonly kind: 'over-limit'; readonly why: string }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'not-started'; readonly why: string }

export interface Ended {
  readonly ending: Ending
  /** Standard output and error, in the order they were printed. */
  readonly output: string
}

/** How often limits are looked at that the kernel does not keep, in milliseconds: a compiler takes about 1 GB in that time at most. */
const WATCH_MS = 250

/** How long what it printed is waited for after all processes are ended, in milliseconds: a process without our mark may hold the pipe. */
const DRAIN_MS = 2_000

export async function runProgram(call: ProgramCall): Promise<Ended> {
  const child = startProgram(call)
  const since = child.pid === undefined ? 0 : startedAt(child.pid)
  const capture = new Capture()
  let early: Ending | undefined
  const end = (ending: Ending): void => {
    early ??= ending
    endAll(child, call.mark, since)
  }
  child.stdout?.on('data', (chunk: Buffer) => {
    capture.add(chunk)
    if (capture.bytes > call.limits.outputBytes)
      end({ kind: 'over-limit', why: `printed more than ${inWords(call.limits.outputBytes)}` })
  })
  const timer = setTimeout(() => end({ kind: 'timed-out' }), call.limits.seconds * 1000)
  const stop = (): void => end({ kind: 'stopped' })
  call.signal?.addEventListener('abort', stop, { once: true })
  if (call.signal?.aborted) stop()
  const watch = watchLimits(child, call, end)
  try {
    const exited = await exitOf(child)
    endAll(child, call.mark, since)
    await drained(child)
    return { ending: early ?? exited, output: capture.text() }
  } finally {
    clearTimeout(timer)
    clearInterval(watch)
    call.signal?.removeEventListener('abort', stop)
  }
}

/** Both streams go into one pipe, so that an error stands behind the line it belongs to. */
function startProgram({ argv, env, folder }: ProgramCall): ChildProcess {
  return spawn('/bin/sh', ['-c', 'exec "$@" 2>&1', 'sh', ...argv], {
    env: { ...env },
    cwd: folder,
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
}

function exitOf(child: ChildProcess): Promise<Ending> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ kind: 'not-started', why: error.message }))
    child.once('exit', (code, signal) => resolve({ kind: 'exited', exit: code ?? signalExit(signal) }))
  })
}

/** As a shell tells it: 137 for what SIGKILL ended. */
function signalExit(signal: NodeJS.Signals | null): number {
  return 128 + (signal === null ? 0 : constants.signals[signal])
}

async function drained(child: ChildProcess): Promise<void> {
  const { stdout } = child
  if (stdout === null || stdout.closed) return
  await new Promise<void>((resolve) => {
    const timer = setTimeout(() => stdout.destroy(), DRAIN_MS)
    stdout.once('close', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}

/** The group at once, so that none of it can fork away meanwhile; then whoever left it. */
function endAll(child: ChildProcess, mark: string, since: number): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
  } catch {
    // Nobody is left in the group.
  }
  endStrays(mark, since)
}

/**
 * The kernel's own limits on memory and processes answer with an error inside the gate, which would then look red and be blamed on a tree;
 * and RLIMIT_DATA forbids every sanitizer its shadow memory. So they are watched from outside, and a breach is told as what it is.
 */
function watchLimits(child: ChildProcess, call: ProgramCall, end: (ending: Ending) => void): NodeJS.Timeout {
  const { memoryBytes, processes } = call.limits
  let asking = false
  const look = async (): Promise<void> => {
    if (child.pid === undefined) return
    const pids = processesOf(child.pid)
    if (pids.length > processes) end({ kind: 'over-limit', why: `started more than ${processes} processes` })
    if (memoryOf(pids) > memoryBytes) end({ kind: 'over-limit', why: `took more memory than ${inWords(memoryBytes)}` })
    const why = await call.fault()
    if (why !== undefined) end({ kind: 'over-limit', why })
  }
  return setInterval(() => {
    if (asking) return
    asking = true
    look()
      .catch((error: Error) => end({ kind: 'over-limit', why: `could not be watched: ${error.message}` }))
      .finally(() => {
        asking = false
      })
  }, WATCH_MS)
}
