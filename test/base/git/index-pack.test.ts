import { expect, test } from 'vitest'
import { parseFault } from '../../../src/base/git/index-pack.ts'

test('the object, the fault and the words', () => {
  const oid = 'c'.repeat(40)
  const stderr = `warning: object ${'a'.repeat(40)}: badFilemode: contains bad file modes
error: object ${oid}: hasDotgit: contains '.git'
fatal: fsck error in packed object`
  expect(parseFault(stderr)).toEqual({ object: oid, id: 'hasDotgit', text: "contains '.git'" })
})

test('a pack that cannot be read has no object to name', () => {
  expect(parseFault('fatal: pack is corrupted (SHA1 mismatch)')).toEqual({
    object: undefined,
    id: undefined,
    text: 'pack is corrupted (SHA1 mismatch)',
  })
})
