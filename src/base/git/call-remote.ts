/** A git command that talks to a remote: bounded in time and memory, and what went wrong as a value. */
import { OperatingError } from '../std/operating-error.ts'
import { gitSays } from './complaint.ts'
import type { Git, GitCall } from './spawn.ts'
import { keyFault } from './ssh-key.ts'
import { inOurWords, type SshRoute, sshTrouble, type SshTrouble } from './ssh-words.ts'
import { CONNECT_SECONDS, type Transport } from './transport.ts'

/** Most memory a process that reads what a remote sent may have. Indexing all of Linux, 10 million objects, takes about 2 GB. */
export const MEMORY_MAX_BYTES = 4 * 1024 ** 3

/** How a call over the network ended. Only a missing git throws. */
export type RemoteAnswer =
  | { readonly kind: 'done'; readonly output: string }
  | { readonly kind: 'failed'; readonly why: string; readonly stderr: string; readonly output: string }
  | { readonly kind: 'timed-out'; readonly seconds: number }
  | { readonly kind: 'too-much' }
  | { readonly kind: 'stopped' }

export interface RemoteCall {
  readonly args: readonly string[]
  readonly input?: string
  readonly seconds: number
  readonly outputMaxBytes?: number
  readonly fileMaxBytes?: number
  /** {@link MEMORY_MAX_BYTES} unless given. */
  readonly memoryMaxBytes?: number
  readonly signal?: AbortSignal
}

export async function callRemote(git: Git, transport: Transport, call: RemoteCall): Promise<RemoteAnswer> {
  const { args, seconds, ...limits } = call
  const gitCall: GitCall = {
    memoryMaxBytes: MEMORY_MAX_BYTES,
    ...limits,
    args: [...transport.config, ...args],
    env: transport.env,
    timeoutMs: seconds * 1000,
  }
  try {
    const { exit, stdout, stderr } = await git.attempt(gitCall)
    const output = stdout.toString('utf8')
    if (exit === 0) return { kind: 'done', output }
    const trouble = transport.ssh && sshTrouble(stderr)
    if (trouble === 'silent') return { kind: 'timed-out', seconds: CONNECT_SECONDS }
    return { kind: 'failed', why: await whyFailed(stderr, trouble, transport.ssh), stderr, output }
  } catch (error) {
    if (!(error instanceof OperatingError)) throw error
    if (call.signal?.aborted) return { kind: 'stopped' }
    if (error.code === 'git-timeout') return { kind: 'timed-out', seconds }
    if (error.code === 'git-output') return { kind: 'too-much' }
    throw error
  }
}

async function whyFailed(
  stderr: string,
  trouble: SshTrouble['kind'] | undefined,
  route: SshRoute | undefined,
): Promise<string> {
  if (route === undefined) return gitSays(stderr)
  if (trouble === undefined) return gitSays(stderr, 'end')
  if (trouble !== 'not-let-in') return inOurWords({ kind: trouble }, route)
  const fault = route.identity === undefined ? undefined : await keyFault(route.identity)
  return inOurWords({ kind: trouble, fault }, route)
}
