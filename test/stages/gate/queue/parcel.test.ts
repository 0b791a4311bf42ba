import { expect, test } from 'vitest'
import { readParcel } from '../../../../src/stages/gate/queue/parcel.ts'

const GATE = { artefacts: ['out/**', '*/x', '..'] }

function parcelOf(...paths: readonly string[]): unknown {
  return { files: paths.map((path) => ({ path, bytes: 3, isProgram: false })) }
}

test('a list of artefacts is read as it was sent', () => {
  const files = [{ path: 'out/\u00c3\u00bc.bin', bytes: 3, isProgram: true }]
  expect(readParcel({ files, lack: 'are \u001b[31mmore' }, GATE)).toEqual({ files, lack: 'are \ufffd[31mmore' })
  expect(readParcel({ files: [] }, GATE)).toEqual({ files: [], lack: undefined })
})

test.each([
  'other/file',
  '../x',
  'out/../../x',
  'out//x',
  'out/',
  '/x',
  '..',
  'out/a\0b',
  'out/\u0100',
  `out/${'x'.repeat(5000)}`,
])('what nobody asked for, or leads elsewhere, is not taken: %#', (path) => {
  expect(readParcel(parcelOf('out/good', path), GATE)).toMatch(/^it sent .*, which nobody asked for$/)
})

test.each([
  ['no list', { files: 'out/x' }],
  ['no path', { files: [{ bytes: 3, isProgram: false }] }],
  ['no size', { files: [{ path: 'out/x', isProgram: false }] }],
  ['a size below nothing', { files: [{ path: 'out/x', bytes: -1, isProgram: false }] }],
  ['too many', parcelOf(...Array.from({ length: 1001 }, (_, place) => `out/${place}`))],
])('garbage is told from a list: %s', (_, value) => {
  expect(readParcel(value, GATE)).toBe('its list of artefacts is none, or too long')
})

test('more than a queue should hold is not fetched from it', () => {
  const files = [{ path: 'out/x', bytes: 2 ** 40, isProgram: false }]
  expect(readParcel({ files }, GATE)).toBe('its artefacts are too large')
})
