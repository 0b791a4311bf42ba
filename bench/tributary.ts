/** Tributary as its users start it: by the launcher of a checkout that is built. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { performance } from 'node:perf_hooks'
import { gitEnvironment } from './git.ts'

/** From `.bench-dist/bench/`, where this file runs. */
const LAUNCHER = fileURLToPath(new URL('../../tributary', import.meta.url))
const PROGRAM = fileURLToPath(new URL('../../dist/faces/start/main.cjs', import.meta.url))

/** Every release is for this day, on which all of a world's commits have been made. */
export const TODAY = '2023-02-01'

export interface Call {
  readonly stdout: string
  /** From the start of the process to its end. */
  readonly seconds: number
}

/** The part of `run --json` that is read here. */
export interface RunAnswer {
  readonly contentTree: string
  readonly trees: readonly { readonly name: string; readonly outcome: string; readonly mergeCommit?: string | null }[]
  readonly conflicts: readonly unknown[]
  readonly timingsMs: Readonly<{ [step: string]: number }>
}

/** The part of `matrix --json` that is read here. */
export interface MatrixAnswer {
  readonly pairs: readonly { readonly a: string; readonly b: string }[]
}

export function isBuilt(): boolean {
  return existsSync(PROGRAM)
}

/** Runs one command in a workspace. `watch` sees the process while it lives. Throws when it fails. */
export async function tributary(
  folder: string,
  args: readonly string[],
  watch: (child: ChildProcess) => void = () => undefined,
): Promise<Call> {
  const started = performance.now()
  const child = spawn(LAUNCHER, args, {
    cwd: folder,
    env: gitEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const stdout: Buffer[] = []
  const stderr: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk))
  watch(child)
  const exit = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve)
  })
  const seconds = (performance.now() - started) / 1000
  if (exit !== 0) {
    throw new Error(`tributary ${args.join(' ')} ended with ${exit}:\n${Buffer.concat(stderr).toString('utf8')}`)
  }
  return { stdout: Buffer.concat(stdout).toString('utf8'), seconds }
}

export async function runOffline(folder: string): Promise<{ readonly answer: RunAnswer; readonly seconds: number }> {
  const { stdout, seconds } = await tributary(folder, ['run', '--offline', '--json', '--date', TODAY])
  return { answer: JSON.parse(stdout) as RunAnswer, seconds }
}
