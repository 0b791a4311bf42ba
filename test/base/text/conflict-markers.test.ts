import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  isMarker,
  normalSides,
  type Passage,
  readMarkers,
  rerereId,
  type Sides,
} from '../../../src/base/text/conflict-markers.ts'
import { splitLines } from '../../../src/base/text/line-diff.ts'
import { git } from '../../world/fast-import.ts'
import { testFolder } from '../../world/folder.ts'

const TWO_CONFLICTS = `int a;
<<<<<<< HEAD
int ours;
=======
int theirs;
int more;
>>>>>>> net
int b;
<<<<<<< HEAD
=======
int last;
>>>>>>> net
`

function clashes(passages: readonly Passage[] | undefined): Sides[] {
  return (passages ?? []).flatMap((passage) =>
    passage.kind === 'clash' ? [{ ours: passage.ours, theirs: passage.theirs }] : [],
  )
}

test('a file is read as agreed text and clashes in turn', () => {
  expect(readMarkers(TWO_CONFLICTS)).toEqual([
    { kind: 'agreed', text: 'int a;\n' },
    { kind: 'clash', ours: 'int ours;\n', theirs: 'int theirs;\nint more;\n', oursLabel: 'HEAD', theirsLabel: 'net' },
    { kind: 'agreed', text: 'int b;\n' },
    { kind: 'clash', ours: '', theirs: 'int last;\n', oursLabel: 'HEAD', theirsLabel: 'net' },
  ])
})

test('the base in diff3 style is left out', () => {
  const text = '<<<<<<< a\nx\n||||||| base\ny\n=======\nz\n>>>>>>> b\n'
  expect(clashes(readMarkers(text))).toEqual([{ ours: 'x\n', theirs: 'z\n' }])
})

test.each([
  ['is not closed', '<<<<<<< a\nx\n=======\ny\n'],
  ['has no middle', '<<<<<<< a\nx\n>>>>>>> b\n'],
  ['has two middles', '<<<<<<< a\n=======\nx\n=======\n>>>>>>> b\n'],
  ['has its base behind the middle', '<<<<<<< a\n=======\n||||||| base\n>>>>>>> b\n'],
  ['nests one that is not closed', '<<<<<<< a\n<<<<<<< c\n=======\n>>>>>>> b\n'],
])('a conflict that %s is not read', (_fault, text) => {
  expect(readMarkers(text)).toBeUndefined()
})

test('a marker has its exact length, a label where one belongs, and a line end', () => {
  expect(isMarker('<<<<<<< x\n', '<', 7)).toBe(true)
  expect(isMarker('<<<<<<<\n', '<', 7)).toBe(false)
  expect(isMarker('<<<<<<<< x\n', '<', 7)).toBe(false)
  expect(isMarker('=======\r\n', '=', 7)).toBe(true)
  expect(isMarker('========\n', '=', 7)).toBe(false)
  expect(isMarker('=======', '=', 7)).toBe(false)
})

test('what is written between markers is read back, whatever it is', () => {
  const text = fc
    .array(fc.stringMatching(/^[ -;?-{}~]{0,9}$/))
    .map((lines) => lines.map((line) => `${line}\n`).join(''))
  fc.assert(
    fc.property(text, text, text, fc.integer({ min: 1, max: 40 }), (agreed, ours, theirs, size) => {
      fc.pre(![...splitLines(ours), ...splitLines(theirs)].some((line) => isMarker(line, '=', size)))
      const mark = (character: string, label: string): string => `${character.repeat(size)}${label}\n`
      const file = `${agreed}${mark('<', ' a')}${ours}${mark('=', '')}${theirs}${mark('>', ' b')}`
      expect(clashes(readMarkers(file, size))).toEqual([{ ours, theirs }])
    }),
  )
})

test('sides are normalised alike whichever way round they clash, nested conflicts too', () => {
  const nested = (one: string, other: string): string => `<<<<<<< a\n${one}=======\n${other}>>>>>>> b\n`
  const there = normalSides({ ours: nested('x\n', 'y\n'), theirs: 'z\n' })
  expect(normalSides({ ours: 'z\n', theirs: nested('y\n', 'x\n') })).toEqual(there)
})

/** The names of the folders that git's own rerere makes for a file merged by `git merge`. */
function recordedByGit(versions: {
  readonly base: string
  readonly ours: string
  readonly theirs: string
  readonly attributes?: string
}) {
  using folder = testFolder()
  const dir = folder.path
  const commit = (text: string, subject: string): void => {
    writeFileSync(join(dir, 'file.c'), text, 'latin1')
    git(dir, ['add', '-A'])
    git(dir, ['commit', '-q', '-m', subject])
  }
  git(dir, ['init', '-q', '-b', 'main'])
  git(dir, ['config', 'rerere.enabled', 'true'])
  if (versions.attributes !== undefined) writeFileSync(join(dir, '.gitattributes'), versions.attributes)
  commit(versions.base, 'base')
  git(dir, ['checkout', '-q', '-b', 'net'])
  commit(versions.theirs, 'theirs')
  git(dir, ['checkout', '-q', 'main'])
  commit(versions.ours, 'ours')
  expect(() => git(dir, ['merge', 'net'])).toThrow('git merge net')
  const text = readFileSync(join(dir, 'file.c'), 'latin1')
  return { text, ids: readdirSync(join(dir, '.git', 'rr-cache')) }
}

const NUMBERS = Array.from({ length: 40 }, (_, line) => `line ${line}\n`).join('')

test.each([
  ['one conflict', 'line 7\n', 'seven\n', 'SEVEN\n'],
  ['bytes that are no UTF-8', 'line 7\n', 'caf\xe9\n', '\xff\xfe\n'],
  ['a deleted line', 'line 7\n', '', 'SEVEN\n'],
])('git files %s under the id we compute', (_what, line, ours, theirs) => {
  const { text, ids } = recordedByGit({
    base: NUMBERS,
    ours: NUMBERS.replace(line, ours).replace('line 30\n', 'thirty\n'),
    theirs: NUMBERS.replace(line, theirs).replace('line 30\n', 'THIRTY\n'),
  })
  const hunks = clashes(readMarkers(text))
  expect(hunks).toHaveLength(2)
  expect(ids).toEqual([rerereId(hunks)])
})

test('git files a conflict in text that holds another one under the id we compute', () => {
  const inner = '<<<<<<< HEAD\nb\n=======\na\n>>>>>>> topic\n'
  const { text, ids } = recordedByGit({
    base: NUMBERS,
    ours: NUMBERS.replace('line 7\n', inner),
    theirs: NUMBERS.replace('line 7\n', 'SEVEN\n'),
  })
  expect(ids).toEqual([rerereId(clashes(readMarkers(text)))])
  expect(ids).toEqual([rerereId([{ ours: inner, theirs: 'SEVEN\n' }])])
})

test('git files nothing where a heading looks like a marker, and neither do we', () => {
  const { ids } = recordedByGit({
    base: NUMBERS,
    ours: NUMBERS.replace('line 7\n', 'Heading\n=======\n'),
    theirs: NUMBERS.replace('line 7\n', 'SEVEN\n'),
  })
  expect(ids).toEqual([])
  expect(rerereId([{ ours: 'Heading\n=======\n', theirs: 'SEVEN\n' }])).toBeUndefined()
})

test('a path with markers of its own size is filed under the id we compute', () => {
  const { text, ids } = recordedByGit({
    base: NUMBERS,
    ours: NUMBERS.replace('line 7\n', 'Heading\n=======\n'),
    theirs: NUMBERS.replace('line 7\n', 'SEVEN\n'),
    attributes: '* conflict-marker-size=32\n',
  })
  expect(ids).toEqual([rerereId(clashes(readMarkers(text, 32)), 32)])
})
