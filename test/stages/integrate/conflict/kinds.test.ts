import { expect, test } from 'vitest'
import { byWeight, isConflictType, kindOf } from '../../../../src/stages/integrate/conflict/kinds.ts'

test('what git did is told from what it could not do', () => {
  expect(isConflictType('Auto-merging')).toBe(false)
  expect(isConflictType('CONFLICT(directory rename collision)')).toBe(true)
})

test('a name that no git we know gives has no kind', () => {
  expect(kindOf('CONFLICT (contents)')).toBe('content')
  expect(kindOf('CONFLICT (something new)')).toBeUndefined()
})

test('what became of a path weighs more than what became of its lines, and a name we do not know least', () => {
  const types = [
    'CONFLICT (something new)',
    'CONFLICT (contents)',
    'CONFLICT (modify/delete)',
    'CONFLICT (rename/delete)',
  ]
  expect(types.toSorted(byWeight)).toEqual(types.toReversed())
})
