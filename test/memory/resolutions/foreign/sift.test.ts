/** Of another person's chain only what is in order joins; the rest is told, each with what is wrong with it. */
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Folders } from '../../../../src/base/git/folders.ts'
import { ObjectReader } from '../../../../src/base/git/object-reader.ts'
import { makeBlob, MODE_FILE, MODE_SYMLINK } from '../../../../src/base/git/objects.ts'
import { EMPTY_TREE, type TreeOid } from '../../../../src/base/model/oid.ts'
import type { ResolvedFile } from '../../../../src/base/model/resolution.ts'
import { formatResolution, type ResolutionBody } from '../../../../src/memory/resolutions/make.ts'
import { sift, type Sifted } from '../../../../src/memory/resolutions/foreign/sift.ts'
import { folderOf } from '../../../../src/memory/resolutions/store.ts'
import { git, initBare } from '../../../world/fast-import.ts'
import { testFolder } from '../../../world/folder.ts'
import { type Files, installChain, recorded, withdrawalOf } from '../../../world/foreign-chain.ts'
import { testGit } from '../../../world/roster.ts'

const NOW = { epochSeconds: 1_767_400_000, zoneMinutes: 0 }

/** Sifts a chain with these files, as somebody sees it whose own has those. */
async function sifted(files: Files, own?: Files): Promise<Sifted | undefined> {
  using folder = testFolder()
  const dir = join(folder.path, 'chain.git')
  initBare(dir)
  const rootOf = (commit: string): TreeOid => git(dir, ['rev-parse', `${commit}^{tree}`]) as TreeOid
  const ours = own === undefined ? EMPTY_TREE : rootOf(installChain(dir, own))
  const theirs = rootOf(installChain(dir, files))
  await using reader = new ObjectReader(testGit().at(dir))
  return await sift(new Folders(reader), reader, { ours, theirs, now: NOW })
}

/** What was taken and why the rest was not. */
async function verdict(files: Files, own?: Files): Promise<readonly unknown[]> {
  const found = await sifted(files, own)
  return [found?.resolutions.length, found?.withdrawals.length, ...(found?.refused ?? []).map(({ why }) => why)]
}

const GOOD = recorded()
const HOME = folderOf(GOOD.resolution.id)
const TEXT = formatResolution(GOOD.resolution)

test('a resolution in order joins, whole and with what was withdrawn', async () => {
  const files = { ...GOOD.files, ...withdrawalOf(GOOD.resolution) }
  const found = await sifted(files)
  expect(found).toMatchObject({
    resolutions: [GOOD.resolution],
    withdrawals: [{ kind: 'revoked' }],
    known: 0,
    refused: [],
  })
  expect(found?.leaves.map(({ path }) => path)).toEqual(Object.keys(files).sort())
  expect(await sifted(files, files)).toMatchObject({ resolutions: [], withdrawals: [], known: 1, leaves: [] })
  expect(await sifted(files, GOOD.files)).toMatchObject({ resolutions: [], withdrawals: [{}], known: 1 })
  expect(await sifted(GOOD.files, files)).toMatchObject({ resolutions: [], withdrawals: [], leaves: [] })
})

/** Changes the only file of a resolution, which then bears the id of what it says. */
const changed = (change: (file: ResolvedFile) => Partial<ResolvedFile>) =>
  recorded(undefined, ({ files: [file] }) => ({ files: file === undefined ? [] : [{ ...file, ...change(file) }] }))
    .files
const otherwise = (body: Partial<ResolutionBody>) => recorded(undefined, () => body).files
const elsewhere = (path: string) => changed((file) => ({ result: file.result.map((placed) => ({ ...placed, path })) }))
const PATH = /path/
const FORM = 'it is not what its name says, as this version of Tributary writes it'

test.each<[string, Files, string | RegExp]>([
  ['a path outside', elsewhere('../../etc/passwd'), FORM],
  ['an absolute path', elsewhere('/etc/passwd'), FORM],
  ['a path into .git', elsewhere('core/.GIT/hooks/pre-commit'), FORM],
  ['a path into .git as NTFS has it', elsewhere('git~1/config'), PATH],
  ['a path with a NUL', elsewhere('a\0b'), FORM],
  ['a path with an empty name', elsewhere('a//b'), FORM],
  ['a path that is too long', elsewhere(`${'a/'.repeat(3000)}b`), PATH],
  ['no path', elsewhere(''), FORM],
  ['a removed path outside', changed(() => ({ removed: ['..'] })), FORM],
  [
    'a mode of its own',
    changed((file) => ({ result: file.result.map((one) => ({ ...one, mode: 0o104755 })) })),
    'it has a file of a mode that git does not write',
  ],
  [
    'a folder for a result',
    changed((file) => ({ result: file.result.map((one) => ({ ...one, mode: 0o40000 })) })),
    FORM,
  ],
  [
    'another conflict’s id',
    changed(() => ({ conflict: '0'.repeat(20) as ResolvedFile['conflict'] })),
    'its conflict has another id',
  ],
  ['another id of rerere', changed(() => ({ rerere: '0'.repeat(40) })), 'its conflict has another id of rerere'],
  [
    'a preimage of another conflict',
    changed((file) => ({ preimage: file.base?.oid })),
    'its preimage is not of its conflict',
  ],
  ['no preimage', changed(() => ({ preimage: undefined })), 'its preimage is not of its conflict'],
  [
    'the answer to a hunk that it does not have',
    changed((file) => ({ hunks: file.hunks.map((hunk) => ({ ...hunk, ours: 'x\n' })) })),
    'the answer to one of its hunks is not in its result',
  ],
  [
    'an answer to a hunk that is not in the result',
    changed((file) => ({ hunks: file.hunks.map((hunk) => ({ ...hunk, result: 'evil\n' })) })),
    'the answer to one of its hunks is not in its result',
  ],
  [
    'markers',
    recorded('one\n<<<<<<< ours\nnet\n=======\nusb\n>>>>>>> theirs\nthree\n').files,
    'its result still has conflict markers',
  ],
  [
    'a date in the future',
    otherwise({ at: { epochSeconds: NOW.epochSeconds + 90_000, zoneMinutes: 0 } }),
    'it is dated in the future',
  ],
  ['a zone that no clock has', otherwise({ at: { epochSeconds: 0, zoneMinutes: 9999 } }), 'its date is none'],
  [
    'a tree that no roster has',
    otherwise({ sides: { ours: { tree: '../x' as never, commits: [] }, theirs: { tree: undefined, commits: [] } } }),
    FORM,
  ],
  ['a name of two lines', otherwise({ by: { name: 'a\nb', email: '' } }), 'the name of its author is not one line'],
  ['a reason without end', otherwise({ why: 'x'.repeat(20_001) }), 'its reason is too long, or no text'],
  ['nothing settled', otherwise({ files: [] }), 'its parts do not go together'],
  [
    'a fix wanted by nothing',
    otherwise({ fixes: [{ path: 'a', before: undefined, after: undefined }] }),
    'its parts do not go together',
  ],
  [
    'a path where an import has none',
    otherwise({ origin: { kind: 'imported', rerere: '0'.repeat(40) } }),
    'its parts do not go together',
  ],
  [
    'a missing content',
    { ...GOOD.files, [`${HOME}/0/base`]: { gone: true } },
    'a content that it names does not stand with it',
  ],
  [
    'another content',
    { ...GOOD.files, [`${HOME}/0/result`]: 'evil\n' },
    'a content that it names does not stand with it',
  ],
  [
    'an executable content',
    { ...GOOD.files, [`${HOME}/0/base`]: { mode: '100755', content: 'one\ntwo\nthree\n' } },
    'a content that it names does not stand with it',
  ],
  [
    'a record that is a link',
    { ...GOOD.files, [`${HOME}/record.json`]: { mode: '120000', content: '/etc/passwd' } },
    'it is no plain file',
  ],
  ['a record that is no JSON', { ...GOOD.files, [`${HOME}/record.json`]: '{' }, FORM],
  ['a record in another form', { ...GOOD.files, [`${HOME}/record.json`]: `${TEXT}\n` }, FORM],
  [
    'a record with more in it',
    {
      ...GOOD.files,
      [`${HOME}/record.json`]: TEXT.replace('{', '{"__proto__": {},'),
    },
    FORM,
  ],
  ['a record too deep to read', { ...GOOD.files, [`${HOME}/record.json`]: '['.repeat(1_000_000) }, FORM],
])('%s keeps a resolution out', async (_, files, why) => {
  const [resolutions, withdrawals, ...told] = await verdict({ ...files, ...withdrawalOf(GOOD.resolution) })
  expect([resolutions, withdrawals]).toEqual([0, 0])
  expect(told.some((one) => (typeof why === 'string' ? one === why : why.test(String(one))))).toBe(true)
})

test('a resolution under another id is not taken', async () => {
  const other = `00/${'0'.repeat(20)}`
  const moved = Object.fromEntries(Object.entries(GOOD.files).map(([path, file]) => [path.replace(HOME, other), file]))
  expect(await verdict(moved)).toEqual([0, 0, FORM])
})

test('files that no chain has stay outside, and the others join', async () => {
  const strays: Files = {
    'README.md': 'x',
    'zz/x': 'x',
    [`${HOME}/0/extra`]: 'x',
    [`${HOME}/0/base-dir/x`]: 'x',
    [`${HOME}/hook`]: 'x',
    '3f/3f/record.json': '{}',
    [`ab/${'cd'.repeat(10)}/record.json`]: '{}',
  }
  const found = await sifted({ ...GOOD.files, ...strays })
  expect(found).toMatchObject({ resolutions: [GOOD.resolution], known: 0 })
  expect(found?.leaves.map(({ path }) => path)).toEqual(Object.keys(GOOD.files).sort())
  expect(found?.refused.map(({ path }) => path).sort()).toEqual(
    [
      '3f/3f',
      `ab/${'cd'.repeat(10)}`,
      `${HOME}/0/base-dir`,
      `${HOME}/0/extra`,
      `${HOME}/hook`,
      'README.md',
      'zz',
    ].sort(),
  )
})

test('ours stays as it is, whatever theirs is', async () => {
  const theirs = { ...GOOD.files, [`${HOME}/record.json`]: '{}', [`${HOME}/0/new`]: 'x' }
  const found = await sifted(theirs, GOOD.files)
  expect(found).toMatchObject({ resolutions: [], leaves: [], known: 1 })
  expect(found?.refused.map(({ why }) => why).sort()).toEqual([
    'its resolution names no such content',
    'ours is another',
  ])
})

test.each<[string, Files]>([
  ['about another resolution', withdrawalOf(GOOD.resolution, { resolution: '0'.repeat(20) as never })],
  ['of an unknown kind', withdrawalOf(GOOD.resolution, { kind: 'forgotten' as never })],
  ['dated in the future', withdrawalOf(GOOD.resolution, { at: { epochSeconds: 9_999_999_999, zoneMinutes: 0 } })],
  [
    'under another name',
    { [`${HOME}/withdrawn/${'0'.repeat(20)}.json`]: Object.values(withdrawalOf(GOOD.resolution))[0] ?? '' },
  ],
  ['that is no JSON', { [`${HOME}/withdrawn/${'0'.repeat(20)}.json`]: 'no' }],
  ['in a folder', { [`${HOME}/withdrawn/x/y`]: 'no' }],
])('a withdrawal %s is not taken', async (_, withdrawal) => {
  const files = Object.fromEntries(
    Object.entries(withdrawal).map(([path, file]) => [path.replace(/^.*(?=\/withdrawn\/)/, HOME), file]),
  )
  const [resolutions, withdrawals, ...told] = await verdict({ ...GOOD.files, ...files })
  expect([resolutions, withdrawals, told.length]).toEqual([1, 0, 1])
})

test('a content without end is not read', async () => {
  const large = makeBlob(Buffer.alloc(33 * 1024 * 1024, 'x'))
  const { resolution, files } = recorded(undefined, () => ({
    fixes: [{ path: 'a', before: undefined, after: { mode: MODE_FILE, oid: large.oid } }],
    needed: { trees: ['net' as never], commits: [] },
  }))
  const all = { ...files, [`${folderOf(resolution.id)}/fix-0/after`]: large.content }
  expect(await verdict(all)).toEqual([0, 0, 'a content of it is larger than 32 MB'])
})

test('a link may be a result, and what it points to is no text of ours to judge', async () => {
  const { files } = recorded(undefined, ({ files: [file] }) => ({
    files:
      file === undefined
        ? []
        : [{ ...file, hunks: [], result: file.result.map((one) => ({ ...one, mode: MODE_SYMLINK })) }],
  }))
  expect(await verdict(files)).toEqual([1, 0])
})
