import { expect, test } from 'vitest'
import { makeBlob } from '../../../../src/base/git/objects.ts'
import { overlay } from '../../../../src/base/git/overlay.ts'
import { clashedFile } from '../../../../src/stages/integrate/settle/clashed-files.ts'
import { settle, type SettlingGround } from '../../../../src/stages/integrate/settle/settle.ts'
import type { CommitSpec } from '../../../world/fast-import.ts'
import { MergeScene } from '../../../world/merge-scene.ts'
import { EVERY_TIER, Settlers } from '../../../world/resolutions.ts'

/** git takes two clashes with three lines between them for one. */
const LINES = 'one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\n'
const two = (by: string): string => LINES.replace('two', `two of ${by}`)
const twice = (by: string): string => two(by).replace('seven', `seven of ${by}`)

const NOTHING: SettlingGround = {
  resolutions: undefined,
  automatic: EVERY_TIER,
  rules: [],
  retired: [],
  shelf: undefined,
}

type Files = CommitSpec['files']

interface Given {
  readonly base: Files
  readonly main: Files
  readonly topic: Files
  /** By path, the text that somebody settled the file to; undefined for its deletion. */
  readonly recorded?: Readonly<Record<string, string | undefined>>
  readonly ground?: Partial<SettlingGround>
}

/** The files of the merge with what is settled put in, and what is said of it. */
async function settled({ base, main, topic, recorded = {}, ground }: Given) {
  await using scene = await MergeScene.two(base, main, topic)
  const reading = await scene.reading()
  const settlers = new Settlers()
  for (const one of reading.conflicts) {
    if (!(one.path in recorded)) continue
    const file = await clashedFile(reading.view, await reading.read(one))
    const text = recorded[one.path]
    if (text === undefined) settlers.outcome(file, { placed: [], removed: [one.path] })
    else settlers.settle(file, text)
    // What is on record is in the repository.
    if (text !== undefined) scene.shop.loose.write(makeBlob(Buffer.from(text, 'latin1')))
  }
  const shelf = settlers.resolutions.length === 0 ? undefined : settlers.shelf
  const found = await settle(reading, { ...NOTHING, shelf, ...ground })
  const tree = await overlay(scene.shop.folders, reading.view.clash.answer.tree, found.leaves)
  return { ...found, files: await scene.files(tree), ids: settlers.resolutions.map(({ id }) => id) }
}

test('what is on record settles the conflict, and says that it did', async () => {
  const given = { base: { 'a.c': LINES }, main: { 'a.c': two('main') }, topic: { 'a.c': two('topic') } }
  const { whole, files, settled: by, ids } = await settled({ ...given, recorded: { 'a.c': two('both') } })
  expect(whole).toBe(true)
  expect(files).toEqual({ 'a.c': two('both').trimEnd() })
  const [id] = ids
  expect(by).toEqual([{ path: 'a.c', by: [{ kind: 'resolution', id, tier: 'same-versions' }] }])
})

test('nothing on record and no rule leaves it open, and a tier that is switched off says nothing', async () => {
  const given = { base: { 'a.c': LINES }, main: { 'a.c': two('main') }, topic: { 'a.c': two('topic') } }
  expect(await settled(given)).toMatchObject({ whole: false, leaves: [], settled: [] })
  const off = await settled({ ...given, recorded: { 'a.c': two('both') }, ground: { automatic: [] } })
  expect(off).toMatchObject({ whole: false, settled: [] })
})

test('a rule settles what nobody has settled, and gives way to whoever has', async () => {
  const files = (by: string): Files => ({ 'a.c': two(by), 'b.c': two(by) })
  const given = { base: { 'a.c': LINES, 'b.c': LINES }, main: files('main'), topic: files('topic') }
  const rules = [{ glob: '*.c', take: 'theirs' }] as const
  const both = await settled({ ...given, recorded: { 'a.c': two('both') }, ground: { rules } })
  expect(both.whole).toBe(true)
  expect(both.files).toEqual({ 'a.c': two('both').trimEnd(), 'b.c': two('topic').trimEnd() })
  expect(both.settled).toMatchObject([
    { path: 'a.c', by: [{ kind: 'resolution' }] },
    { by: [{ kind: 'rule', take: 'theirs' }] },
  ])
})

test('with one path open the merge is not whole, and the others are settled all the same', async () => {
  const files = (by: string): Files => ({ 'a.c': two(by), 'b.c': two(by) })
  const given = { base: { 'a.c': LINES, 'b.c': LINES }, main: files('main'), topic: files('topic') }
  const half = await settled({ ...given, recorded: { 'b.c': two('both') } })
  expect(half.whole).toBe(false)
  expect(half.files['b.c']).toBe(two('both').trimEnd())
  expect(half.files['a.c']).toContain('<<<<<<<')
})

test('a deletion leaves none of the paths', async () => {
  const given = {
    base: { 'a.c': LINES, k: '' },
    main: { 'a.c': { gone: true } as const },
    topic: { 'a.c': two('topic') },
  }
  const { whole, files } = await settled({ ...given, recorded: { 'a.c': undefined } })
  expect([whole, files]).toEqual([true, { k: '' }])
})

test('a file that was recorded with markers in it is open', async () => {
  const given = { base: { 'a.c': LINES }, main: { 'a.c': two('main') }, topic: { 'a.c': two('topic') } }
  const left = LINES.replace('two', '<<<<<<< HEAD\ntwo\n=======\n2\n>>>>>>> topic')
  expect(await settled({ ...given, recorded: { 'a.c': left } })).toMatchObject({ whole: false, settled: [] })
})

test('of a file with a known and an unknown hunk it is told how many are open', async () => {
  const settlers = new Settlers()
  {
    await using first = await MergeScene.two({ 'a.c': LINES }, { 'a.c': two('main') }, { 'a.c': two('topic') })
    const reading = await first.reading()
    const [one] = reading.conflicts
    if (one === undefined) throw new Error('it clashes')
    settlers.settle(await clashedFile(reading.view, await reading.read(one)), two('both'))
  }
  await using scene = await MergeScene.two({ 'a.c': LINES }, { 'a.c': twice('main') }, { 'a.c': twice('topic') })
  const { whole, partly } = await settle(await scene.reading(), { ...NOTHING, shelf: settlers.shelf })
  expect(whole).toBe(false)
  const [resolution] = settlers.resolutions
  expect(partly.get('a.c')).toMatchObject({ known: 1, open: 1, by: [{ id: resolution?.id, tier: 'same-hunks' }] })
})

test('a merge with hundreds of conflicts, as of a tree on a wrong base, is not read at all', async () => {
  const files = (text: string): Files =>
    Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`${n}.c`, `${text} ${n}\n`]))
  const rules = [{ glob: '*.c', take: 'ours' }] as const
  const given = { base: files('base'), main: files('main'), topic: files('topic') }
  expect(await settled({ ...given, ground: { rules } })).toMatchObject({ whole: false, leaves: [], settled: [] })
})
