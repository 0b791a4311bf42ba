import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Withdrawal } from '../../../src/base/model/resolution.ts'
import type { ResolutionId } from '../../../src/base/model/settling.ts'
import {
  formatResolution,
  formatWithdrawal,
  makeResolution,
  withdrawalName,
} from '../../../src/memory/resolutions/make.ts'
import { anyResolution } from '../../world/any-resolution.ts'
import { SOMEBODY } from '../../world/resolutions.ts'

/** The same value, put together in another order and with more on every object than belongs there. */
function otherwise<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(otherwise) as Value
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, one]) => [key, otherwise(one)] as const)
  return Object.fromEntries([...entries.toReversed(), ['besides', 1]]) as Value
}

test('whoever puts a resolution together, in whatever order and with what else, it has the same id and the same text', () => {
  fc.assert(
    fc.property(anyResolution, ({ id, ...body }) => {
      const again = makeResolution(otherwise(body))
      expect(again).toEqual({ id, ...body })
      expect(formatResolution(otherwise(again))).toBe(formatResolution({ id, ...body }))
    }),
    { numRuns: 100 },
  )
})

test('whatever is said of a resolution is part of its id', () => {
  fc.assert(
    fc.property(anyResolution, ({ id, ...body }) => {
      const others = [
        { ...body, why: `${body.why}!` },
        { ...body, at: { ...body.at, epochSeconds: body.at.epochSeconds + 1 } },
        { ...body, by: { ...body.by, email: `${body.by.email}.org` } },
        { ...body, supersedes: id },
        { ...body, files: body.files.slice(1) },
        { ...body, fixes: [...body.fixes, { path: 'more.c', before: undefined, after: undefined }] },
      ]
      const ids = others.map((one) => makeResolution(one).id)
      expect(new Set([id, ...ids]).size).toBe(others.length + 1)
      for (const one of ids) expect(one).toMatch(/^[0-9a-f]{20}$/)
    }),
    { numRuns: 50 },
  )
})

test('a withdrawal is named by all that it says, and by nothing else', () => {
  const withdrawal: Withdrawal = {
    resolution: '0123456789abcdef0123' as ResolutionId,
    kind: 'revoked',
    by: SOMEBODY,
    at: { epochSeconds: 60, zoneMinutes: 0 },
    why: 'it was wrong',
  }
  const name = withdrawalName(withdrawal)
  expect(withdrawalName(otherwise(withdrawal))).toBe(name)
  expect(formatWithdrawal(otherwise(withdrawal))).toBe(formatWithdrawal(withdrawal))
  for (const other of [{ kind: 'retired' as const }, { why: '' }, { at: { epochSeconds: 60, zoneMinutes: 60 } }])
    expect(withdrawalName({ ...withdrawal, ...other })).not.toBe(name)
})
