import { expect, test } from 'vitest'
import { PROTOCOL, readAnswer, readOrder } from '../../../../src/stages/gate/queue/messages.ts'
import { testGate } from '../../../world/gates.ts'

const TRIED = {
  kind: 'tried',
  outcome: { kind: 'failed', exit: 2, error: { text: 'no such thing', file: 'a.c', line: 3 } },
  environment: [['machine', 'Linux x86_64']],
  warnings: [],
  log: 'a.c:3: no such thing\n',
  tookMs: 12,
}

const GATE = testGate('true', { artefacts: ['out/*.img'] })

/** As it comes out of the queue. */
function sent(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}

test('what a worker says of a gate is read as it was said', () => {
  expect(readAnswer(sent(TRIED), GATE)).toEqual(TRIED)
  expect(readAnswer({ kind: 'unasked' }, GATE)).toEqual({ kind: 'unasked' })
})

test('what a worker says does not reach a terminal as it is', () => {
  const error = { text: 'red \u001b[31m\nsecond line', file: 'a\u0007.c', line: 'three' }
  const answer = readAnswer(
    sent({ ...TRIED, outcome: { kind: 'failed', exit: 1, error }, log: '\u001b[31mred\u001b[0m\n' }),
    GATE,
  )
  expect(JSON.stringify(answer)).not.toMatch(/\\u001b|\\u0007/)
  expect(answer).toMatchObject({ outcome: { error: { line: undefined } } })
})

test.each([
  ['nothing', null, 'it has no fields'],
  ['a list', [TRIED], 'it has no fields'],
  ['no environment', { ...TRIED, environment: [['machine']] }, 'it has no environment'],
  [
    'an outcome that is not a worker’s to say',
    { ...TRIED, outcome: { kind: 'flaky', failed: 1, runs: 2 } },
    'it has no outcome',
  ],
  ['an exit that is no number', { ...TRIED, outcome: { kind: 'failed', exit: '1' } }, 'it has no outcome'],
  ['a log without end', { ...TRIED, log: 'x'.repeat(2 ** 20) }, 'its log is none, or too long'],
  ['artefacts without a list', { ...TRIED, artefacts: {} }, 'its list of artefacts is none, or too long'],
  ['no time', { ...TRIED, tookMs: -1 }, 'it took no time'],
])('garbage is told from an answer: %s', (_, value, why) => {
  expect(readAnswer(sent(value), GATE)).toBe(why)
})

test('an order of another version is not half understood', () => {
  const order = { protocol: PROTOCOL, kind: 'environment', run: '1', gate: testGate('true') }
  expect(readOrder(sent(order))).toEqual(order)
  expect(readOrder(sent({ ...order, protocol: 9 }))).toBe(
    `the coordinator speaks version 9 of the protocol, and this worker ${PROTOCOL}`,
  )
  const probe = { ...order, kind: 'probe', clean: true, environment: [], candidate: 'a'.repeat(40) }
  expect(readOrder(sent(probe))).toEqual(probe)
  expect(readOrder(sent({ ...probe, candidate: '--upload-pack=x' }))).toBe('the order names no candidate')
  expect(readOrder(sent({ ...probe, gate: { ...order.gate, name: '../x' } }))).toBe('the order names no gate')
})
