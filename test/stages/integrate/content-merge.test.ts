import { expect, test } from 'vitest'
import type { Entry } from '../../../src/base/git/folder.ts'
import {
  contentClash,
  contentKey,
  type ContentMemo,
  learnContents,
  mergeContents,
} from '../../../src/stages/integrate/content-merge.ts'
import type { BothChanged } from '../../../src/stages/integrate/plain-merge.ts'
import { git } from '../../world/fast-import.ts'
import { MergeScene } from '../../world/merge-scene.ts'

const LINES = 'one\ntwo\nthree\nfour\nfive\nsix\nseven\n'

function scene(): Promise<MergeScene> {
  const base = { 'clean.c': LINES, 'lib/clash.c': LINES }
  const main = { 'clean.c': LINES.replace('two', '2'), 'lib/clash.c': LINES.replace('two', '2') }
  const topic = { 'clean.c': LINES.replace('six', '6'), 'lib/clash.c': LINES.replace('two', 'II') }
  return MergeScene.two(base, main, topic)
}

async function bothChanged(project: MergeScene, path: string): Promise<BothChanged> {
  const entry = async (name: string): Promise<Entry> => {
    const found = await project.shop.folders.at(project.tree(name), path)
    if (found === undefined) throw new Error(`${name} has no ${path}`)
    return found
  }
  const base = git(project.dir, ['merge-base', 'main', 'topic'])
  return { path, base: await entry(base), ours: await entry('main'), theirs: await entry('topic') }
}

test('a file that merges clean comes to what git makes of it, and is known the next time', async () => {
  await using project = await scene()
  const file = await bothChanged(project, 'clean.c')
  const memo: ContentMemo = new Map()
  const [merged] = (await mergeContents(project.shop, [file], memo)) ?? []
  if (merged === undefined) throw new Error('it merges')
  expect(git(project.shop.scratch.gitDir, ['cat-file', 'blob', merged.oid])).toBe(
    LINES.replace('two', '2').replace('six', '6').trimEnd(),
  )
  expect(memo.get(contentKey(file))).toEqual({ mode: merged.mode, oid: merged.oid })
  // What is remembered is not asked again, whichever it is.
  memo.set(contentKey(file), file.theirs)
  expect(await mergeContents(project.shop, [file], memo)).toEqual([{ path: 'clean.c', ...file.theirs }])
  memo.set(contentKey(file), undefined)
  expect(await mergeContents(project.shop, [file], memo)).toBeUndefined()
})

test('one that clashes is known to clash, and what the clash is reads as if the whole trees had been merged', async () => {
  await using project = await scene()
  const files = [await bothChanged(project, 'clean.c'), await bothChanged(project, 'lib/clash.c')]
  const memo: ContentMemo = new Map()
  await learnContents(project.shop, project.shop.merger, files, memo)
  expect(files.map((file) => [memo.has(contentKey(file)), memo.get(contentKey(file)) !== undefined])).toEqual([
    [true, true],
    [true, false],
  ])
  expect(await mergeContents(project.shop, files, memo)).toBeUndefined()
  const { answer: whole } = await project.clash()
  const answer = await contentClash(project.shop, files)
  expect(answer?.stages).toEqual(whole.stages)
  expect(answer?.messages.map(({ type, paths }) => [type, paths])).toEqual(
    whole.messages.map(({ type, paths }) => [type, paths]),
  )
})

test('files that merge clean are no clash', async () => {
  await using project = await scene()
  expect(await contentClash(project.shop, [await bothChanged(project, 'clean.c')])).toBeUndefined()
})
