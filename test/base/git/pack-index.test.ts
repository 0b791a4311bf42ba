import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeBlob } from '../../../src/base/git/objects.ts'
import { addPack, packBytes } from '../../../src/base/git/pack.ts'
import { indexBytes } from '../../../src/base/git/pack-index.ts'
import type { Oid } from '../../../src/base/model/oid.ts'
import { git, initBare } from '../../world/fast-import.ts'
import { testFolder } from '../../world/folder.ts'
import { testGit } from '../../world/roster.ts'

test('the index is, byte by byte, the one that git makes of the pack', async () => {
  using folder = testFolder()
  const ours = join(folder.path, 'ours.git')
  const theirs = join(folder.path, 'theirs.git')
  for (const dir of [ours, theirs]) initBare(dir)
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.string({ maxLength: 40 }), { minLength: 1, maxLength: 700 }), async (texts) => {
      const blobs = texts.map((text) => makeBlob(Buffer.from(text)))
      const objects = [...new Map(blobs.map((blob) => [blob.oid, blob])).values()]
      await addPack(testGit().at(ours), objects)
      const pack = packBytes(objects)
      const name = `pack-${pack.toString('hex', pack.length - 20)}`
      git(theirs, ['index-pack', '--stdin'], pack)
      const index = (dir: string): Buffer => readFileSync(join(dir, 'objects', 'pack', `${name}.idx`))
      expect(index(ours).equals(index(theirs))).toBe(true)
    }),
    { numRuns: 12, seed: 20_260_114 },
  )
})

test('an offset beyond two gigabytes stands in the table of large ones', () => {
  const entries = [
    { oid: '2'.repeat(40) as Oid, offset: 0x8000_0000, crc: 2 },
    { oid: '1'.repeat(40) as Oid, offset: 12, crc: 1 },
    { oid: 'f'.repeat(40) as Oid, offset: 0x1_0000_0010, crc: 3 },
  ]
  const index = indexBytes(entries, Buffer.alloc(20))
  const tables = 8 + 256 * 4 + 3 * 20
  const offsets = tables + 3 * 4
  expect([0, 4, 8].map((at) => index.readUInt32BE(offsets + at))).toEqual([12, 0x8000_0000, 0x8000_0001])
  expect([0, 8].map((at) => index.readBigUInt64BE(offsets + 12 + at))).toEqual([0x8000_0000n, 0x1_0000_0010n])
  expect([0x10, 0x11, 0x22, 0xff].map((byte) => index.readUInt32BE(8 + byte * 4))).toEqual([0, 1, 2, 3])
})
