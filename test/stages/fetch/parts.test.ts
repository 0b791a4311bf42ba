import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { RefName } from '../../../src/base/model/names.ts'
import type { Oid } from '../../../src/base/model/oid.ts'
import { Lanes } from '../../../src/base/std/lanes.ts'
import { bringAll } from '../../../src/stages/fetch/parts.ts'
import type { Received, Request } from '../../../src/stages/fetch/quarantine.ts'
import { Server } from '../../../src/stages/fetch/server.ts'
import { ROOMY } from '../../world/fetch-scene.ts'

const OID = 'a'.repeat(40) as Oid

function requests(count: number): Request[] {
  return Array.from({ length: count }, (_, at) => ({
    from: `refs/heads/${at}`,
    type: 'commit',
    ref: `refs/trees/t${at}` as RefName,
    had: undefined,
    limits: ROOMY,
    tolerate: [],
  }))
}

const server = (): Server => new Server(1, new Lanes(1))

/** A remote where some branches fail whatever they are fetched with. */
function remote(bad: ReadonlySet<string>, failure: Exclude<Received, { kind: 'here' }>) {
  const calls: number[] = []
  return {
    calls,
    receive: (some: readonly Request[]): Promise<Received> => {
      calls.push(some.length)
      const fails = some.some(({ from }) => bad.has(from))
      return Promise.resolve(fails ? failure : { kind: 'here', oids: some.map(() => OID) })
    },
  }
}

const REFUSED = { kind: 'refused', why: 'bad' } as const

test('all in one call when nothing is wrong', async () => {
  const { calls, receive } = remote(new Set(), REFUSED)
  const brought = await bringAll(requests(404), server(), receive)
  expect(calls).toEqual([404])
  expect(brought.size).toBe(404)
})

test('exactly the guilty are refused', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.nat(49), { maxLength: 6 }), async (guilty) => {
      const all = requests(50)
      const bad = new Set(guilty.map((at) => `refs/heads/${at}`))
      const brought = await bringAll(all, server(), remote(bad, REFUSED).receive)
      expect(all.filter((request) => brought.get(request)?.kind === 'refused').map(({ from }) => from)).toEqual(
        all.map(({ from }) => from).filter((from) => bad.has(from)),
      )
    }),
  )
})

test('one culprit among 404 is found in a few calls', async () => {
  const { calls, receive } = remote(new Set(['refs/heads/200']), REFUSED)
  await bringAll(requests(404), server(), receive)
  expect(calls.length).toBeLessThanOrEqual(1 + 2 * 9)
})

test('a server that fails for everything is not asked 404 times', async () => {
  const all = requests(404)
  const failure = { kind: 'unreachable', why: 'broken', timedOut: false } as const
  const { calls, receive } = remote(new Set(all.map(({ from }) => from)), failure)
  const brought = await bringAll(all, server(), receive)
  expect(calls.length).toBeLessThan(20)
  expect([...brought.values()].every(({ kind }) => kind === 'unreachable')).toBe(true)
})

test('where time runs out, each is asked alone, and the server is given up after three', async () => {
  const all = requests(404)
  const failure = { kind: 'unreachable', why: 'no end after 60 s', timedOut: true } as const
  const { calls, receive } = remote(new Set(all.map(({ from }) => from)), failure)
  const brought = await bringAll(all, server(), receive)
  expect(calls).toEqual([404, 1, 1])
  expect(brought.size).toBe(404)
})

test('one slow tree keeps no other from coming in', async () => {
  const failure = { kind: 'unreachable', why: 'no end after 60 s', timedOut: true } as const
  const all = requests(5)
  const brought = await bringAll(all, server(), remote(new Set(['refs/heads/2']), failure).receive)
  expect(all.map((request) => brought.get(request)?.kind)).toEqual(['here', 'here', 'unreachable', 'here', 'here'])
})
