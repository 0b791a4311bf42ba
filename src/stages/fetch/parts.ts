/** Splits a fetch that failed until only the guilty fail: limits and faults are one tree's, even where trees share a repository. */
import type { Oid } from '../../base/model/oid.ts'
import type { Received, Request } from './quarantine.ts'
import type { Server } from './server.ts'

/** What became of one request. */
export type Brought =
  | { readonly kind: 'here'; readonly oid: Oid }
  | { readonly kind: 'unreachable'; readonly why: string }
  | { readonly kind: 'refused'; readonly why: string }

/** After so many requests in a row have failed each on its own, it is the server that fails, and the rest is not asked for. */
const FAILURES_MAX = 3

/**
 * Asks for all at once, and on failure for each half, down to single ones: with one culprit among n that is 2·log2(n) fetches.
 * Where time ran out halves would run out of it again, so then each is asked for alone.
 */
export async function bringAll(
  requests: readonly Request[],
  server: Server,
  receive: (some: readonly Request[]) => Promise<Received>,
): Promise<Map<Request, Brought>> {
  const results = new Map<Request, Brought>()
  let failuresInARow = 0
  const queue: (readonly Request[])[] = requests.length === 0 ? [] : [requests]
  for (let some = queue.shift(); some !== undefined; some = queue.shift()) {
    if (server.silent || failuresInARow >= FAILURES_MAX) {
      for (const request of some)
        results.set(request, { kind: 'unreachable', why: 'its server failed for the trees before it' })
      continue
    }
    const received = await receive(some)
    server.heard(received.kind === 'unreachable' && received.timedOut ? 'timed-out' : 'done')
    if (received.kind === 'here') {
      failuresInARow = 0
      for (const [at, oid] of received.oids.entries()) results.set(some[at] as Request, { kind: 'here', oid })
    } else if (some.length > 1) {
      queue.unshift(...(received.kind === 'unreachable' && received.timedOut ? singles(some) : halves(some)))
    } else {
      failuresInARow = received.kind === 'unreachable' ? failuresInARow + 1 : 0
      results.set(some[0] as Request, { kind: received.kind, why: received.why })
    }
  }
  return results
}

function singles(requests: readonly Request[]): Request[][] {
  return requests.map((request) => [request])
}

function halves(requests: readonly Request[]): (readonly Request[])[] {
  const middle = Math.ceil(requests.length / 2)
  return [requests.slice(0, middle), requests.slice(middle)]
}
