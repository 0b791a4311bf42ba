import { expect, test } from 'vitest'
import type { Oid } from '../../../src/base/model/oid.ts'
import { faultInWords, toleratedFaults } from '../../../src/stages/fetch/faults.ts'

const OBJECT = 'abcdef0123456789'.padEnd(40, '0') as Oid

test('a tree may be given more leniency, but not for what two readers would read in two ways', () => {
  expect(toleratedFaults(['zeroPaddedDate', 'HASDOTGIT', 'duplicateEntries', 'x=ignore,y', 'badTimezone'])).toEqual([
    'badTimezone',
    'missingSpaceBeforeDate',
    'zeroPaddedFilemode',
    'zeroPaddedDate',
  ])
})

test('faults are told in plain words, and unknown ones in those of git', () => {
  expect(faultInWords({ object: OBJECT, id: 'hasDotdot', text: "contains '..'" })).toBe(
    'object abcdef012345 is at fault: a folder lists a file called ".." (hasDotdot)',
  )
  expect(faultInWords({ object: OBJECT, id: 'somethingNew', text: 'of git 3' })).toBe(
    'object abcdef012345 is at fault: of git 3 (somethingNew)',
  )
  expect(faultInWords({ object: undefined, id: undefined, text: 'fatal: bad' })).toBe(
    'what it sent is not sound: fatal: bad',
  )
})
