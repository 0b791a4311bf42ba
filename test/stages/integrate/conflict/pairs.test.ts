import { expect, test } from 'vitest'
import type { CommitSpec } from '../../../world/fast-import.ts'
import { conflictIn, numbered, pairOf, pairsOf } from '../../../world/clash.ts'

const base: CommitSpec = { branch: 'main', subject: 'base', files: { 'file.c': numbered(), other: 'other\n' } }

/** A commit on a tree that starts at upstream's first commit, when the tree is new. */
function change(branch: string, subject: string, replaced: Record<number, string>, parents?: string[]): CommitSpec {
  return { branch, subject, files: { 'file.c': numbered(replaced) }, ...(parents === undefined ? {} : { parents }) }
}

test('two trees change the same line', async () => {
  const { conflict } = await conflictIn({
    commits: [
      base,
      change('net', 'net: change five', { 5: 'net\n' }, ['main']),
      change('usb', 'usb: change five', { 5: 'usb\n' }, ['main']),
    ],
    trees: ['net', 'usb'],
  })
  expect(conflict).toMatchObject({ kind: 'content', path: 'file.c', tree: 'usb', type: 'CONFLICT (contents)' })
  expect(conflict.hunks).toEqual([{ ours: 'net\n', theirs: 'usb\n' }])
  expect(pairOf(conflict)).toEqual(['net: net: change five', 'usb: usb: change five'])
  expect(conflict.oursBy.commits[0]?.author).toEqual({ name: 'Test Author', email: 'author@example.org' })
})

test('the tree merged last is not named when it touched other lines of the file', async () => {
  const { conflict } = await conflictIn({
    commits: [
      base,
      change('net', 'net: change five', { 5: 'net\n' }, ['main']),
      change('mm', 'mm: change twenty', { 20: 'mm\n' }, ['main']),
      change('usb', 'usb: change thirty', { 28: 'usb\n' }, ['main']),
      change('usb', 'usb: change five', { 5: 'usb\n', 28: 'usb\n' }),
    ],
    trees: ['net', 'mm', 'usb'],
  })
  expect(pairOf(conflict)).toEqual(['net: net: change five', 'usb: usb: change five'])
})

test('the tree merged last is not named when its line stands next to the clash', async () => {
  const { conflict } = await conflictIn({
    commits: [
      base,
      change('net', 'net: change five', { 5: 'net\n' }, ['main']),
      change('mm', 'mm: change six', { 5: 'net\n', 6: 'mm\n' }, ['net']),
      change('usb', 'usb: change five', { 5: 'usb\n' }, ['main']),
    ],
    trees: ['net', 'mm', 'usb'],
  })
  expect(conflict.hunks).toEqual([{ ours: 'net\nmm\n', theirs: 'usb\nline 6\n' }])
  expect(pairOf(conflict)).toEqual(['net: net: change five', 'usb: usb: change five'])
})

test('upstream clashes with a tree', async () => {
  const { conflict } = await conflictIn({
    commits: [
      base,
      change('usb', 'usb: change five', { 5: 'usb\n' }, ['main']),
      change('main', 'upstream: change nine', { 9: 'nine\n' }),
      change('main', 'upstream: change five', { 5: 'five\n', 9: 'nine\n' }),
    ],
    trees: ['usb'],
  })
  expect(pairOf(conflict)).toEqual(['upstream: upstream: change five', 'usb: usb: change five'])
  expect(conflict.oursBy.tree).toBeUndefined()
})

test('a commit that upstream has too is upstream’s', async () => {
  const { conflict } = await conflictIn({
    commits: [
      base,
      change('net', 'net: change five', { 5: 'net\n' }, ['main']),
      change('usb', 'usb: change five', { 5: 'usb\n' }, ['main']),
      { branch: 'main', subject: 'Merge net', parents: ['main', 'net'], files: { 'file.c': numbered({ 5: 'net\n' }) } },
      change('net', 'net: change twenty', { 5: 'net\n', 20: 'net\n' }),
    ],
    trees: ['net', 'usb'],
  })
  expect(pairOf(conflict)).toEqual(['upstream: net: change five', 'usb: usb: change five'])
})

test('a commit in several trees is of the one that brought it first', async () => {
  const { conflict } = await conflictIn({
    commits: [
      base,
      change('net', 'net: change five', { 5: 'net\n' }, ['main']),
      change('net-next', 'net-next: change nine', { 5: 'net\n', 9: 'nine\n' }, ['net']),
      change('usb', 'usb: change five', { 5: 'usb\n' }, ['main']),
    ],
    trees: ['net', 'net-next', 'usb'],
  })
  expect(pairOf(conflict)).toEqual(['net: net: change five', 'usb: usb: change five'])
})

test('a side that only took lines out is named by who took them out', async () => {
  const gone = { 5: '', 6: '' }
  const { conflict } = await conflictIn({
    commits: [
      base,
      change('net', 'net: drop five and six', gone, ['main']),
      change('net', 'net: change twenty', { ...gone, 20: 'net\n' }),
      change('mm', 'mm: drop twelve', { 12: '' }, ['main']),
      change('usb', 'usb: change six', { 6: 'usb\n' }, ['main']),
    ],
    trees: ['net', 'mm', 'usb'],
  })
  expect(conflict.hunks).toEqual([{ ours: '', theirs: 'line 5\nusb\n' }])
  expect(pairOf(conflict)).toEqual(['net: net: drop five and six', 'usb: usb: change six'])
})

test('of two that took out neighbouring lines, the one whose line the other side changed is named', async () => {
  const { conflict } = await conflictIn({
    commits: [
      base,
      change('net', 'net: drop six', { 6: '' }, ['main']),
      change('mm', 'mm: drop five', { 5: '', 6: '' }, ['net']),
      change('usb', 'usb: change six', { 6: 'usb\n' }, ['main']),
    ],
    trees: ['net', 'mm', 'usb'],
  })
  expect(pairOf(conflict)).toEqual(['net: net: drop six', 'usb: usb: change six'])
})

test('their side, too, can have only taken lines out', async () => {
  const { conflict } = await conflictIn({
    commits: [
      base,
      change('net', 'net: change six', { 6: 'net\n' }, ['main']),
      change('usb', 'usb: elsewhere', { 20: 'usb\n' }, ['main']),
      change('usb', 'usb: drop six', { 6: '', 20: 'usb\n' }),
    ],
    trees: ['net', 'usb'],
  })
  expect(pairOf(conflict)).toEqual(['net: net: change six', 'usb: usb: drop six'])
})

test('a commit inside a merge of the tree’s own is named, and not the merge', async () => {
  const { conflict } = await conflictIn({
    commits: [
      base,
      change('topic', 'topic: change five', { 5: 'topic\n' }, ['main']),
      change('net', 'net: change twenty', { 20: 'net\n' }, ['main']),
      {
        branch: 'net',
        subject: 'Merge topic',
        parents: ['net', 'topic'],
        files: { 'file.c': numbered({ 5: 'topic\n', 20: 'net\n' }) },
      },
      change('usb', 'usb: change five', { 5: 'usb\n' }, ['main']),
    ],
    trees: ['net', 'usb'],
  })
  expect(pairOf(conflict)).toEqual(['net: topic: change five', 'usb: usb: change five'])
})

test('a merge that made the line itself is named when no commit did', async () => {
  const { conflict } = await conflictIn({
    commits: [
      base,
      change('topic', 'topic: change ten', { 10: 'topic\n' }, ['main']),
      change('net', 'net: change twenty', { 20: 'net\n' }, ['main']),
      {
        branch: 'net',
        subject: 'Merge topic, with a fix of its own',
        parents: ['net', 'topic'],
        files: { 'file.c': numbered({ 5: 'evil\n', 10: 'topic\n', 20: 'net\n' }) },
      },
      change('usb', 'usb: change five', { 5: 'usb\n' }, ['main']),
    ],
    trees: ['net', 'usb'],
  })
  expect(pairOf(conflict)).toEqual(['net: Merge topic, with a fix of its own', 'usb: usb: change five'])
})

test('each hunk has its own pair', async () => {
  const { conflict } = await conflictIn({
    commits: [
      base,
      change('net', 'net: change five', { 5: 'net\n' }, ['main']),
      change('mm', 'mm: change twenty', { 20: 'mm\n' }, ['main']),
      change('usb', 'usb: change five', { 5: 'usb\n' }, ['main']),
      change('usb', 'usb: change twenty', { 5: 'usb\n', 20: 'usb\n' }),
    ],
    trees: ['net', 'mm', 'usb'],
  })
  expect(pairsOf(conflict)).toEqual([
    ['net: net: change five', 'usb: usb: change five'],
    ['mm: mm: change twenty', 'usb: usb: change twenty'],
  ])
  expect(pairOf(conflict)).toEqual(['net: net: change five', 'usb: usb: change twenty, usb: change five'])
})

test('a hunk that two trees made names both', async () => {
  const { conflict } = await conflictIn({
    commits: [
      base,
      change('net', 'net: change five', { 5: 'net\n' }, ['main']),
      change('mm', 'mm: change seven', { 7: 'mm\n' }, ['main']),
      change('usb', 'usb: rewrite', { 5: 'usb a\n', 6: 'usb b\n', 7: 'usb c\n' }, ['main']),
    ],
    trees: ['net', 'mm', 'usb'],
  })
  expect(pairsOf(conflict)).toEqual([['net: net: change five', 'mm: mm: change seven', 'usb: usb: rewrite']])
})

test('of a change done, undone and done again, the last is named', async () => {
  const { conflict } = await conflictIn({
    commits: [
      base,
      change('net', 'net: change five', { 5: 'net\n' }, ['main']),
      change('net', 'net: revert', {}),
      change('net', 'net: change five again', { 5: 'net\n' }),
      change('usb', 'usb: change five', { 5: 'usb\n' }, ['main']),
    ],
    trees: ['net', 'usb'],
  })
  expect(pairOf(conflict)).toEqual(['net: net: change five again', 'usb: usb: change five'])
})

test('a line that moved with insertions above it is followed', async () => {
  const grown = { 1: 'new\nnew\nnew\nline 1\n' }
  const { conflict } = await conflictIn({
    commits: [
      base,
      change('net', 'net: change five', { 5: 'net\n' }, ['main']),
      change('net', 'net: grow', { ...grown, 5: 'net\n' }),
      change('usb', 'usb: change five', { 5: 'usb\n' }, ['main']),
    ],
    trees: ['net', 'usb'],
  })
  expect(pairOf(conflict)).toEqual(['net: net: change five', 'usb: usb: change five'])
})

test('lines added at the same place clash', async () => {
  const { conflict } = await conflictIn({
    commits: [
      base,
      change('mm', 'mm: change seven', { 7: 'mm\n' }, ['main']),
      change('net', 'net: add', { 5: 'line 5\nnet\n' }, ['main']),
      change('usb', 'usb: add', { 5: 'line 5\nusb\n' }, ['main']),
    ],
    trees: ['mm', 'net', 'usb'],
  })
  expect(conflict.hunks).toEqual([{ ours: 'net\n', theirs: 'usb\n' }])
  expect(pairOf(conflict)).toEqual(['net: net: add', 'usb: usb: add'])
})

test('a file that one side renamed is followed under both names', async () => {
  const { conflict } = await conflictIn({
    commits: [
      base,
      change('net', 'net: change five', { 5: 'net\n' }, ['main']),
      change('usb', 'usb: change five', { 5: 'usb\n' }, ['main']),
      { branch: 'usb', subject: 'usb: rename', files: { 'new.c': { movedFrom: 'file.c' } } },
      { branch: 'usb', subject: 'usb: change nine', files: { 'new.c': numbered({ 5: 'usb\n', 9: 'usb\n' }) } },
    ],
    trees: ['net', 'usb'],
  })
  expect(conflict.path).toBe('new.c')
  expect([conflict.base?.path, conflict.ours?.path, conflict.theirs?.path]).toEqual(['file.c', 'file.c', 'new.c'])
  expect(pairOf(conflict)).toEqual(['net: net: change five', 'usb: usb: change five'])
})

test('a file that the integration renamed is followed under both names', async () => {
  const { conflict } = await conflictIn({
    commits: [
      base,
      change('mm', 'mm: change five', { 5: 'mm\n' }, ['main']),
      { branch: 'net', parents: ['main'], subject: 'net: rename', files: { 'new.c': { movedFrom: 'file.c' } } },
      change('usb', 'usb: change five', { 5: 'usb\n' }, ['main']),
    ],
    trees: ['mm', 'net', 'usb'],
  })
  expect([conflict.base?.path, conflict.ours?.path, conflict.theirs?.path]).toEqual(['file.c', 'new.c', 'file.c'])
  expect(pairOf(conflict)).toEqual(['mm: mm: change five', 'usb: usb: change five'])
})
