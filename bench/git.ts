/** git as the measurements need it: one call at a time, in an environment that no user's settings reach. */
import { spawnSync } from 'node:child_process'

/** Most that one call may answer, in bytes. */
const OUTPUT_MAX_BYTES = 1024 * 1024 * 1024

export interface GitAnswer {
  readonly exit: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs git in a folder and returns what it printed. Throws when it fails. */
export function git(folder: string, args: readonly string[], input = ''): string {
  const answer = tryGit(folder, args, input)
  if (answer.exit !== 0) throw new Error(`git ${args.join(' ')} ended with ${answer.exit}: ${answer.stderr}`)
  return answer.stdout
}

export function tryGit(folder: string, args: readonly string[], input = ''): GitAnswer {
  const child = spawnSync('git', args, {
    cwd: folder,
    input,
    encoding: 'utf8',
    env: gitEnvironment(),
    maxBuffer: OUTPUT_MAX_BYTES,
  })
  if (child.error) throw child.error
  return { exit: child.status ?? 128, stdout: child.stdout, stderr: child.stderr }
}

/** The same for every program measured: no user's configuration, one identity, a fixed date. */
export function gitEnvironment(): Record<string, string> {
  const person = { NAME: 'Integrator', EMAIL: 'integrator@example.org', DATE: '1675209600 +0000' }
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: '/nonexistent',
    LC_ALL: 'C',
    TZ: 'UTC',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    ...Object.fromEntries(
      Object.entries(person).flatMap(([key, value]) => [
        [`GIT_AUTHOR_${key}`, value],
        [`GIT_COMMITTER_${key}`, value],
      ]),
    ),
  }
}
