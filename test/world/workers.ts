/** Workers as an operator starts them: processes of their own, watched by what they print. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { cliEnvironment, cliFile } from './cli.ts'

export interface TestWorker {
  readonly pid: number
  /** What it printed so far. */
  readonly said: () => string
  /** Until it has printed that. */
  says(words: string): Promise<void>
  kill(signal?: NodeJS.Signals): Promise<number | null>
  /** Once it is no more, whoever ended it. */
  readonly ended: Promise<unknown>
}

export interface WorkerScene {
  readonly folder: string
  readonly record: string
  readonly queue: string
}

export class Workers implements AsyncDisposable {
  readonly #started: TestWorker[] = []
  readonly #scene: WorkerScene

  constructor(scene: WorkerScene) {
    this.#scene = scene
  }

  /** Ready to take probes once this returns. */
  start(...more: readonly string[]): Promise<TestWorker> {
    return this.startWith({}, ...more)
  }

  /** Where some of the environment is otherwise. */
  async startWith(env: Readonly<Record<string, string>>, ...more: readonly string[]): Promise<TestWorker> {
    const { folder, record, queue } = this.#scene
    const own = join(folder, `worker-${this.#started.length}`)
    const args = ['worker', '--record', record, '--queue', queue, '--folder', own, '--sandbox', 'off', ...more]
    const worker = watched(
      spawn(process.execPath, [cliFile(), ...args], { cwd: folder, env: { ...cliEnvironment(), ...env } }),
    )
    this.#started.push(worker)
    await worker.says('takes probes from')
    return worker
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#started.map((worker) => worker.kill()))
  }
}

function watched(child: ChildProcess): TestWorker {
  let said = ''
  const ended = once(child, 'exit') as Promise<[number | null]>
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (said += chunk.toString()))
  return {
    pid: child.pid ?? 0,
    said: () => said,
    ended,
    async says(words) {
      while (!said.includes(words)) {
        if (child.exitCode !== null || child.signalCode !== null) throw new Error(`the worker ended: ${said}`)
        await Promise.race([
          child.stdout && once(child.stdout, 'data'),
          child.stderr && once(child.stderr, 'data'),
          ended,
        ])
      }
    },
    async kill(signal = 'SIGKILL') {
      child.kill(signal)
      return (await ended)[0]
    },
  }
}
