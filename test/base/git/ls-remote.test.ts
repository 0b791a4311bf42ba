import { expect, test } from 'vitest'
import { parseListing } from '../../../src/base/git/ls-remote.ts'

const A = 'a'.repeat(40)
const B = 'b'.repeat(40)

test('branches and tags, plain and annotated', () => {
  const listing = parseListing(
    `${A}\trefs/heads/main\n${B}\trefs/heads/feature/x\n${A}\trefs/tags/plain\n${A}\trefs/tags/v1\n${B}\trefs/tags/v1^{}\n`,
  )
  expect([...listing.heads]).toEqual([
    ['main', A],
    ['feature/x', B],
  ])
  expect([...listing.tags]).toEqual([
    ['plain', { oid: A, peeled: A }],
    ['v1', { oid: A, peeled: B }],
  ])
  expect(listing.count).toBe(4)
})

test('lines that are no refs count for nothing', () => {
  expect(parseListing(`warning: x\n${A}\tHEAD\nzz\trefs/heads/x\n${A} refs/heads/y\n`).count).toBe(0)
})
