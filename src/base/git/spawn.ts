/** The one place that starts git: fixed environment, explicit repository, limits on time and output. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { OperatingError } from '../std/operating-error.ts'
import { printable } from '../text/printable.ts'

/** Longest a local git command may take. The slowest, a repack of a kernel-sized record, needs minutes. */
const LOCAL_TIMEOUT_MS = 900_000

/** Most that a command may answer. A full listing of 80,000 files is 10 MB. */
const OUTPUT_MAX_BYTES = 512 * 1024 * 1024

/** How much of git's complaint is kept. */
const STDERR_MAX_BYTES = 64 * 1024

/** What every call needs to know of the machine; made once, in the composition root. */
export interface GitSetting {
  /** Where git and its programs are looked for: the value of PATH. */
  readonly searchPath: string
  /** Prepended to an older git's command line where its output must not be buffered: `['stdbuf', '-o0']`, or empty. */
  readonly unbuffered: readonly string[]
  /** Once aborted, every git is ended and no other one starts. */
  readonly stop?: AbortSignal | undefined
}

export interface GitCall {
  readonly args: readonly string[]
  readonly input?: string | Uint8Array
  readonly timeoutMs?: number
  readonly outputMaxBytes?: number
  /** Exit codes that are answers rather than failures; 0 always is. */
  readonly answers?: readonly number[]
  /** Variables beyond the fixed ones, by name. */
  readonly env?: Readonly<Record<string, string>>
  /** Largest file the process may write, in bytes, kept by the kernel (RLIMIT_FSIZE). */
  readonly fileMaxBytes?: number
  /** Most memory of its own that each process of the call may have, in bytes, kept by the kernel (RLIMIT_DATA); mapped files do not count. */
  readonly memoryMaxBytes?: number
  readonly signal?: AbortSignal
}

export interface GitResult {
  readonly exit: number
  readonly stdout: Buffer
  /** Printable text, without control characters. */
  readonly stderr: string
}

/** Starts git in one repository. */
export class Git {
  readonly setting: GitSetting
  readonly gitDir: string | undefined

  constructor(setting: GitSetting, gitDir?: string) {
    this.setting = setting
    this.gitDir = gitDir
  }

  at(gitDir: string): Git {
    return new Git(this.setting, gitDir)
  }

  /** Runs one command to its end. Throws `OperatingError` unless it exits with 0 or one of `answers`. */
  async run(call: GitCall): Promise<GitResult> {
    const result = await this.attempt(call)
    if (result.exit !== 0 && !call.answers?.includes(result.exit)) throw failed(call, result)
    return result
  }

  /** The same, with standard output as text. */
  async text(call: GitCall): Promise<string> {
    return (await this.run(call)).stdout.toString('utf8')
  }

  /** Runs one command and returns however it ended; throws only when git cannot start or breaks a limit of ours. */
  attempt(call: GitCall): Promise<GitResult> {
    const { stop: stopSignal } = this.setting
    if (stopSignal?.aborted) return Promise.reject(stopped(call))
    return new Promise((resolve, reject) => {
      const child = this.start(call)
      const outputMax = call.outputMaxBytes ?? OUTPUT_MAX_BYTES
      const timeoutMs = call.timeoutMs ?? LOCAL_TIMEOUT_MS
      const stdout: Buffer[] = []
      const stderr: Buffer[] = []
      let stdoutBytes = 0
      let stderrBytes = 0
      let broken: OperatingError | undefined
      const stop = (error: OperatingError): void => {
        broken ??= error
        killGroup(child)
      }
      const timer = setTimeout(() => stop(timedOut(call, timeoutMs)), timeoutMs)
      const abort = (): void =>
        stop(new OperatingError('git-failed', `git ${call.args[0]} was stopped`, 'The caller gave up on it.'))
      call.signal?.addEventListener('abort', abort, { once: true })
      child.stdout.on('data', (chunk: Buffer) => {
        stdoutBytes += chunk.length
        if (stdoutBytes > outputMax) stop(tooMuch(call, outputMax))
        else stdout.push(chunk)
      })
      child.stderr.on('data', (chunk: Buffer) => {
        if (stderrBytes < STDERR_MAX_BYTES) stderr.push(chunk)
        stderrBytes += chunk.length
      })
      const settle = (): void => {
        clearTimeout(timer)
        call.signal?.removeEventListener('abort', abort)
      }
      child.on('error', (error) => {
        settle()
        reject(cannotStart(error))
      })
      child.on('close', (code, signal) => {
        settle()
        if (broken) reject(broken)
        else if (stopSignal?.aborted && signal !== null) reject(stopped(call))
        else
          resolve({
            exit: code ?? signalExit(signal),
            stdout: Buffer.concat(stdout),
            // ssh ends its lines as a terminal wants them.
            stderr: printable(Buffer.concat(stderr).toString('utf8').replaceAll('\r\n', '\n')).trim(),
          })
      })
      child.stdin.end(call.input)
      if (call.signal?.aborted) abort()
    })
  }

  /**
   * Starts a command and leaves its streams to the caller, in a process group of its own. One that `endsItself`, in milliseconds when
   * its input does, is not told to end when all else is: a signal that meets git in the very act of making a lock file leaves that file behind.
   */
  start(
    call: GitCall,
    options: { readonly unbuffered?: boolean; readonly endsItself?: boolean } = {},
  ): ChildProcessWithoutNullStreams {
    const wrapper = options.unbuffered ? this.setting.unbuffered : []
    const repository = this.gitDir === undefined ? [] : [`--git-dir=${this.gitDir}`]
    const [program = 'git', ...rest] = [
      ...kernelLimits(call),
      ...wrapper,
      'git',
      ...FIXED_CONFIG,
      ...repository,
      ...call.args,
    ]
    const child = spawn(program, rest, {
      env: { ...fixedEnvironment(this.setting), ...call.env },
      stdio: 'pipe',
      detached: true,
      cwd: this.gitDir,
    })
    // A reader that goes away early is seen by its exit code, not by a broken pipe of ours.
    child.stdin.on('error', () => undefined)
    if (!options.endsItself) endWhenStopped(child, this.setting.stop)
    return child
  }
}

/** How long git may take to end by itself, in milliseconds; it removes its lock files in a few. */
const ENDING_MS = 2_000

/** git takes its lock files and half-written packs away when it is asked to end, and does not when it is killed. */
function endWhenStopped(child: ChildProcessWithoutNullStreams, stopSignal: AbortSignal | undefined): void {
  if (stopSignal === undefined) return
  const end = (): void => {
    signalGroup(child, 'SIGTERM')
    setTimeout(() => killGroup(child), ENDING_MS).unref()
  }
  if (stopSignal.aborted) return end()
  stopSignal.addEventListener('abort', end, { once: true })
  const forget = (): void => stopSignal.removeEventListener('abort', end)
  child.once('close', forget)
  child.once('error', forget)
}

/** Ends a process and all it started. */
export function killGroup(child: Signalled): void {
  signalGroup(child, 'SIGKILL')
}

interface Signalled {
  readonly pid?: number | undefined
  kill(signal: 'SIGKILL' | 'SIGTERM'): boolean
}

function signalGroup(child: Signalled, signal: 'SIGKILL' | 'SIGTERM'): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, signal)
  } catch {
    child.kill(signal)
  }
}

/**
 * A git since 2.43 breaks off a question about many trees because of one that nests deeper than 2,048 folders; older ones answer.
 * What nests too deep is refused where it is fetched, which has git's own limit again (transport.ts).
 */
const TREE_DEPTH_MAX = 1_000_000

/** Settings no repository and no user may change under us. */
const FIXED_CONFIG = [
  '-c',
  'core.hooksPath=/dev/null',
  '-c',
  'core.fsmonitor=false',
  '-c',
  'core.attributesFile=/dev/null',
  '-c',
  'core.quotePath=true',
  '-c',
  `core.maxTreeDepth=${TREE_DEPTH_MAX}`,
  '-c',
  'gc.auto=0',
  '-c',
  'maintenance.auto=false',
  '-c',
  'protocol.ext.allow=never',
  '-c',
  'submodule.recurse=false',
  '-c',
  'safe.directory=*',
] as const // prettier-ignore

/** Nothing of the caller's environment reaches git but the search path; fetching adds what it needs by name. */
function fixedEnvironment(setting: GitSetting): Record<string, string> {
  return {
    PATH: setting.searchPath,
    HOME: '/nonexistent',
    LC_ALL: 'C',
    TZ: 'UTC',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_NO_LAZY_FETCH: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_PROTOCOL_FROM_USER: '0',
    GIT_ALLOW_PROTOCOL: 'none',
    GIT_OPTIONAL_LOCKS: '0',
    // rev-list and log would write every commit by itself, and each is a turn of our event loop (git(1), GIT_FLUSH).
    GIT_FLUSH: '0',
  }
}

/** util-linux's prlimit is on every Debian; it becomes git by exec, so no process stands between. */
function kernelLimits({ fileMaxBytes, memoryMaxBytes }: GitCall): string[] {
  if (fileMaxBytes === undefined && memoryMaxBytes === undefined) return []
  const file = fileMaxBytes === undefined ? [] : [`--fsize=${fileMaxBytes}`]
  const memory = memoryMaxBytes === undefined ? [] : [`--data=${memoryMaxBytes}`]
  return ['prlimit', ...file, ...memory, '--core=0', '--']
}

function signalExit(signal: NodeJS.Signals | null): number {
  return signal === null ? 1 : 128
}

function failed(call: GitCall, result: GitResult): OperatingError {
  const words = result.stderr === '' ? 'It said nothing.' : result.stderr
  if (/No space left on device|disk quota exceeded/i.test(result.stderr)) {
    return new OperatingError(
      'disk',
      `git ${verb(call)} ran out of disk space: ${words}`,
      'Free some space and run the command again; nothing was published.',
    )
  }
  return new OperatingError(
    'git-failed',
    `git ${verb(call)} failed with exit code ${result.exit}: ${words}`,
    'If the record may be damaged, check it with: git fsck',
  )
}

/** What a command says that is not begun, or broken off, because we are to end. */
export function stopped(call: GitCall): OperatingError {
  return new OperatingError('stopped', `git ${verb(call)} was stopped`, 'The command was told to end.')
}

/** What a process that did not start says. */
export function cannotStart(error: NodeJS.ErrnoException): OperatingError {
  if (error.code === 'ENOENT') {
    return new OperatingError(
      'git-missing',
      'git could not be started: there is no such program in PATH',
      'Install git 2.39 or newer (Debian: apt-get install git).',
      error,
    )
  }
  return new OperatingError('git-failed', `git could not be started: ${error.message}`, 'See the cause above.', error)
}

function timedOut(call: GitCall, timeoutMs: number): OperatingError {
  return new OperatingError(
    'git-timeout',
    `git ${verb(call)} took longer than ${timeoutMs / 1000} s and was ended`,
    'The machine may be overloaded or its disk stuck.',
  )
}

function tooMuch(call: GitCall, bytes: number): OperatingError {
  return new OperatingError(
    'git-output',
    `git ${verb(call)} answered more than ${bytes} bytes and was ended`,
    'The repository is larger than Tributary is made for.',
  )
}

function verb(call: GitCall): string {
  return call.args.find((arg) => !arg.startsWith('-') && !arg.includes('=')) ?? ''
}
