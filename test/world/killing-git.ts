/** A `git` that counts how often it is started, and ends whoever started it for the nth time: kill -9 at a point that can be named. */
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
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
  /** Only calls with this word in them count. */
  readonly of?: string
  /** Before git has done what it was asked, when it is done and its asker has not heard yet, or between two transactions of refs. */
  readonly when: 'before' | 'after' | 'between'
  /** What it is ended by; asked politely (`INT`), git goes on with what it was asked until it is told as well. */
  readonly signal?: 'KILL' | 'INT'
}

export function killingGit(folder: string, { call, of = '', when, signal = 'KILL' }: KillPoint): KillingGit {
  const searchPath = process.env['PATH'] ?? ''
  const real = searchPath
    .split(':')
    .map((entry) => join(entry, 'git'))
    .find((file) => existsSync(file) && statSync(file).isFile())
  mkdirSync(folder, { recursive: true })
  const log = join(folder, 'calls')
  writeFileSync(log, '')
  // Of calls at the same time the first to come here fires, and no other.
  const fired = join(folder, 'fired')
  rmSync(fired, { recursive: true, force: true })
  // The variables that git is given are fixed, so what the script needs to know is written into it.
  const git = `'${real ?? 'git'}' "$@"`
  const work = {
    before: '',
    after: git,
    between: `${git} | while read -r line; do if [ "$line" = 'commit: ok' ]; then kill -9 "$PPID"; fi; echo "$line"; done`,
  }
  const script = `#!/bin/sh
printf '%s\\n' "$(printf '%s' "$*" | tr '\\n' ' ')" >>'${log}'
case "$*" in *'${of}'*) ;; *) exec ${git} ;; esac
if [ ${call} -eq 0 ] || [ "$(grep -c -e '${of}' '${log}')" -lt ${call} ] || ! mkdir '${fired}' 2>/dev/null; then exec ${git}; fi
${work[when]}
kill -${signal} "$PPID"
${signal === 'INT' && when === 'before' ? `exec ${git}` : ''}
`
  writeFileSync(join(folder, 'git'), script)
  chmodSync(join(folder, 'git'), 0o755)
  return { path: `${folder}:${searchPath}`, calls: () => readFileSync(log, 'utf8').split('\n').slice(0, -1) }
}
