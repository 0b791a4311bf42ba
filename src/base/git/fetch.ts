/** Brings commits from another repository into this one, under refs of our own choice. */
import type { RefName } from '../model/names.ts'
import { assert } from '../std/assert.ts'
import type { Git } from './spawn.ts'
import { callRemote, type RemoteAnswer } from './call-remote.ts'
import type { Transport } from './transport.ts'

export interface Refspec {
  /** `refs/heads/…`, `refs/tags/…`, or the id of a commit. */
  readonly from: string
  readonly to: RefName
}

export interface FetchCall {
  readonly refspecs: readonly Refspec[]
  readonly seconds: number
  readonly fileMaxBytes: number
  readonly signal: AbortSignal
}

/** Refs are named on standard input, so no name can be read as an option and any number of them fits. */
export function fetchRefs(git: Git, transport: Transport, call: FetchCall): Promise<RemoteAnswer> {
  const { refspecs, ...limits } = call
  return callRemote(git, transport, {
    ...limits,
    args: [...FETCH, transport.url],
    input: refspecs.map(refspecLine).join(''),
  })
}

const FETCH = [
  'fetch',
  '--quiet',
  '--no-tags',
  '--no-write-fetch-head',
  '--no-recurse-submodules',
  '--no-auto-maintenance',
  '--no-show-forced-updates',
  '--stdin',
  '--end-of-options',
] as const

function refspecLine({ from, to }: Refspec): string {
  assert(/^(refs\/[^\s:]+|[0-9a-f]{40})$/.test(from), `not what a refspec can begin with: ${JSON.stringify(from)}`)
  return `+${from}:${to}\n`
}
