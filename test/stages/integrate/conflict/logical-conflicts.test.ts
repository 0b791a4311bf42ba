import { expect, test } from 'vitest'
import type { MergeMessage, StageEntry } from '../../../../src/base/git/merge-tree.ts'
import { EMPTY_TREE } from '../../../../src/base/model/oid.ts'
import { logicalConflicts } from '../../../../src/stages/integrate/conflict/logical-conflicts.ts'

const stage = (path: string, number: 1 | 2 | 3, mode = 0o100644): StageEntry => ({
  path,
  stage: number,
  mode,
  oid: String(number).repeat(40),
})
const message = (type: string, ...paths: string[]): MergeMessage => ({ type, paths, text: '' })

function found(stages: readonly StageEntry[], messages: readonly MergeMessage[]) {
  return logicalConflicts({ clean: false, tree: EMPTY_TREE, stages, messages })
}

test('pieces that messages tie together are one conflict', () => {
  const conflicts = found(
    [stage('old', 1), stage('net', 2), stage('usb', 3), stage('other', 2), stage('other', 3)],
    [
      message('Auto-merging', 'old'),
      message('CONFLICT (contents)', 'other'),
      message('CONFLICT (rename/rename)', 'old', 'net', 'usb'),
    ],
  )
  expect(conflicts.map(({ path, kind, paths }) => [path, kind, paths])).toEqual([
    ['old', 'rename/rename', ['old', 'net', 'usb']],
    ['other', 'add/add', ['other']],
  ])
})

test('two files renamed to one name are a rename on both sides', () => {
  const type = 'CONFLICT (rename involved in collision)'
  const conflicts = found(
    [stage('new', 2), stage('new', 3)],
    [message(type, 'new', 'a'), message(type, 'new', 'b'), message('CONFLICT (contents)', 'new')],
  )
  expect(conflicts.map(({ path, kind, type: name }) => [path, kind, name])).toEqual([['new', 'rename/rename', type]])
})

test('without a name that we know, the entries tell what it is', () => {
  const kindsOf = (...stages: StageEntry[]): string[] =>
    found(stages, [message('CONFLICT (something new)', 'file')]).map(({ kind }) => kind)
  expect(kindsOf(stage('file', 1), stage('file', 2), stage('file', 3))).toEqual(['content'])
  expect(kindsOf(stage('file', 2), stage('file', 3))).toEqual(['add/add'])
  expect(kindsOf(stage('file', 1), stage('file', 3))).toEqual(['modify/delete'])
  expect(kindsOf(stage('file', 1), stage('file', 2, 0o160000), stage('file', 3, 0o160000))).toEqual(['submodule'])
  expect(found([stage('file', 1), stage('file', 2)], []).map(({ kind }) => kind)).toEqual(['modify/delete'])
})

test('a message about a path without entries is a conflict all the same', () => {
  const conflicts = found([], [message('CONFLICT(directory rename unclear split)', 'folder')])
  expect(conflicts.map(({ path, kind }) => [path, kind])).toEqual([['folder', 'directory-rename']])
})

test('a folder in the way of a file that is not there any more is nothing to settle beside what is', () => {
  const cleared = message('CONFLICT (file/directory)', 'file~1234', 'file')
  const conflicts = found(
    [stage('other', 1), stage('other', 2), stage('other', 3)],
    [cleared, message('CONFLICT (contents)', 'other')],
  )
  expect(conflicts.map(({ path }) => path)).toEqual(['other'])
  expect(found([], [cleared]).map(({ path }) => path)).toEqual(['file'])
})
