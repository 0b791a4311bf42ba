import { expect, test } from 'vitest'
import { inBytes, inCount } from '../../../src/stages/fetch/limits.ts'

test('amounts as people write them', () => {
  expect([0, 999, 1000, 2_500_000, 3e12, 5e15].map(inBytes)).toEqual([
    '0 bytes',
    '999 bytes',
    '1.0 kB',
    '2.5 MB',
    '3.0 TB',
    '5000.0 TB',
  ])
  expect([7, 1000, 1_234_567].map(inCount)).toEqual(['7', '1,000', '1,234,567'])
})
