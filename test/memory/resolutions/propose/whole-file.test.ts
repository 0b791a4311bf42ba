import { expect, test } from 'vitest'
import type { ClashedFile } from '../../../../src/base/model/clashed-file.ts'
import { propose } from '../../../../src/memory/resolutions/propose/propose.ts'
import { stage, withoutLines } from '../../../world/clashed.ts'

function outcomes(file: ClashedFile): unknown[] {
  return propose(file).map(({ shape, outcome }) => ({ shape, ...outcome }))
}

test('of a deleted and a changed file the deletion comes first', () => {
  const file = { ...withoutLines('modify/delete', 'drivers/usb/old.c'), ours: undefined }
  expect(outcomes(file)).toEqual([
    { shape: 'deletion', placed: [], removed: ['drivers/usb/old.c'] },
    { shape: 'one-side', placed: [stage('drivers/usb/old.c', 'c')], removed: [] },
  ])
  expect(propose(file)[1]?.why).toBe('the file stays as theirs changed it, although ours deleted it')
})

test('a rename is followed, and the edit of the other side comes along', () => {
  const [base, ours, theirs] = [stage('old.c', 'b'), stage('new.c', 'b'), stage('other.c', 'c')]
  const file = {
    ...withoutLines('rename/rename'),
    path: 'old.c',
    paths: ['old.c', 'new.c', 'other.c'],
    base,
    ours,
    theirs,
  }
  expect(outcomes(file)).toEqual([
    { shape: 'rename', placed: [stage('new.c', 'c')], removed: ['old.c', 'other.c'] },
    { shape: 'rename', placed: [stage('other.c', 'c')], removed: ['old.c', 'new.c'] },
  ])
})

test('of a submodule, and of what has no lines, there are both sides', () => {
  for (const kind of ['submodule', 'binary', 'mode', 'add/add', 'rename/add', 'file/directory'] as const) {
    const placed = propose(withoutLines(kind)).map(({ outcome }) => ('placed' in outcome ? outcome.placed : []))
    expect(placed).toHaveLength(2)
    expect(placed).toEqual(expect.arrayContaining([[stage('file', 'a')], [stage('file', 'c')]]))
  }
})

test('a file put into a folder that was renamed goes along, as git suggests', () => {
  const added = stage('old/new.c', 'c')
  const sides = { base: undefined, ours: undefined, theirs: added }
  const file = {
    ...withoutLines('directory-rename'),
    path: 'fresh/new.c',
    paths: ['fresh/new.c', 'old/new.c'],
    ...sides,
  }
  expect(outcomes(file)).toEqual([
    { shape: 'rename', placed: [{ ...added, path: 'fresh/new.c' }], removed: ['old/new.c'] },
    { shape: 'rename', placed: [added], removed: ['fresh/new.c'] },
  ])
})
