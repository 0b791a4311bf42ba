import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { BlobOid } from '../../../src/base/model/oid.ts'
import { conflictId, type Identity } from '../../../src/base/text/conflict-id.ts'
import { conflictIn, numbered } from '../../world/clash.ts'
import type { CommitSpec, FileSpec } from '../../world/fast-import.ts'

/** The id of the conflict that two branches have over a file. */
async function idOf(versions: { base?: FileSpec; net: FileSpec; usb: FileSpec }, scene: Partial<IdScene> = {}) {
  const { path = 'file.c', trees = ['net', 'usb'], time, before } = scene
  const start: CommitSpec['files'] = {
    other: 'other\n',
    ...(versions.base === undefined ? {} : { [path]: versions.base }),
  }
  const at = time === undefined ? {} : { time }
  const { conflict } = await conflictIn({
    commits: [
      ...(before ?? []),
      { branch: 'main', subject: 'base', files: start, ...at },
      { branch: 'net', parents: ['main'], subject: 'net', files: { [path]: versions.net }, ...at },
      { branch: 'usb', parents: ['main'], subject: 'usb', files: { [path]: versions.usb }, ...at },
    ],
    trees,
  })
  return conflict.id
}

interface IdScene {
  readonly path: string
  readonly trees: readonly string[]
  readonly time: number
  readonly before: readonly CommitSpec[]
}

const net = numbered({ 5: 'net\n' })
const usb = numbered({ 5: 'usb\n' })
const edits = { base: numbered(), net, usb }

test('an id is 20 hexadecimal digits', async () => {
  expect(await idOf(edits)).toMatch(/^[0-9a-f]{20}$/)
})

test('the same conflict has the same id on another day, by other commits', async () => {
  const other = { time: 1_800_000_000, before: [{ branch: 'main', subject: 'older', files: { old: 'x\n' } }] }
  expect(await idOf(edits, other)).toBe(await idOf(edits))
})

test('the same conflict has the same id further down, in a file that changed elsewhere', async () => {
  const grow = (text: string): string => `new 1\nnew 2\n${text}more\n`
  expect(await idOf({ base: grow(numbered()), net: grow(net), usb: grow(usb) })).toBe(await idOf(edits))
})

test('the same conflict has the same id whichever tree comes first', async () => {
  expect(await idOf(edits, { trees: ['usb', 'net'] })).toBe(await idOf(edits))
})

test('other lines or another path make another conflict', async () => {
  const id = await idOf(edits)
  expect(await idOf({ ...edits, usb: numbered({ 5: 'USB\n' }) })).not.toBe(id)
  expect(await idOf(edits, { path: 'file.h' })).not.toBe(id)
})

test('what has no lines to compare is told by the versions of the file', async () => {
  const base = numbered()
  const gone = { gone: true } as const
  const id = await idOf({ base, net, usb: gone })
  expect(await idOf({ base, net, usb: gone }, { time: 1_800_000_000 })).toBe(id)
  expect(await idOf({ base, net: gone, usb: net }, { trees: ['net', 'usb'] })).toBe(id)
  expect(await idOf({ base, net: usb, usb: gone })).not.toBe(id)
})

test('names that git makes up for a day are no part of an id', async () => {
  const scene = async (time: number) => {
    const { conflict } = await conflictIn({
      commits: [
        { branch: 'main', subject: 'base', files: { other: 'x\n' }, time },
        { branch: 'net', parents: ['main'], subject: 'net', files: { thing: 'file\n' }, time },
        { branch: 'usb', parents: ['main'], subject: 'usb', files: { 'thing/inside': 'x\n' }, time },
      ],
      trees: ['net', 'usb'],
    })
    return conflict
  }
  const [one, other] = [await scene(1_767_225_600), await scene(1_800_000_000)]
  expect(one.ours).toEqual(other.ours)
  expect(one.id).toBe(other.id)
})

test('names of the day in nested conflicts are no part of an id', async () => {
  const scene = async (time: number) => {
    const { conflict } = await conflictIn({
      commits: [
        { branch: 'main', subject: 'base', files: { 'file.c': numbered() }, time },
        { branch: 'net', parents: ['main'], subject: 'net', files: { 'file.c': net, 'new.c': 'net\n' }, time },
        { branch: 'usb', parents: ['main'], subject: 'usb', files: { 'file.c': usb }, time },
        { branch: 'usb', subject: 'usb: rename', files: { 'new.c': { movedFrom: 'file.c' } }, time },
      ],
      trees: ['net', 'usb'],
    })
    return conflict
  }
  const [one, other] = [await scene(1_767_225_600), await scene(1_800_000_000)]
  expect(one.hunks[0]?.theirs).toContain('<<<<<<<< ours:file.c\n')
  expect(one.id).toBe(other.id)
})

const oid = fc.stringMatching(/^[0-9a-f]{40}$/).map((text) => text as BlobOid)
const stage = fc.option(
  fc.record({ mode: fc.constantFrom(0o100644, 0o100755), oid, path: fc.constantFrom('a', 'b') }),
  { nil: undefined },
)
const identity: fc.Arbitrary<Identity> = fc.record({
  path: fc.constantFrom('a', 'b'),
  kind: fc.constantFrom('content', 'modify/delete'),
  hunks: fc.array(fc.record({ ours: fc.string(), theirs: fc.string() }), { maxLength: 3 }),
  places: fc.record({ base: stage, ours: stage, theirs: stage }),
})

test('an id does not depend on which side is ours', () => {
  fc.assert(
    fc.property(identity, ({ hunks, places, ...rest }) => {
      const swapped = {
        ...rest,
        hunks: hunks.map(({ ours, theirs }) => ({ ours: theirs, theirs: ours })),
        places: { base: places.base, ours: places.theirs, theirs: places.ours },
      }
      expect(conflictId(swapped)).toBe(conflictId({ ...rest, hunks, places }))
    }),
  )
})

test('no two conflicts share an id because their parts run together', () => {
  const places = { base: undefined, ours: undefined, theirs: undefined }
  const id = (path: string, ours: string, theirs: string): string =>
    conflictId({ path, kind: 'content', hunks: [{ ours, theirs }], places })
  expect(new Set([id('a', 'b', 'bc'), id('a', 'bb', 'c'), id('ab', '', 'bc'), id('a', '', 'bbc')]).size).toBe(4)
})
