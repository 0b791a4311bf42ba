import { expect, test } from 'vitest'
import { clashedFile } from '../../../../src/stages/integrate/settle/clashed-files.ts'
import type { CommitSpec } from '../../../world/fast-import.ts'
import { MergeScene } from '../../../world/merge-scene.ts'

async function clashedIn(...files: readonly [CommitSpec['files'], CommitSpec['files'], CommitSpec['files']]) {
  await using scene = await MergeScene.two(...files)
  const reading = await scene.reading()
  return await Promise.all(reading.conflicts.map(async (one) => clashedFile(reading.view, await reading.read(one))))
}

test('a clash is read down to its lines, with the three versions as they were', async () => {
  const [base, ours, theirs] = ['1\n2\n3\n', '1\ntwo of main\n3\n', '1\ntwo of topic\n3\n']
  const [file] = await clashedIn({ 'a.c': base }, { 'a.c': ours }, { 'a.c': theirs })
  expect(file).toMatchObject({
    path: 'a.c',
    kind: 'content',
    texts: { base, ours, theirs },
    passages: [
      { kind: 'agreed', text: '1\n' },
      { kind: 'clash', ours: 'two of main\n', theirs: 'two of topic\n' },
      { kind: 'agreed', text: '3\n' },
    ],
  })
})

test('lines that look like markers, seven characters long or nested, are lines', async () => {
  const manual = '# Merging\n=======\n<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> topic\nend\n'
  const [file] = await clashedIn(
    { 'a.md': manual },
    { 'a.md': manual.replace('ours\n', 'ours of main\n') },
    { 'a.md': manual.replace('ours\n', 'ours of topic\n') },
  )
  expect(file?.passages).toEqual([
    { kind: 'agreed', text: '# Merging\n=======\n<<<<<<< HEAD\n' },
    { kind: 'clash', ours: 'ours of main\n', theirs: 'ours of topic\n' },
    { kind: 'agreed', text: '=======\ntheirs\n>>>>>>> topic\nend\n' },
  ])
})

test('line ends stay as they are, also where one file has both', async () => {
  const [file] = await clashedIn(
    { 'a.txt': 'one\r\ntwo\nthree\r\n' },
    { 'a.txt': 'one\r\ntwo of main\r\nthree\r\n' },
    { 'a.txt': 'one\r\ntwo of topic\nthree\r\n' },
  )
  expect(file?.passages).toEqual([
    { kind: 'agreed', text: 'one\r\n' },
    { kind: 'clash', ours: 'two of main\r\n', theirs: 'two of topic\n' },
    { kind: 'agreed', text: 'three\r\n' },
  ])
})

test('of a binary and of a deleted file there are versions and no lines', async () => {
  const bytes = (digit: number): Buffer => Buffer.from([digit, 0, 1, 2])
  const files = await clashedIn(
    { 'a.bin': bytes(1), 'gone.c': 'one\n' },
    { 'a.bin': bytes(2), 'gone.c': { gone: true } },
    { 'a.bin': bytes(3), 'gone.c': 'two\n' },
  )
  expect(files.map(({ path, kind, passages }) => [path, kind, passages])).toEqual([
    ['a.bin', 'binary', []],
    ['gone.c', 'modify/delete', []],
  ])
  expect(files[0]?.texts).toEqual({ base: undefined, ours: undefined, theirs: undefined })
  expect(files[1]).toMatchObject({ ours: undefined, texts: { base: 'one\n', theirs: 'two\n' } })
})
