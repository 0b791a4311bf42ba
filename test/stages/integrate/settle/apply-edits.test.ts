import { expect, test } from 'vitest'
import { type Entry } from '../../../../src/base/git/folder.ts'
import { overlay } from '../../../../src/base/git/overlay.ts'
import type { FixedFile } from '../../../../src/base/model/resolution.ts'
import { applyEdits } from '../../../../src/stages/integrate/settle/apply-edits.ts'
import type { CommitSpec } from '../../../world/fast-import.ts'
import { MergeScene } from '../../../world/merge-scene.ts'

const LINES = 'one\ntwo\nthree\nfour\nfive\nsix\nseven\n'

/** The edit that leads from one set of files to another, applied to a third; the files that come of it, or what stands in the way. */
async function applied(before: CommitSpec['files'], after: CommitSpec['files'], now: CommitSpec['files']) {
  await using scene = await MergeScene.create([
    { branch: 'before', parents: [], subject: 'before', files: before },
    { branch: 'after', parents: [], subject: 'after', files: after },
    { branch: 'now', parents: [], subject: 'now', files: now },
  ])
  const { shop } = scene
  const entryIn = async (name: string, path: string): Promise<FixedFile['before']> =>
    (await shop.folders.at(scene.tree(name), path)) as (Entry & FixedFile['before']) | undefined
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((path) => path !== 'kept')
  const edits: FixedFile[] = []
  for (const path of paths)
    edits.push({ path, before: await entryIn('before', path), after: await entryIn('after', path) })
  const answer = await applyEdits(shop, scene.tree('now'), edits)
  if (answer.kind !== 'applied') return answer.kind
  const tree = await overlay(shop.folders, scene.tree('now'), answer.leaves)
  return { changed: answer.leaves.map(({ path }) => path), files: await scene.files(tree) }
}

test('an edit is put over what has changed elsewhere in the file since', async () => {
  const now = { 'a.c': LINES.replace('six', '6'), kept: 'kept' }
  const answer = await applied({ 'a.c': LINES }, { 'a.c': LINES.replace('two', '2') }, now)
  const text = LINES.replace('two', '2').replace('six', '6').trimEnd()
  expect(answer).toEqual({ changed: ['a.c'], files: { 'a.c': text, kept: 'kept' } })
})

test('an edit that is there already changes nothing', async () => {
  const after = { 'a.c': LINES.replace('two', '2') }
  expect(await applied({ 'a.c': LINES }, after, after)).toMatchObject({ changed: [] })
})

test('files are added and deleted', async () => {
  const answer = await applied({ 'a.c': LINES, kept: '' }, { 'b.c': 'new\n', kept: '' }, { 'a.c': LINES, kept: '' })
  expect(answer).toEqual({ changed: ['a.c', 'b.c'], files: { 'b.c': 'new', kept: '' } })
})

test('a file made to be run is another one, though its lines are the same', async () => {
  const run = { mode: '100755', content: LINES } as const
  expect(await applied({ 'a.sh': LINES }, { 'a.sh': run }, { 'a.sh': LINES })).toMatchObject({ changed: ['a.sh'] })
})

test('an edit of lines that are otherwise now, of a file that is gone, or of one that is there already clashes', async () => {
  const after = { 'a.c': LINES.replace('two', '2') }
  expect(await applied({ 'a.c': LINES }, after, { 'a.c': LINES.replace('two', 'II') })).toBe('clash')
  expect(await applied({ 'a.c': LINES }, after, { kept: '' })).toBe('clash')
  expect(await applied({ kept: '' }, { 'a.c': 'new\n', kept: '' }, { 'a.c': 'another\n' })).toBe('clash')
})
