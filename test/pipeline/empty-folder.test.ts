import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fillEmptyFolder } from '../../src/pipeline/empty-folder.ts'
import { testFolder } from '../world/folder.ts'

test('a folder is made with those above it', async () => {
  using folder = testFolder()
  const dir = join(folder.path, 'a', 'b', 'c')
  await fillEmptyFolder(dir, async () => writeFileSync(join(dir, 'made'), ''))
  expect(readdirSync(dir)).toEqual(['made'])
})

test('what fails half-way leaves nothing', async () => {
  using folder = testFolder()
  const dir = join(folder.path, 'new')
  const filling = fillEmptyFolder(dir, async () => {
    writeFileSync(join(dir, 'half'), '')
    throw new Error('no room')
  })
  await expect(filling).rejects.toThrow('no room')
  expect(existsSync(dir)).toBe(false)
})

test.runIf(existsSync('/proc/self'))('a folder in which none can be made is told of', async () => {
  await expect(fillEmptyFolder('/proc/none/work', async () => undefined)).rejects.toThrow(
    'no folder can be made in /proc',
  )
})
