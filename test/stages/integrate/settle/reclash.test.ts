import { expect, test } from 'vitest'
import { clashedFile } from '../../../../src/stages/integrate/settle/clashed-files.ts'
import { reclash } from '../../../../src/stages/integrate/settle/reclash.ts'
import { type CommitSpec } from '../../../world/fast-import.ts'
import { MergeScene } from '../../../world/merge-scene.ts'

const LINES = 'one\ntwo\nthree\nfour\nfive\nsix\nseven\n'
const MANUAL = '<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> topic\n'

type Files = CommitSpec['files']

test.each<[string, Files, Files, Files]>([
  [
    'two places of a file',
    { 'a.c': LINES },
    { 'a.c': LINES.replace('two', '2').replace('six', '6') },
    { 'a.c': LINES.replace('two', 'II').replace('six', 'VI') },
  ],
  ['a file that both added', { x: '' }, { 'a.c': LINES }, { 'a.c': LINES.replace('two', '2') }],
  ['other line ends', { 'a.c': 'one\r\n' }, { 'a.c': 'two\r\n' }, { 'a.c': 'two\n' }],
  [
    'a text about merging',
    { 'a.md': MANUAL },
    { 'a.md': MANUAL.replace('ours', 'mine') },
    { 'a.md': MANUAL.replace('ours', 'yours') },
  ],
  [
    'a renamed file',
    { 'a.c': LINES },
    { 'a.c': { gone: true }, 'b.c': LINES.replace('two', '2') },
    { 'a.c': LINES.replace('two', 'II') },
  ],
])('%s clashes out of the record as it did in the merge', async (_, base, main, topic) => {
  await using scene = await MergeScene.two(base, main, topic)
  const reading = await scene.reading()
  const [conflict] = reading.conflicts
  if (conflict === undefined) throw new Error('something clashes')
  const met = await clashedFile(reading.view, await reading.read(conflict))
  const { path, kind, base: before, ours, theirs } = met
  const again = await reclash(scene.shop, { path, kind, base: before, ours, theirs })
  expect({ ...again, paths: [] }).toEqual({ ...met, paths: [] })
})

test('where a version is missing, or none has lines, there are none', async () => {
  const bytes = (digit: number): Buffer => Buffer.from([digit, 0, 1, 2])
  await using scene = await MergeScene.two(
    { 'a.bin': bytes(1), 'gone.c': 'one\n' },
    { 'a.bin': bytes(2), 'gone.c': { gone: true } },
    { 'a.bin': bytes(3), 'gone.c': 'two\n' },
  )
  const reading = await scene.reading()
  for (const conflict of reading.conflicts) {
    const { clashing } = await reading.read(conflict)
    const { path, kind } = conflict
    expect((await reclash(scene.shop, { path, kind, ...clashing.places })).passages).toEqual([])
  }
})
