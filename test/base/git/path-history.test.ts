import { expect, test } from 'vitest'
import type { PathChange } from '../../../src/base/git/patch-reader.ts'
import { type PathCommit, pathHistory } from '../../../src/base/git/path-history.ts'
import type { CommitOid } from '../../../src/base/model/oid.ts'
import { type CommitSpec, git, importCommits, initBare } from '../../world/fast-import.ts'
import { testFolder } from '../../world/folder.ts'
import { testGit } from '../../world/roster.ts'

const BASE = 'one\ntwo\nthree\nfour\nfive\n'

async function historyOf(
  commits: readonly CommitSpec[],
  paths: readonly string[],
): Promise<{ history: PathCommit[]; id: (name: string) => string }> {
  using folder = testFolder()
  initBare(folder.path)
  const base: CommitSpec = { branch: 'main', subject: 'base', files: { file: BASE, other: 'other\n' } }
  importCommits(folder.path, [base, ...commits])
  const id = (name: string): string => git(folder.path, ['rev-parse', name])
  const [tip, start] = [id('net') as CommitOid, id('main') as CommitOid]
  const history = await pathHistory(testGit().at(folder.path), { tip, beyond: [start], paths })
  const ids = new Map([...history.map((commit) => commit.commit), tip, start].map((oid) => [oid as string, oid]))
  return { history, id: (name) => ids.get(name) ?? name }
}

const subjects = (history: readonly PathCommit[]): string[] => history.map((commit) => commit.subject)
const changesOf = (history: readonly PathCommit[], subject: string): readonly (readonly PathChange[])[] =>
  history.find((commit) => commit.subject === subject)?.changes ?? []

test('lists the commits beyond a base that touched a path, newest first, with the lines each changed', async () => {
  const { history } = await historyOf(
    [
      { branch: 'net', parents: ['main'], subject: 'net: change two', files: { file: BASE.replace('two', 'zwei') } },
      { branch: 'net', subject: 'net: elsewhere', files: { other: 'changed\n' } },
      {
        branch: 'net',
        subject: 'net: drop four, add six',
        author: 'Net Author <author@net.example.org>',
        files: { file: BASE.replace('two', 'zwei').replace('four\n', '').replace('five\n', 'five\nsix') },
      },
    ],
    ['file'],
  )
  expect(subjects(history)).toEqual(['net: drop four, add six', 'net: change two'])
  expect(history[0]?.author).toEqual({ name: 'Net Author', email: 'author@net.example.org' })
  expect(history[0]?.parents).toEqual([history[1]?.commit])
  expect(history.map((commit) => commit.changes.map((changes) => changes.map((change) => change.edits)))).toEqual([
    [
      [
        [
          { from: { start: 3, end: 4 }, to: { start: 3, end: 3 } },
          { from: { start: 5, end: 5 }, to: { start: 4, end: 5 } },
        ],
      ],
    ],
    [[[{ from: { start: 1, end: 2 }, to: { start: 1, end: 2 } }]]],
  ])
})

test('shows a merge once for each parent, and only when it differs from all', async () => {
  const { history } = await historyOf(
    [
      { branch: 'side', parents: ['main'], subject: 'side: change one', files: { file: BASE.replace('one', 'eins') } },
      { branch: 'net', parents: ['main'], subject: 'net: change five', files: { file: BASE.replace('five', 'funf') } },
      {
        branch: 'net',
        parents: ['net', 'side'],
        subject: 'Merge side',
        files: { file: BASE.replace('one', 'eins').replace('five', 'funf') },
      },
      { branch: 'same', parents: ['main'], subject: 'same: elsewhere', files: { other: 'changed\n' } },
      { branch: 'net', parents: ['net', 'same'], subject: 'Merge same', files: { other: 'changed\n' } },
    ],
    ['file'],
  )
  expect(subjects(history).toSorted()).toEqual(['Merge side', 'net: change five', 'side: change one'])
  expect(changesOf(history, 'Merge side').map(([change]) => change?.edits)).toEqual([
    [{ from: { start: 0, end: 1 }, to: { start: 0, end: 1 } }],
    [{ from: { start: 4, end: 5 }, to: { start: 4, end: 5 } }],
  ])
})

test('follows a rename when both names are asked for, and reads additions, deletions, modes and other types', async () => {
  const { history } = await historyOf(
    [
      { branch: 'net', parents: ['main'], subject: 'rename', files: { moved: { movedFrom: 'file' } } },
      { branch: 'net', subject: 'add', files: { added: 'x\n' } },
      { branch: 'net', subject: 'mode', files: { added: { mode: '100755', content: 'x\n' } } },
      { branch: 'net', subject: 'type', files: { added: { mode: '120000', content: 'target' } } },
      { branch: 'net', subject: 'delete', files: { moved: { gone: true }, added: { gone: true } } },
      { branch: 'net', subject: 'binary', files: { 'data.bin': Buffer.from([0, 1, 2]) } },
    ],
    ['file', 'moved', 'added', 'data.bin'],
  )
  const shown = history.map(({ subject, changes: [changes = []] }) => [
    subject,
    ...changes.map(({ oldPath, newPath, oldMode, newMode, edits }) => [
      oldPath,
      newPath,
      oldMode.toString(8),
      newMode.toString(8),
      edits,
    ]),
  ])
  expect(shown).toEqual([
    ['binary', [undefined, 'data.bin', '0', '100644', undefined]],
    [
      'delete',
      ['added', undefined, '120000', '0', [{ from: { start: 0, end: 1 }, to: { start: 0, end: 0 } }]],
      ['moved', undefined, '100644', '0', [{ from: { start: 0, end: 5 }, to: { start: 0, end: 0 } }]],
    ],
    ['type', ['added', 'added', '100755', '120000', undefined]],
    ['mode', ['added', 'added', '100644', '100755', []]],
    ['add', [undefined, 'added', '0', '100644', [{ from: { start: 0, end: 0 }, to: { start: 0, end: 1 } }]]],
    ['rename', ['file', 'moved', '100644', '100644', []]],
  ])
})

test('hostile names, texts and messages are read as what they are', async () => {
  const name = 'a "b"\nc\\d :(glob)*'
  const text = `diff --git a/x b/x\n@@ -1 +1 @@\n\\ No newline\n${'x'.repeat(9000)}\n\0\0 NUL\n`
  const { history } = await historyOf(
    [
      {
        branch: 'net',
        parents: ['main'],
        subject: 'add',
        body: 'diff --git a/q b/q\n:100644',
        files: { [name]: text },
      },
      {
        branch: 'net',
        subject: 'esc \u001b[31m red',
        author: 'E\u001b <e@example.org>',
        files: { [name]: `${text}more` },
      },
    ],
    [name],
  )
  expect(subjects(history)).toEqual(['esc \ufffd[31m red', 'add'])
  expect(history.map((commit) => commit.changes[0]?.map((change) => [change.oldPath, change.newPath]))).toEqual([
    [[name, name]],
    [[undefined, name]],
  ])
  expect(changesOf(history, 'add')[0]?.[0]?.edits).toEqual([{ from: { start: 0, end: 0 }, to: { start: 0, end: 5 } }])
})

test('a path that is no UTF-8 is found by its bytes', async () => {
  using folder = testFolder()
  initBare(folder.path)
  importCommits(folder.path, [
    { branch: 'main', subject: 'base', files: { other: 'x\n' } },
    { branch: 'net', parents: ['main'], subject: 'before', files: { other: 'y\n' } },
  ])
  const blob = git(folder.path, ['hash-object', '-w', '--stdin'], 'content\n')
  const tree = git(folder.path, ['mktree', '-z'], Buffer.from(`100644 blob ${blob}\tcaf\xe9*\0`, 'latin1'))
  const tip = git(folder.path, ['commit-tree', tree, '-p', 'net', '-m', 'add latin1']) as CommitOid
  const beyond = [git(folder.path, ['rev-parse', 'main']) as CommitOid]
  const history = await pathHistory(testGit().at(folder.path), { tip, beyond, paths: ['caf\xe9*'] })
  expect(subjects(history)).toEqual(['add latin1'])
  expect(history[0]?.changes[0]?.[0]?.newPath).toBe('caf\xe9*')
})

test('a change too large to be read still names its commit', async () => {
  const lines = (word: string): string => `${word.repeat(1000)}\n`.repeat(9000)
  const { history } = await historyOf(
    [
      { branch: 'net', parents: ['main'], subject: 'large', files: { file: lines('a') } },
      { branch: 'net', subject: 'larger', files: { file: lines('b') + lines('c') + lines('d') } },
    ],
    ['file'],
  )
  expect(subjects(history)).toEqual(['larger', 'large'])
  expect(history[0]?.changes[0]?.[0]?.edits).toBeUndefined()
})

test('what does not exist has no history', async () => {
  const { history } = await historyOf(
    [{ branch: 'net', parents: ['main'], subject: 'x', files: { other: 'y\n' } }],
    ['nowhere'],
  )
  expect(history).toEqual([])
})
