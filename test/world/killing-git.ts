/** A `git` that counts how often it is started, and ends whoever started it for the nth time: kill -9 at a point that can be named. */
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface KillingGit {
  /** A PATH that finds it first. */
  readonly path: string
  /** What was asked of git so far, a line a call. */
  calls(): string[]
}

export interface KillPoint {
  /** Counting from 1; 0 kills nobody. */
  readonly call: number
  /** Before git has done what it was asked, or when it is done and its asker has not heard yet. */
  readonly when: 'before' | 'after'
}

export function killingGit(folder: string, { call, when }: KillPoint): KillingGit {
  const searchPath = process.env['PATH'] ?? ''
  const real = searchPath
    .split(':')
    .map((entry) => join(entry, 'git'))
    .find((file) => existsSync(file) && statSync(file).isFile())
  mkdirSync(folder, { recursive: true })
  const log = join(folder, 'calls')
  writeFileSync(log, '')
  // The variables that git is given are fixed, so what the script needs to know is written into it.
  const script = `#!/bin/sh
printf '%s\\n' "$(printf '%s' "$*" | tr '\\n' ' ')" >>'${log}'
if [ "$(wc -l <'${log}')" -ne ${call} ]; then exec '${real ?? 'git'}' "$@"; fi
${when === 'before' ? '' : `'${real ?? 'git'}' "$@"`}
kill -9 "$PPID"
`
  writeFileSync(join(folder, 'git'), script)
  chmodSync(join(folder, 'git'), 0o755)
  return { path: `${folder}:${searchPath}`, calls: () => readFileSync(log, 'utf8').split('\n').slice(0, -1) }
}
