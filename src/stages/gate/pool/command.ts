/** The command line and the variables that a gate is started with, as a pure function of the gate and of where it runs. */
import type { Gate, GateCommand } from '../../../base/model/gate.ts'
import { shellQuoted } from '../../../base/text/shell-quoted.ts'
import { secretsOf, shownVariables, withoutSecrets } from '../words/without-secrets.ts'
import { bubblewrap, type GateFolders, INSIDE } from './sandbox.ts'

export interface Place {
  /** Where the slot's folders lie on this machine. */
  readonly slot: GateFolders
  readonly isShutIn: boolean
  readonly readable: readonly string[]
  /** Where programs are looked for: what of PATH can be seen from inside. */
  readonly searchPath: string
  /** Bytes of the largest file that may be written. */
  readonly fileBytes: number
}

/**
 * choom(1) offers the gate first to a kernel that runs out of memory, and prlimit(1) keeps a file from filling the disk and a crash from
 * leaving a core; both become the next program by exec, so that no process stands between.
 */
export function commandLine(command: readonly string[], { slot, isShutIn, readable, fileBytes }: Place): string[] {
  return [
    'choom',
    '-n',
    '1000',
    '--',
    'prlimit',
    `--fsize=${fileBytes}`,
    '--core=0',
    '--',
    ...(isShutIn ? bubblewrap(slot, readable) : []),
    ...command,
  ]
}

export function commandOf(run: GateCommand): readonly string[] {
  return run.kind === 'argv' ? run.argv : ['/bin/sh', '-c', run.line]
}

/** Nothing of the operator's environment but the search path. What talks to terminals is told that there is none. */
export function variables(
  { env, needs }: Pick<Gate, 'env' | 'needs'>,
  { slot, isShutIn, searchPath }: Place,
  [mark, value]: readonly [name: string, value: string],
): Readonly<Record<string, string>> {
  const { home, temporary } = isShutIn ? INSIDE : slot
  return {
    LC_ALL: 'C.UTF-8',
    TZ: 'UTC',
    TERM: 'dumb',
    CI: 'true',
    TRIBUTARY_CORES: `${needs.cores}`,
    // A git that a build starts must not take a repository around the slot for the candidate's.
    GIT_CEILING_DIRECTORIES: isShutIn ? '/' : slot.tree.replace(/\/[^/]*$/, ''),
    ...env,
    PATH: searchPath,
    HOME: home,
    TMPDIR: temporary,
    [mark]: value,
  }
}

/** As a person would type it, who has to put in what is secret: it stands in the record and in mails. */
export function typedCommand({ run, env }: Pick<Gate, 'run' | 'env'>): string {
  const set = shownVariables(env).map(([name, value]) => `${name}=${quoted(value)} `)
  const line = run.kind === 'shell' ? run.line : run.argv.map(quoted).join(' ')
  return withoutSecrets(`${set.join('')}${line}`, secretsOf(env))
}

function quoted(text: string): string {
  return /^[A-Za-z0-9_./:=@%+,-]+$/.test(text) ? text : shellQuoted(text)
}
