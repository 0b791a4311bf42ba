import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { makeBlob, MODE_FILE, MODE_SUBMODULE } from '../../../src/base/git/objects.ts'
import type { BlobOid } from '../../../src/base/model/oid.ts'
import type { ResolutionId } from '../../../src/base/model/settling.ts'
import { keysOf } from '../../../src/memory/resolutions/keys.ts'
import {
  formatResolution,
  formatWithdrawal,
  makeResolution,
  type ResolutionBody,
  withdrawalName,
} from '../../../src/memory/resolutions/make.ts'
import { folderOf } from '../../../src/memory/resolutions/store.ts'
import { git } from '../../world/fast-import.ts'
import { anyResolution } from '../../world/any-resolution.ts'
import { ResolutionChain } from '../../world/resolution-chain.ts'
import { clashing, Settlers } from '../../world/resolutions.ts'

const TWO = ['two of net\n', 'two of usb\n'] as const

test('whatever is put on record is read as it was', async () => {
  await using chain = ResolutionChain.create()
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(anyResolution, { selector: ({ id }) => id, minLength: 1, maxLength: 4 }),
      async (all) => {
        chain.restart()
        await chain.add(all, [])
        const { resolutions, strange } = await chain.read()
        expect(strange).toEqual([])
        expect(resolutions.map(({ id }) => id).toSorted()).toEqual(all.map(({ id }) => id).toSorted())
        for (const one of all) expect(resolutions.find(({ id }) => id === one.id)).toEqual(one)
      },
    ),
    { numRuns: 30 },
  )
})

test('a record can be read by people, and its contents are beside it', async () => {
  await using chain = ResolutionChain.create()
  const settlers = new Settlers()
  const resolution = settlers.settle(
    clashing('sound/\u00ff\u00fe.c', ['one\n', TWO, 'caf\u00e9\n']),
    'one\ntwo\ncaf\u00e9\n',
  )
  const head = await chain.add([resolution], [])
  const show = (name: string): string => git(chain.dir, ['show', `${head}:${folderOf(resolution.id)}/${name}`])
  expect(show('record.json')).toMatchInlineSnapshot(`
    "{
     "format": 1,
     "files": [
      {
       "path": "sound/ÿþ.c",
       "kind": "content",
       "conflict": "325063341ebfacf766f5",
       "rerere": "ac77d1893269dddbba7514bc0c2c3fabed266ee4",
       "base": {
        "mode": 33188,
        "oid": "5c7f9a0a7981e961eed0e76416c123114a9fa40c",
        "path": "sound/ÿþ.c"
       },
       "ours": {
        "mode": 33188,
        "oid": "78a4b69ef0f1f6ae2eb0c3a043d2bc524be3ec7a",
        "path": "sound/ÿþ.c"
       },
       "theirs": {
        "mode": 33188,
        "oid": "c0b6d131f16409875e8291b587a48c2c4ebb191c",
        "path": "sound/ÿþ.c"
       },
       "preimage": "13c2e0bc6382a141faece14bd5634bc8d793f5a4",
       "result": [
        {
         "path": "sound/ÿþ.c",
         "mode": 33188,
         "oid": "5de523b09071781267af5ccaf9e0dfeaf09ccd51"
        }
       ],
       "removed": [],
       "clashes": [
        {
         "ours": "two of net\\n",
         "theirs": "two of usb\\n"
        }
       ],
       "hunks": [
        {
         "ours": "two of net\\n",
         "theirs": "two of usb\\n",
         "result": "two\\n",
         "before": "one\\n",
         "after": "café\\n"
        }
       ]
      }
     ],
     "fixes": [],
     "sides": {
      "ours": {
       "commits": []
      },
      "theirs": {
       "commits": []
      }
     },
     "origin": {
      "kind": "resolved"
     },
     "by": {
      "name": "Somebody",
      "email": "somebody@example.org"
     },
     "at": {
      "epochSeconds": 60,
      "zoneMinutes": 0
     },
     "why": "it is so"
    }"
  `)
  expect(
    git(chain.dir, ['ls-tree', '-r', '--name-only', head ?? ''])
      .split('\n')
      .map((path) => path.slice(24)),
  ).toEqual(['0/base', '0/ours', '0/preimage', '0/result', '0/theirs', 'record.json'])
  expect(git(chain.dir, ['log', '-1', '--format=%an %s', head ?? ''])).toBe('Somebody test')
})

test('a submodule’s commit is kept in no folder, for no repository has it', async () => {
  await using chain = ResolutionChain.create()
  const settlers = new Settlers()
  const entry = { path: 'module', mode: MODE_SUBMODULE, oid: '1'.repeat(40) as BlobOid }
  const file = { ...clashing('module', [], { kind: 'submodule' }), ours: entry, theirs: entry, base: entry }
  const resolution = settlers.outcome(file, { placed: [entry], removed: [] })
  const head = await chain.add([resolution], [])
  expect(git(chain.dir, ['ls-tree', '-r', '--name-only', head ?? ''])).toBe(`${folderOf(resolution.id)}/record.json`)
})

test('an id is of what is said, in whatever order it was put together', () => {
  const { resolutions } = new Settlers()
  const { id: _, ...body } = new Settlers().settle(clashing('a.c', [TWO]), 'x\n')
  const turned = Object.fromEntries(Object.entries(body).reverse()) as typeof body
  expect(makeResolution(turned).id).toBe(makeResolution(body).id)
  expect(makeResolution({ ...body, why: 'another' }).id).not.toBe(makeResolution(body).id)
  expect(resolutions).toEqual([])
})

type Spoil = (good: string) => string

function inRecord(edit: (record: Record<string, unknown>) => unknown): Spoil {
  return (good) => JSON.stringify(edit(JSON.parse(good) as Record<string, unknown>))
}

function inFile(more: object): Spoil {
  return inRecord((record) => ({ ...record, files: [{ ...(record['files'] as object[])[0], ...more }] }))
}

function placed(path: string, mode = MODE_FILE): Spoil {
  return inFile({ result: [{ path, mode, oid: makeBlob('x').oid }] })
}

/** What somebody might push in the place of a resolution. */
const GARBAGE: readonly [string, Spoil][] = [
  ['nothing', () => ''],
  ['no JSON', () => '{"files": ['],
  ['null', () => 'null'],
  ['a list', () => '[]'],
  ['an empty object', () => '{}'],
  ['a later format', inRecord((record) => ({ ...record, format: 2 }))],
  ['files that are none', inRecord((record) => ({ ...record, files: ['x'] }))],
  ['nobody’s word', inRecord((record) => ({ ...record, by: undefined }))],
  ['a path that leads out', placed('../../etc/passwd')],
  ['a path from the root', placed('/etc/passwd')],
  ['a path into git’s own folder', placed('.GIT/hooks/post-checkout')],
  ['no path', placed('')],
  ['a folder', placed('a.c', 0o40000)],
  ['a mode that is none', placed('a.c', 0o777)],
  ['an id that is none', inFile({ preimage: '--exec=x' })],
  ['lines beyond bytes', inFile({ clashes: [{ ours: '\u2028', theirs: 'x' }] })],
  ['a kind that is none', inFile({ kind: 'shell' })],
]

test.each(GARBAGE)('%s in the place of a resolution is left aside, and named', async (_, spoil) => {
  await using chain = ResolutionChain.create()
  const settlers = new Settlers()
  const file = clashing('a.c', ['one\n', TWO])
  const [good, bad] = [settlers.settle(file, 'one\ntwo\n'), settlers.settle(file, 'one\nthree\n')]
  const text = spoil(formatResolution(bad))
  // Whoever makes it can give it the name that it deserves.
  const path = `${folderOf(nameOf(text) ?? bad.id)}/record.json`
  await chain.add([good], [])
  await chain.put({ [path]: text })
  expect(await chain.read()).toEqual({ resolutions: [good], withdrawals: [], strange: [path] })
  using shelf = await chain.openShelf()
  expect([...(await shelf.find([keysOf(file).versions])).values()].flat()).toMatchObject([{ resolution: good.id }])
})

function nameOf(text: string): ResolutionId | undefined {
  try {
    return makeResolution(JSON.parse(text) as ResolutionBody).id
  } catch {
    return undefined
  }
}

test('a record under another’s name is left aside, and so is a withdrawal', async () => {
  await using chain = ResolutionChain.create()
  const settlers = new Settlers()
  const one = settlers.settle(clashing('a.c', [TWO]), '1\n')
  const two = settlers.settle(clashing('a.c', [TWO]), '2\n')
  const withdrawal = settlers.revoke(one, 5)
  const under = `${folderOf(two.id)}/withdrawn`
  const garbage = {
    [`${under}/${'0'.repeat(20)}.json`]: 'nothing',
    [`${under}/${withdrawalName(withdrawal)}.json`]: formatWithdrawal(withdrawal),
    [`${folderOf(two.id)}/record.json`]: formatResolution(one),
  }
  await chain.put(garbage)
  const { resolutions, withdrawals, strange } = await chain.read()
  expect({ resolutions, withdrawals }).toEqual({ resolutions: [], withdrawals: [] })
  expect(strange.toSorted()).toEqual(Object.keys(garbage).toSorted())
})

test('files that are not named like ours are none of ours', async () => {
  await using chain = ResolutionChain.create()
  const resolution = new Settlers().settle(clashing('a.c', [TWO]), 'x\n')
  await chain.add([resolution], [])
  const folder = folderOf(resolution.id)
  await chain.put({
    README: 'hello',
    'ab/README': 'hello',
    'ab/record.json': '{}',
    [`${folder}/README`]: 'hello',
    [`${folder}/withdrawn/deeper/x.json`]: '{}',
    [`00/${resolution.id}/record.json`]: formatResolution(resolution),
  })
  expect(await chain.read()).toEqual({ resolutions: [resolution], withdrawals: [], strange: [] })
  using shelf = await chain.openShelf()
  expect(await shelf.mergeFixes()).toEqual([])
})

test('a chain has all that an earlier head of it had, and lacks what another has', async () => {
  await using chain = ResolutionChain.create()
  const settlers = new Settlers()
  const [one, two] = ['one.c', 'two.c'].map((path) => settlers.settle(clashing(path, ['a\n', TWO]), 'a\nb\n'))
  if (one === undefined || two === undefined) throw new Error('both are settled')
  const first = await chain.add([one], [])
  const both = await chain.add([two], [settlers.revoke(one, 9_000)])
  expect(await chain.hasAllOf(first)).toBe(true)
  expect(await chain.hasAllOf(both)).toBe(true)
  chain.restart()
  await chain.add([one], [])
  expect(await chain.hasAllOf(first)).toBe(true)
  expect(await chain.hasAllOf(both)).toBe(false)
})
