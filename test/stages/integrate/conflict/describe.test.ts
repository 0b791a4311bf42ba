import { expect, test } from 'vitest'
import type { Conflict, Stage } from '../../../../src/base/model/conflict.ts'
import { conflictIn, conflictsIn, numbered, pairOf } from '../../../world/clash.ts'
import { type CommitSpec, git } from '../../../world/fast-import.ts'

const base: CommitSpec = { branch: 'main', subject: 'base', files: { 'dir/file.c': numbered(), other: 'other\n' } }

function commit(branch: string, subject: string, files: CommitSpec['files'], parents?: string[]): CommitSpec {
  return { branch, subject, files, ...(parents === undefined ? {} : { parents }) }
}

/** Both trees start at the base. */
function between(net: CommitSpec['files'], usb: CommitSpec['files'], first: CommitSpec = base) {
  return conflictIn({
    commits: [first, commit('net', 'net', net, ['main']), commit('usb', 'usb', usb, ['main'])],
    trees: ['net', 'usb'],
  })
}

const shown = (stage: Stage | undefined): string => (stage ? `${stage.mode.toString(8)} ${stage.path}` : 'none')
const stages = ({ base: b, ours, theirs }: Conflict): string[] => [shown(b), shown(ours), shown(theirs)]

test('a file modified here and deleted there', async () => {
  const { conflict, diff } = await conflictIn({
    commits: [
      base,
      commit('net', 'net: modify', { 'dir/file.c': numbered({ 5: 'net\n' }) }, ['main']),
      commit('usb', 'usb: elsewhere', { other: 'usb\n' }, ['main']),
      commit('usb', 'usb: delete', { 'dir/file.c': { gone: true } }),
    ],
    trees: ['net', 'usb'],
  })
  expect(conflict).toMatchObject({ kind: 'modify/delete', type: 'CONFLICT (modify/delete)', hunks: [] })
  expect(stages(conflict)).toEqual(['100644 dir/file.c', '100644 dir/file.c', 'none'])
  expect(pairOf(conflict)).toEqual(['net: net: modify', 'usb: usb: delete'])
  expect(diff).toContain('-line 5\n+net\n')
})

test('a file deleted here by one tree among others, and modified there', async () => {
  const { conflict } = await conflictIn({
    commits: [
      base,
      commit('mm', 'mm: modify', { 'dir/file.c': numbered({ 20: 'mm\n' }) }, ['main']),
      commit('net', 'net: delete', { 'dir/file.c': { gone: true } }, ['mm']),
      commit('usb', 'usb: modify', { 'dir/file.c': numbered({ 5: 'usb\n' }) }, ['main']),
    ],
    trees: ['mm', 'net', 'usb'],
  })
  expect(stages(conflict)).toEqual(['100644 dir/file.c', 'none', '100644 dir/file.c'])
  expect(pairOf(conflict)).toEqual(['net: net: delete', 'usb: usb: modify'])
})

test('a file that both sides add', async () => {
  const { conflict } = await between({ 'new.c': 'a\nnet\nb\n' }, { 'new.c': 'a\nusb\nb\n' })
  expect(conflict).toMatchObject({ kind: 'add/add', type: 'CONFLICT (contents)' })
  expect(stages(conflict)).toEqual(['none', '100644 new.c', '100644 new.c'])
  expect(conflict.hunks).toEqual([{ ours: 'net\n', theirs: 'usb\n' }])
  expect(pairOf(conflict)).toEqual(['net: net', 'usb: usb'])
})

test('a file renamed to two names', async () => {
  const { conflict } = await between(
    { 'dir/net.c': { movedFrom: 'dir/file.c' } },
    { 'dir/usb.c': { movedFrom: 'dir/file.c' } },
  )
  expect(conflict).toMatchObject({ kind: 'rename/rename', type: 'CONFLICT (rename/rename)', path: 'dir/file.c' })
  expect(stages(conflict)).toEqual(['100644 dir/file.c', '100644 dir/net.c', '100644 dir/usb.c'])
  expect(pairOf(conflict)).toEqual(['net: net', 'usb: usb'])
})

test('a file renamed to two names whose lines clash as well', async () => {
  const { conflict } = await conflictIn({
    commits: [
      base,
      commit('net', 'net: rename', { 'dir/net.c': { movedFrom: 'dir/file.c' } }, ['main']),
      commit('net', 'net: change', { 'dir/net.c': numbered({ 5: 'net\n' }) }),
      commit('usb', 'usb: rename', { 'dir/usb.c': { movedFrom: 'dir/file.c' } }, ['main']),
      commit('usb', 'usb: change', { 'dir/usb.c': numbered({ 5: 'usb\n' }) }),
    ],
    trees: ['net', 'usb'],
  })
  expect(stages(conflict)).toEqual(['100644 dir/file.c', '100644 dir/net.c', '100644 dir/usb.c'])
  expect(conflict.hunks).toEqual([{ ours: 'net\n', theirs: 'usb\n' }])
  expect(conflict.ours?.oid).not.toBe(conflict.theirs?.oid)
  expect(pairOf(conflict)).toEqual(['net: net: rename', 'usb: usb: rename'])
  expect(conflict.pairs.map(({ theirs }) => theirs.commits.map(({ subject }) => subject))).toEqual([['usb: change']])
})

test('a file renamed here and deleted there', async () => {
  const { conflict } = await between({ 'dir/net.c': { movedFrom: 'dir/file.c' } }, { 'dir/file.c': { gone: true } })
  expect(conflict).toMatchObject({ kind: 'rename/delete', type: 'CONFLICT (rename/delete)', path: 'dir/net.c' })
  expect(stages(conflict)).toEqual(['100644 dir/file.c', '100644 dir/net.c', 'none'])
  expect(pairOf(conflict)).toEqual(['net: net', 'usb: usb'])
})

test('a file renamed onto one that the other side adds, with lines that clash on top', async () => {
  const { conflict } = await conflictIn({
    commits: [
      base,
      commit('net', 'net: change', { 'dir/file.c': numbered({ 5: 'net\n' }), 'new.c': 'net\n' }, ['main']),
      commit('usb', 'usb: change', { 'dir/file.c': numbered({ 5: 'usb\n' }) }, ['main']),
      commit('usb', 'usb: rename', { 'new.c': { movedFrom: 'dir/file.c' } }),
    ],
    trees: ['net', 'usb'],
  })
  expect(conflict).toMatchObject({ kind: 'rename/add', path: 'new.c', type: 'CONFLICT (rename involved in collision)' })
  expect(stages(conflict)).toEqual(['none', '100644 new.c', '100644 new.c'])
  expect(conflict.hunks.map((hunk) => /[0-9a-f]{40}/.test(hunk.ours + hunk.theirs))).toEqual([false])
  expect(pairOf(conflict)).toEqual(['net: net: change', 'usb: usb: rename'])
})

test('a file where the other side has a folder', async () => {
  const { conflict } = await between({ thing: 'file\n' }, { 'thing/inside': 'folder\n' })
  expect(conflict).toMatchObject({ kind: 'file/directory', type: 'CONFLICT (file/directory)', path: 'thing' })
  expect(stages(conflict)).toEqual(['none', '100644 thing', 'none'])
  expect(pairOf(conflict)).toEqual(['net: net', 'usb: usb'])
})

test('a file where the other side has a symbolic link', async () => {
  const { conflict } = await between({ thing: 'file\n' }, { thing: { mode: '120000', content: 'other' } })
  expect(conflict).toMatchObject({ kind: 'mode', type: 'CONFLICT (distinct modes)', path: 'thing', hunks: [] })
  expect(stages(conflict)).toEqual(['none', '100644 thing', '120000 thing'])
  expect(pairOf(conflict)).toEqual(['net: net', 'usb: usb'])
})

test('a file that became a symbolic link on one side, and was edited on the other', async () => {
  const { conflict } = await between(
    { 'dir/file.c': { mode: '120000', content: 'other' } },
    { 'dir/file.c': numbered({ 5: 'usb\n' }) },
  )
  expect(conflict).toMatchObject({ kind: 'mode', path: 'dir/file.c' })
  expect(pairOf(conflict)).toEqual(['net: net', 'usb: usb'])
})

test('files that differ in being executable only', async () => {
  const { conflict } = await between({ run: '#!/bin/sh\n' }, { run: { mode: '100755', content: '#!/bin/sh\n' } })
  expect(conflict).toMatchObject({ kind: 'mode', hunks: [] })
  expect(stages(conflict)).toEqual(['none', '100644 run', '100755 run'])
  expect(pairOf(conflict)).toEqual(['net: net', 'usb: usb'])
})

test('symbolic links that lead to different places', async () => {
  const link = (content: string) => ({ link: { mode: '120000' as const, content } })
  const { conflict } = await between(link('a'), link('b'), { ...base, files: { ...base.files, ...link('dir') } })
  expect(conflict).toMatchObject({ kind: 'content', hunks: [] })
  expect(pairOf(conflict)).toEqual(['net: net', 'usb: usb'])
})

test('binary files', async () => {
  const data = (byte: number): CommitSpec['files'] => ({ 'data.bin': Buffer.from([0, 1, 2, byte]) })
  const { conflict, diff } = await between(data(7), data(8), { ...base, files: { ...base.files, ...data(6) } })
  expect(conflict).toMatchObject({ kind: 'binary', type: 'CONFLICT (binary)', hunks: [] })
  expect(pairOf(conflict)).toEqual(['net: net', 'usb: usb'])
  expect(diff).toContain('Binary files')
})

test('a binary file that one side renamed', async () => {
  const data = (byte: number): Buffer =>
    Buffer.from([0, ...Array.from({ length: 500 }, (_, index) => index % 200), byte])
  const { conflict } = await conflictIn({
    commits: [
      { ...base, files: { ...base.files, 'data.bin': data(6) } },
      commit('net', 'net: change', { 'data.bin': data(7) }, ['main']),
      commit('usb', 'usb: rename', { 'moved.bin': { movedFrom: 'data.bin' } }, ['main']),
      commit('usb', 'usb: change', { 'moved.bin': data(8) }),
    ],
    trees: ['net', 'usb'],
  })
  expect(conflict).toMatchObject({ kind: 'binary', path: 'moved.bin' })
  expect(stages(conflict)).toEqual(['100644 data.bin', '100644 data.bin', '100644 moved.bin'])
  expect(pairOf(conflict)).toEqual(['net: net: change', 'usb: usb: change, usb: rename'])
})

test('submodules at different commits', async () => {
  const at = (digit: string): CommitSpec['files'] => ({ sub: { mode: '160000', commit: digit.repeat(40) } })
  const { conflict } = await between(at('2'), at('3'), { ...base, files: { ...base.files, ...at('1') } })
  expect(conflict).toMatchObject({ kind: 'submodule', hunks: [] })
  expect(stages(conflict)).toEqual(['160000 sub', '160000 sub', '160000 sub'])
  expect(pairOf(conflict)).toEqual(['net: net', 'usb: usb'])
})

test('a file added to a folder that the other side renamed', async () => {
  const files = { 'old/a.c': 'a\n'.repeat(9), 'old/b.c': 'b\n'.repeat(9) }
  const { conflict } = await between(
    { 'new/a.c': { movedFrom: 'old/a.c' }, 'new/b.c': { movedFrom: 'old/b.c' } },
    { 'old/c.c': 'c\n' },
    { ...base, files },
  )
  expect(conflict).toMatchObject({
    kind: 'directory-rename',
    type: 'CONFLICT (directory rename suggested)',
    path: 'new/c.c',
  })
  expect(shown(conflict.theirs)).toBe('100644 old/c.c')
  expect(pairOf(conflict)).toEqual(['net: net', 'usb: usb'])
})

test('a file added to a folder that the other side split', async () => {
  const files = { 'old/a.c': 'a\n'.repeat(9), 'old/b.c': 'b\n'.repeat(9) }
  const { conflict } = await between(
    { 'new/a.c': { movedFrom: 'old/a.c' }, 'newer/b.c': { movedFrom: 'old/b.c' } },
    { 'old/c.c': 'c\n' },
    { ...base, files },
  )
  expect(conflict).toMatchObject({
    kind: 'directory-rename',
    path: 'old',
    type: 'CONFLICT(directory rename unclear split)',
  })
  expect(stages(conflict)).toEqual(['none', 'none', 'none'])
  expect(conflict.oursBy.commits.map(({ subject }) => subject)).toEqual(['net'])
})

test('conflicts in several files come by path, with one pair each', async () => {
  const described = await conflictsIn({
    commits: [
      { ...base, files: { b: numbered(), a: numbered(), c: numbered() } },
      commit('net', 'net: b', { b: numbered({ 3: 'net\n' }) }, ['main']),
      commit('mm', 'mm: a', { a: numbered({ 3: 'mm\n' }) }, ['main']),
      commit('usb', 'usb: all', { a: numbered({ 3: 'usb\n' }), b: numbered({ 3: 'usb\n' }), c: 'usb\n' }, ['main']),
    ],
    trees: ['net', 'mm', 'usb'],
  })
  const conflicts = described.get('usb')?.map(({ conflict }) => [conflict.path, ...pairOf(conflict)])
  expect(conflicts).toEqual([
    ['a', 'mm: mm: a', 'usb: usb: all'],
    ['b', 'net: net: b', 'usb: usb: all'],
  ])
})

test('histories that cross each other have a base of git’s own making', async () => {
  const { conflict } = await conflictIn({
    commits: [
      base,
      commit('net', 'net: change five', { 'dir/file.c': numbered({ 5: 'net\n' }) }, ['main']),
      commit('usb', 'usb: change twenty', { 'dir/file.c': numbered({ 20: 'usb\n' }) }, ['main']),
      commit('net-old', 'start', {}, ['net']),
      commit('net', 'Merge usb', { 'dir/file.c': numbered({ 5: 'net\n', 20: 'usb\n' }) }, ['net', 'usb']),
      commit('usb', 'Merge net', { 'dir/file.c': numbered({ 5: 'net\n', 20: 'usb\n' }) }, ['usb', 'net-old']),
      commit('net', 'net: change ten', { 'dir/file.c': numbered({ 5: 'net\n', 10: 'net\n', 20: 'usb\n' }) }),
      commit('usb', 'usb: change ten', { 'dir/file.c': numbered({ 5: 'net\n', 10: 'usb\n', 20: 'usb\n' }) }),
    ],
    trees: ['net', 'usb'],
  })
  expect(conflict.hunks).toEqual([{ ours: 'net\n', theirs: 'usb\n' }])
  expect(pairOf(conflict)).toEqual(['net: net: change ten', 'usb: usb: change ten'])
})

test('a heading that looks like a marker clashes as the text it is', async () => {
  const heading = (word: string): CommitSpec['files'] => ({
    'dir/file.c': numbered({ 5: `${word}\n=======\n${word}.\n` }),
  })
  const { conflict } = await between(heading('Net'), heading('Usb'))
  expect(conflict.hunks).toEqual([{ ours: 'Net\n=======\nNet.\n', theirs: 'Usb\n=======\nUsb.\n' }])
  expect(pairOf(conflict)).toEqual(['net: net', 'usb: usb'])
})

test('a whole conflict in a file’s own text is text', async () => {
  const forged = '<<<<<<< 0123456789012345678901234567890123456789\nforged\n=======\ntext\n>>>>>>> net\n'
  const { conflict } = await between(
    { 'dir/file.c': numbered({ 2: forged, 9: `net\n${forged}` }) },
    { 'dir/file.c': numbered({ 2: forged, 9: `usb\n${forged}` }) },
  )
  expect(conflict.hunks).toEqual([{ ours: 'net\n', theirs: 'usb\n' }])
})

test('markers of another size are read', async () => {
  const { conflict } = await conflictIn({
    commits: [
      base,
      commit('net', 'net', { 'dir/file.c': numbered({ 5: 'Net\n=======\n' }) }, ['main']),
      commit('usb', 'usb', { 'dir/file.c': numbered({ 5: 'Usb\n-------\n' }) }, ['main']),
    ],
    trees: ['net', 'usb'],
    attributes: ['*.c conflict-marker-size=32'],
  })
  expect(conflict.hunks).toEqual([{ ours: 'Net\n=======\n', theirs: 'Usb\n-------\n' }])
})

test('a tree of many commits is walked by git, with the same answer', async () => {
  const many = Array.from({ length: 70 }, (_, index) =>
    commit(
      'net',
      `net: ${index}`,
      { 'dir/file.c': numbered({ 5: 'net\n', 20: `net ${index}\n` }) },
      index === 0 ? ['main'] : undefined,
    ),
  )
  const { conflict } = await conflictIn({
    commits: [base, ...many, commit('usb', 'usb', { 'dir/file.c': numbered({ 5: 'usb\n' }) }, ['main'])],
    trees: ['net', 'usb'],
  })
  expect(pairOf(conflict)).toEqual(['net: net: 0', 'usb: usb'])
})

test('of a merge with very many conflicts the first hundred are read to their lines, and all are told', async () => {
  const files = (word: string): CommitSpec['files'] =>
    Object.fromEntries(
      Array.from({ length: 103 }, (_, index) => [`file${String(index).padStart(3, '0')}`, `${word}\n`]),
    )
  const described = await conflictsIn({
    commits: [
      { ...base, files: files('base') },
      commit('net', 'net', files('net'), ['main']),
      commit('usb', 'usb', files('usb'), ['main']),
    ],
    trees: ['net', 'usb'],
  })
  const conflicts = described.get('usb')?.map(({ conflict }) => conflict) ?? []
  expect(conflicts).toHaveLength(103)
  expect(new Set(conflicts.map(({ id }) => id)).size).toBe(103)
  expect(conflicts.filter(({ hunks }) => hunks.length > 0)).toHaveLength(100)
  expect(conflicts.filter(({ oursBy }) => oursBy.commits.length > 0)).toHaveLength(100)
})

test('a name that is no UTF-8 is kept byte by byte, and its commits are named', async () => {
  const { conflict, diff } = await conflictIn({
    commits: [],
    trees: ['net', 'usb'],
    prepare(dir) {
      const commitTo = (branch: string, text: string, parents: readonly string[]): string => {
        const blob = git(dir, ['hash-object', '-w', '--stdin'], text)
        const tree = git(dir, ['mktree', '-z'], Buffer.from(`100644 blob ${blob}\tcaf\xe9 "\n\0`, 'latin1'))
        const made = git(dir, ['commit-tree', tree, ...parents.flatMap((parent) => ['-p', parent]), '-m', branch])
        git(dir, ['update-ref', `refs/heads/${branch}`, made])
        return made
      }
      const main = commitTo('main', numbered(), [])
      commitTo('net', numbered({ 5: 'net\n' }), [main])
      commitTo('usb', numbered({ 5: 'usb\n' }), [main])
    },
  })
  expect(conflict.path).toBe('caf\xe9 "\n')
  expect(pairOf(conflict)).toEqual(['net: net', 'usb: usb'])
  expect(diff).toMatch(/^diff --cc "caf\ufffd \\"\\n"\n/)
})

test('bytes that are no text at all are compared as the lines they have', async () => {
  const late = (word: string): Buffer => Buffer.from(`${'x'.repeat(9000)}\n${word}\xff\0\0\n`, 'latin1')
  const { conflict } = await between(
    { 'a.txt': late('net') },
    { 'a.txt': late('usb') },
    { ...base, files: { 'a.txt': late('base') } },
  )
  expect(conflict.hunks).toEqual([{ ours: 'net\xff\0\0\n', theirs: 'usb\xff\0\0\n' }])
  expect(pairOf(conflict)).toEqual(['net: net', 'usb: usb'])
})
