import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { TreeOid } from '../../../src/base/model/oid.ts'
import { KnownShapes, loadShapes, saveShapes } from '../../../src/stages/fetch/known-shapes.ts'
import { testFolder } from '../../world/folder.ts'

function folderNumber(number: number): TreeOid {
  return createHash('sha1').update(String(number)).digest('hex') as TreeOid
}

test('shapes are found again in a later process, old ones and new ones', async () => {
  using folder = testFolder()
  const first = new KnownShapes()
  for (let number = 0; number < 300; number += 1) first.set(folderNumber(number), { depth: number, length: number * 3 })
  await saveShapes(folder.path, first, process.pid)
  const second = await loadShapes(folder.path)
  expect(second.grew).toBe(false)
  second.set(folderNumber(300), { depth: 1, length: 2 })
  await saveShapes(folder.path, second, process.pid)
  const third = await loadShapes(folder.path)
  for (let number = 0; number < 300; number += 1)
    expect(third.get(folderNumber(number))).toEqual({ depth: number, length: number * 3 })
  expect(third.get(folderNumber(300))).toEqual({ depth: 1, length: 2 })
  expect(third.has(folderNumber(301))).toBe(false)
})

test('a damaged file is worth nothing', async () => {
  using folder = testFolder()
  const shapes = new KnownShapes()
  shapes.set(folderNumber(1), { depth: 1, length: 1 })
  await saveShapes(folder.path, shapes, process.pid)
  const data = readFileSync(join(folder.path, 'shapes'))
  data[data.length - 1] = 9
  writeFileSync(join(folder.path, 'shapes'), data)
  expect((await loadShapes(folder.path)).has(folderNumber(1))).toBe(false)
})
