/** What we write we read back; what anybody else changes in it is refused or says the same. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readForeignResolution } from '../../../../src/memory/resolutions/foreign/read-foreign.ts'
import { formatResolution, makeResolution, type ResolutionBody } from '../../../../src/memory/resolutions/make.ts'
import { recorded } from '../../../world/foreign-chain.ts'

const NOW = { epochSeconds: 1_767_400_000, zoneMinutes: 0 }
const [FILE] = recorded().resolution.files
const oid = fc.stringMatching(/^[0-9a-f]{40}$/) as fc.Arbitrary<never>
const raw = fc.string({ unit: fc.nat(255).map((code) => String.fromCharCode(code)) })
const line = fc.string({ unit: 'grapheme', maxLength: 50 }).filter((one) => !/[\0\r\n]/.test(one))
const tree = fc.option(fc.constantFrom('net', 'fs-next') as fc.Arbitrary<never>, { nil: undefined })
const side = fc.record({ tree, commits: fc.array(fc.record({ commit: oid, subject: line }), { maxLength: 2 }) })
const entry = fc.option(fc.record({ mode: fc.constantFrom(0o100644, 0o120000, 0o160000), oid }), { nil: undefined })
const path = raw.filter((one) => one !== '' && !/[\0/.]/.test(one) && !/^git~1/i.test(one))

const body: fc.Arbitrary<ResolutionBody> = fc.record({
  files: fc.array(
    fc.record({ path, text: raw }).map(({ path: name, text }) => ({
      ...(FILE as NonNullable<typeof FILE>),
      path: name,
      clashes: [{ ours: text, theirs: 'x' }],
    })),
    { minLength: 1, maxLength: 3 },
  ),
  fixes: fc.array(fc.record({ path, before: entry, after: entry }), { minLength: 1, maxLength: 2 }),
  needed: fc.record({ trees: fc.constant(['net' as never]), commits: fc.array(oid, { maxLength: 2 }) }),
  sides: fc.record({ ours: side, theirs: side }),
  origin: fc.oneof(
    fc.constant({ kind: 'resolved' as const }),
    oid.map((merge) => ({ kind: 'learned' as const, merge })),
  ),
  by: fc.record({ name: line, email: line }),
  at: fc.record({ epochSeconds: fc.nat(NOW.epochSeconds), zoneMinutes: fc.integer({ min: -720, max: 840 }) }),
  why: fc.string({ unit: 'grapheme' }).filter((one) => !one.includes('\0')),
  supersedes: fc.option(fc.stringMatching(/^[0-9a-f]{20}$/) as fc.Arbitrary<never>, { nil: undefined }),
})

test('whatever is recorded here is read as it was, also by others', () => {
  fc.assert(
    fc.property(body, (one) => {
      const resolution = makeResolution(one)
      const read = readForeignResolution(Buffer.from(formatResolution(resolution)), resolution.id, NOW)
      expect(read).toEqual({ kind: 'ok', value: resolution })
    }),
  )
})

test('a text with one byte changed is never taken, and never an accident', () => {
  const { resolution } = recorded()
  const text = Buffer.from(formatResolution(resolution))
  fc.assert(
    fc.property(fc.nat(text.length - 1), fc.nat(255), (at, byte) => {
      fc.pre(text[at] !== byte)
      const changed = Buffer.from(text)
      changed[at] = byte
      expect(readForeignResolution(changed, resolution.id, NOW).kind).toBe('refused')
    }),
  )
})

test('any JSON is refused in words', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(readForeignResolution(Buffer.from(text), '0'.repeat(20), NOW).kind).toBe('refused')
    }),
  )
})
