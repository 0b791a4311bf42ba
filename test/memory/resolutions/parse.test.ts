import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MODE_FOLDER } from '../../../src/base/git/objects.ts'
import type { Resolution, Withdrawal } from '../../../src/base/model/resolution.ts'
import {
  formatResolution,
  formatWithdrawal,
  makeResolution,
  withdrawalName,
} from '../../../src/memory/resolutions/make.ts'
import { parseResolution, parseWithdrawal } from '../../../src/memory/resolutions/parse.ts'
import { anyResolution } from '../../world/any-resolution.ts'
import { clashing, Settlers, SOMEBODY } from '../../world/resolutions.ts'

test('what was written is read as it was', () => {
  fc.assert(
    fc.property(anyResolution, (resolution) => {
      expect(parseResolution(formatResolution(resolution), resolution.id)).toEqual(resolution)
    }),
    { numRuns: 200 },
  )
})

test('with any byte of it changed, cut or added it is another one and not believed, or it says the same', () => {
  const change = fc.record({ at: fc.nat(), cut: fc.nat(3), put: fc.string({ unit: 'binary-ascii', maxLength: 3 }) })
  fc.assert(
    fc.property(anyResolution, change, (resolution, { at, cut, put }) => {
      const text = formatResolution(resolution)
      const place = at % text.length
      const changed = text.slice(0, place) + put + text.slice(place + cut)
      const read = parseResolution(changed, resolution.id)
      expect([undefined, text]).toContain(read && formatResolution(read))
    }),
    { numRuns: 500 },
  )
})

test('nothing but a resolution is read as one, and no text ends it otherwise than by saying so', () => {
  const id = settled().id
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(parseResolution(text, id)).toBeUndefined()
    }),
  )
  for (const text of ['', '{', 'null', '[]', '{"format":1}', '['.repeat(100_000), '\u0000'])
    expect(parseResolution(text, id)).toBeUndefined()
})

/** One whose id and text agree whatever it says, as somebody hostile would make it. */
function readBack(resolution: Omit<Resolution, 'id'>): Resolution | undefined {
  const made = makeResolution(resolution)
  return parseResolution(formatResolution(made), made.id)
}

function settled(): Resolution {
  const settlers = new Settlers()
  return settlers.settle(clashing('net/a.c', ['one\n', ['two of net\n', 'two of usb\n']]), 'one\ntwo\n')
}

const OUTSIDE = [
  '/etc/passwd',
  '../a.c',
  'net/../../a.c',
  'net//a.c',
  'net/',
  './a.c',
  '.git/config',
  'net/.GIT/hooks/post-merge',
  'a\0.c',
  '\u0100.c',
]

test.each(OUTSIDE)('a record with the path %j, which is none within a tree, is not believed', (path) => {
  const { id: _, ...body } = settled()
  const [file] = body.files
  if (file === undefined) throw new Error('there is a file')
  const [placed] = file.result
  if (placed === undefined) throw new Error('it came to something')
  const entry = { mode: placed.mode, oid: placed.oid }
  expect(readBack(body)).toBeDefined()
  expect(readBack({ ...body, files: [{ ...file, path }] })).toBeUndefined()
  expect(readBack({ ...body, files: [{ ...file, result: [{ ...placed, path }] }] })).toBeUndefined()
  expect(readBack({ ...body, files: [{ ...file, removed: [path] }] })).toBeUndefined()
  expect(readBack({ ...body, files: [{ ...file, ours: { ...placed, path } }] })).toBeUndefined()
  expect(readBack({ ...body, fixes: [{ path, before: undefined, after: entry }] })).toBeUndefined()
})

test('only an import knows no path, and then neither does what it came to', () => {
  const { id: _, ...body } = settled()
  const [file] = body.files
  const [placed] = file?.result ?? []
  if (file === undefined || placed === undefined) throw new Error('it came to something')
  const nowhere = { ...file, path: '' }
  expect(readBack({ ...body, files: [{ ...nowhere, result: [{ ...placed, path: '' }] }] })).toBeDefined()
  expect(readBack({ ...body, files: [{ ...nowhere, result: [placed] }] })).toBeUndefined()
  expect(readBack({ ...body, files: [{ ...file, result: [{ ...placed, path: '' }] }] })).toBeUndefined()
})

test.each([MODE_FOLDER, 0, 0o100644 + 0.5, -1, 0o020666, 2 ** 40])('no file has the mode %d', (mode) => {
  const { id: _, ...body } = settled()
  const [file] = body.files
  const [placed] = file?.result ?? []
  if (file === undefined || placed === undefined) throw new Error('it came to something')
  expect(readBack({ ...body, files: [{ ...file, result: [{ ...placed, mode }] }] })).toBeUndefined()
})

test('a withdrawal is read as it was, under its own name and of its own resolution only', () => {
  const { id } = settled()
  const at = { epochSeconds: 60, zoneMinutes: 0 }
  const withdrawal: Withdrawal = { resolution: id, kind: 'retired', by: SOMEBODY, at, why: 'idle' }
  const [text, name] = [formatWithdrawal(withdrawal), withdrawalName(withdrawal)]
  expect(parseWithdrawal(text, id, name)).toEqual(withdrawal)
  expect(parseWithdrawal(text, id, name.replace(/./g, '0'))).toBeUndefined()
  expect(parseWithdrawal(text.replace('idle', 'idly'), id, name)).toBeUndefined()
  const other = { ...withdrawal, kind: 'lost' as 'retired' }
  expect(parseWithdrawal(formatWithdrawal(other), id, withdrawalName(other))).toBeUndefined()
})
