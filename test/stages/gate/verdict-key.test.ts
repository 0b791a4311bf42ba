import { expect, test } from 'vitest'
import type { Gate, GateName } from '../../../src/base/model/gate.ts'
import type { Contents } from '../../../src/stages/gate/contents.ts'
import { verdictKey } from '../../../src/stages/gate/verdict-key.ts'

const GATE: Gate = {
  name: 'build' as GateName,
  run: { kind: 'shell', line: 'make' },
  kind: 'build',
  when: 'every run',
  timeoutSeconds: 60,
  needs: { cores: 1, memoryBytes: 2 ** 30, tools: ['gcc'], labels: [] },
  env: { A: '1', B: '2' },
  clean: false,
  onFailure: 'report',
  artefacts: [],
  inputs: [],
}
const TREE = 'a'.repeat(40) as Contents
const KEY = verdictKey(GATE, TREE, [
  ['gcc', '12'],
  ['sandbox', 'none'],
])

function keyOf(more: Partial<Gate>): string {
  return verdictKey({ ...GATE, ...more }, TREE, [
    ['sandbox', 'none'],
    ['gcc', '12'],
  ])
}

test('what changes nothing about the answer keeps the key', () => {
  expect(KEY).toMatch(/^[0-9a-f]{40}$/)
  expect(keyOf({})).toBe(KEY)
  expect(keyOf({ env: { B: '2', A: '1' } })).toBe(KEY)
  expect(keyOf({ when: 'final' })).toBe(KEY)
  expect(keyOf({ artefacts: ['*.o'] })).toBe(KEY)
  expect(keyOf({ needs: { ...GATE.needs, labels: ['big'] } })).toBe(KEY)
})

test('all that could change the answer changes the key', () => {
  const keys = [
    KEY,
    verdictKey(GATE, 'b'.repeat(40) as Contents, [
      ['gcc', '12'],
      ['sandbox', 'none'],
    ]),
    verdictKey(GATE, TREE, [
      ['gcc', '13'],
      ['sandbox', 'none'],
    ]),
    verdictKey(GATE, TREE, [['gcc', '12']]),
    keyOf({ name: 'other' as GateName }),
    keyOf({ run: { kind: 'argv', argv: ['make'] } }),
    keyOf({ kind: 'test' }),
    keyOf({ timeoutSeconds: 61 }),
    keyOf({ env: { A: '1' } }),
    keyOf({ clean: true }),
    keyOf({ inputs: ['src/'] }),
    keyOf({ needs: { ...GATE.needs, tools: ['clang'] } }),
    keyOf({ needs: { ...GATE.needs, memoryBytes: 1 } }),
  ]
  expect(new Set(keys).size).toBe(keys.length)
})
