import { expect, test } from 'vitest'
import type { PathChange } from '../../../../src/base/git/patch-reader.ts'
import type { PathCommit } from '../../../../src/base/git/path-history.ts'
import type { CommitOid } from '../../../../src/base/model/oid.ts'
import { diffLines } from '../../../../src/base/text/line-diff.ts'
import { FileHistory } from '../../../../src/stages/integrate/conflict/file-history.ts'

/** A commit with the letters of its file, one a line, and its parents' names. */
interface Version {
  readonly name: string
  readonly file: string
  readonly parents: readonly string[]
}

/** Children first; `base` stands for what was there before. */
function historyOf(base: string, versions: readonly Version[]): FileHistory {
  const files = new Map([['base', base], ...versions.map(({ name, file }) => [name, file] as const)])
  const changes = (from: string, to: string): PathChange[] => {
    const edits = diffLines(from.split(''), to.split(''))
    const path = { oldPath: 'file', newPath: 'file', oldMode: 0o100644, newMode: 0o100644, oldOid: '', newOid: '' }
    return edits.length === 0 ? [] : [{ ...path, edits }]
  }
  const nobody = { name: '', email: '' }
  const commits = versions.map(
    ({ name, file, parents }): PathCommit => ({
      commit: name as CommitOid,
      parents: parents as CommitOid[],
      changes: parents.map((parent) => changes(files.get(parent) ?? '', file)),
      subject: name,
      author: nobody,
      committer: nobody,
    }),
  )
  return new FileHistory(commits, ['file'])
}

const makers = (history: FileHistory, lines: number): (string | undefined)[] =>
  Array.from({ length: lines }, (_, line) => history.makerOf(line)?.commit.subject)

test('a line is followed through insertions and commits that did not touch the file', () => {
  const history = historyOf('abc', [
    { name: 'third', file: 'xyaBc', parents: ['second'] },
    { name: 'second', file: 'aBc', parents: ['first'] },
    { name: 'first', file: 'aBc', parents: ['base'] },
  ])
  expect(makers(history, 5)).toEqual(['third', 'third', undefined, 'first', undefined])
  expect(history.commits.map(({ subject }) => subject)).toEqual(['third', 'first'])
})

test('a line comes through a merge by the side that made it, or from the merge when none did', () => {
  const history = historyOf('abcdef', [
    { name: 'merge', file: 'AbXdeF', parents: ['left', 'right'] },
    { name: 'left', file: 'Abcdef', parents: ['base'] },
    { name: 'right', file: 'abcdeF', parents: ['base'] },
  ])
  expect(makers(history, 6)).toEqual(['left', undefined, 'merge', undefined, undefined, 'right'])
})

test('where a commit changed the base is known, also when it replaced what another had made', () => {
  const history = historyOf('abcdef', [
    { name: 'second', file: 'abYZdef', parents: ['first'] },
    { name: 'first', file: 'abXdef', parents: ['base'] },
  ])
  expect(history.makerOf(3)?.at).toEqual({ start: 2, end: 3 })
  const added = historyOf('abcdef', [{ name: 'first', file: 'abcXdef', parents: ['base'] }])
  expect(added.makerOf(3)?.at).toEqual({ start: 3, end: 3 })
})

test('lines of the base that are gone have those who took them out, in a merge those who did so before it', () => {
  const history = historyOf('abcdef', [
    { name: 'merge', file: 'bcd', parents: ['left', 'right'] },
    { name: 'left', file: 'bcdef', parents: ['base'] },
    { name: 'right', file: 'abcdf', parents: ['base'] },
  ])
  const removers = [...history.removersOf([0, 2, 4, 5])].map(([line, { subject }]) => [line, subject])
  expect(removers).toEqual([
    [5, 'merge'],
    [0, 'left'],
    [4, 'right'],
  ])
})
