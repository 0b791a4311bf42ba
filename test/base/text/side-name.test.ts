import { expect, test } from 'vitest'
import type { TreeName } from '../../../src/base/model/names.ts'
import { sideName } from '../../../src/base/text/side-name.ts'

test('a side is a tree of the roster, or upstream', () => {
  expect(sideName('net' as TreeName)).toBe('the net tree')
  expect(sideName(undefined)).toBe('upstream')
})
