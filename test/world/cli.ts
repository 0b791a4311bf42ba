/** The built command line, started as a user starts it: a process of its own. */
import { execFileSync, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Where the built program starts. Built first when the sources are newer; whoever builds at the same time is waited for. */
export function cliFile(): string {
  execFileSync('sh', [`${ROOT}/scripts/ready.sh`], { stdio: 'pipe' })
  return `${ROOT}/dist/faces/start/main.cjs`
}

export interface CliResult {
  readonly exit: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface CliSetting {
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
}

/** Runs it to its end. */
export function runCli(file: string, args: readonly string[], setting: CliSetting): CliResult {
  const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...args], {
    cwd: setting.cwd,
    env: { ...cliEnvironment(), ...setting.env },
    encoding: 'utf8',
    timeout: 240_000,
  })
  return { exit: status, stdout, stderr }
}

/** What a user's shell would give it, less the user. */
export function cliEnvironment(): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', TZ: 'UTC', LC_ALL: 'C' }
}
