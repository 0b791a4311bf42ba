import { describe, expect, test } from 'vitest'
import { MODE_FILE, MODE_SUBMODULE } from '../../../src/base/git/objects.ts'
import type { ClashedFile } from '../../../src/base/model/clashed-file.ts'
import type { BlobOid } from '../../../src/base/model/oid.ts'
import { blobOf, clashing, type Part, Settlers, stageOf, swapped } from '../../world/resolutions.ts'

const TWO = ['two of net\n', 'two of usb\n', 'two\n'] as const
const FILE = clashing('a.c', ['one\n', TWO, 'three\n'])
const SETTLED = 'one\ntwo of both\nthree\n'

/** The same clash with other lines around and behind it. */
const MOVED_ON = clashing('a.c', ['zero\none\n', TWO, 'three\nfour\n'])

function known(file = FILE, text = SETTLED): Settlers {
  const settlers = new Settlers()
  settlers.settle(file, text)
  return settlers
}

describe('the same versions', () => {
  test('come to the same, whoever is merged into whom', async () => {
    expect(await known().answer(FILE)).toEqual(['same-versions', SETTLED])
    expect(await known().answer(swapped(FILE))).toEqual(['same-versions', SETTLED])
  })

  test.each<[string, Partial<ClashedFile>]>([
    ['another mode', { theirs: stageOf('a.c', 'theirs', 0o100755) }],
    ['another base', { base: stageOf('a.c', 'another') }],
    ['another path', { path: 'b.c', paths: ['b.c'] }],
    ['another kind', { kind: 'add/add' }],
    ['a side that is not there', { theirs: undefined }],
  ])('with %s are not the same', async (_, more) => {
    const plain = { ...FILE, theirs: stageOf('a.c', 'theirs'), passages: [] }
    const settlers = known(plain)
    expect(await settlers.answer(plain)).toEqual(['same-versions', SETTLED])
    expect(await settlers.answer({ ...plain, ...more })).toEqual(['open'])
  })

  test('renamed to other places are not the same', async () => {
    const renamed = (to: string): ClashedFile => ({
      path: 'old',
      kind: 'rename/rename',
      paths: ['old', 'ours', to],
      base: stageOf('old', 'x'),
      ours: stageOf('ours', 'x'),
      theirs: stageOf(to, 'x'),
      passages: [],
      texts: {},
    })
    const settlers = new Settlers()
    const placed = [{ path: 'theirs', mode: MODE_FILE, oid: settlers.keep('x') }]
    settlers.outcome(renamed('theirs'), { placed, removed: ['old', 'ours'] })
    expect(await settlers.answer(renamed('theirs'))).toEqual(['same-versions', 'x'])
    expect(await settlers.answer(renamed('elsewhere'))).toEqual(['open'])
  })

  test('that came to nothing are deleted again', async () => {
    const gone: ClashedFile = { ...FILE, kind: 'modify/delete', theirs: undefined, passages: [] }
    const settlers = new Settlers()
    settlers.outcome(gone, { placed: [], removed: ['a.c'] })
    expect(await settlers.ask(gone)).toMatchObject({ kind: 'settled', outcome: { placed: [], removed: ['a.c'] } })
  })

  test('settle nothing when what they came to is not here, unless it is a submodule’s commit', async () => {
    const plain = { ...FILE, passages: [] }
    const settlers = known(plain)
    settlers.lose(SETTLED)
    expect(await settlers.answer(plain)).toEqual(['open'])
    const modules = new Settlers()
    const placed = [{ path: 'a.c', mode: MODE_SUBMODULE, oid: '1'.repeat(40) as BlobOid }]
    modules.outcome(plain, { placed, removed: [] })
    expect(await modules.ask(plain)).toMatchObject({ kind: 'settled', outcome: { placed } })
  })
})

describe('the same conflict', () => {
  test('comes to the same with what else changed in the file', async () => {
    const settled = 'zero\none\ntwo of both\nthree\nfour\n'
    expect(await known().answer(MOVED_ON)).toEqual(['same-conflict', settled])
    expect(await known().answer(swapped(MOVED_ON))).toEqual(['same-conflict', settled])
  })

  test('brings along what the person edited beside it', async () => {
    const settlers = known(clashing('a.c', ['one\n', TWO, 'three\nx\n']), 'one\ntwo of both\nthree\nX\n')
    expect(await settlers.answer(clashing('a.c', ['zero\none\n', TWO, 'three\nx\n']))).toEqual([
      'same-conflict',
      'zero\none\ntwo of both\nthree\nX\n',
    ])
  })

  test('is open where that edit meets another', async () => {
    const settlers = known(clashing('a.c', ['one\n', TWO, 'three\nx\n']), 'one\ntwo of both\nthree\nX\n')
    expect(await settlers.answer(clashing('a.c', ['one\n', TWO, 'three\ny\n']))).toEqual(['open'])
  })

  const ELSEWHERE = clashing('b.c', ['zero\none\n', TWO, 'three\n'])
  const MOVED = 'zero\none\ntwo of both\nthree\n'

  test('in a file that is this one under its old name comes to the same', async () => {
    expect(await known().answer(ELSEWHERE)).toEqual(['same-conflict', MOVED])
    // git has followed the rename: one side still has the old name.
    const followed = { ...ELSEWHERE, paths: ['b.c', 'a.c'], theirs: stageOf('a.c', ELSEWHERE.texts.theirs ?? '') }
    expect(await known().answer(followed, undefined, ['a.c'])).toEqual(['same-conflict', MOVED])
  })

  test('in another file says nothing', async () => {
    expect(await known().answer(ELSEWHERE, undefined, ['a.c'])).toEqual(['open'])
  })

  test('in two files that are gone says nothing', async () => {
    const settlers = known()
    settlers.settle(clashing('c.c', ['one\n', TWO, 'three\n']), SETTLED)
    expect(await settlers.answer(ELSEWHERE)).toEqual(['open'])
  })

  test('that was moved to another path has no lines to go by', async () => {
    const settlers = new Settlers()
    const placed = [{ path: 'b.c', mode: MODE_FILE, oid: settlers.keep(SETTLED) }]
    settlers.outcome(FILE, { placed, removed: ['a.c'], text: SETTLED })
    expect(await settlers.answer(FILE)).toEqual(['same-versions', SETTLED])
    expect(await settlers.answer(MOVED_ON)).toEqual(['open'])
  })
})

describe('hunk by hunk', () => {
  const FOUR = ['four of net\n', 'four of usb\n'] as const
  const SIX = ['six of net\n', 'six of usb\n'] as const
  const BOTH = ['one\n', TWO, 'three\n', FOUR, 'five\n'] as const

  test('known hunks are settled from several records, and name them', async () => {
    const settlers = known()
    settlers.settle(clashing('a.c', ['three\n', FOUR, 'five\n']), 'three\nfour of both\nfive\n')
    expect(await settlers.answer(clashing('a.c', BOTH))).toEqual([
      'same-hunks',
      'one\ntwo of both\nthree\nfour of both\nfive\n',
    ])
    expect(await settlers.answer(swapped(clashing('a.c', BOTH)))).toMatchObject({ 0: 'same-hunks' })
    expect(await settlers.ask(clashing('a.c', BOTH))).toMatchObject({
      by: settlers.resolutions.map(({ id }) => ({ kind: 'resolution', id, tier: 'same-hunks' })),
    })
  })

  test('one that is not known keeps its markers, without labels and with its sides in order', async () => {
    expect(await known().answer(clashing('a.c', [...BOTH, SIX, 'seven\n']))).toEqual([
      'partly',
      1,
      2,
      'one\ntwo of both\nthree\n<<<<<<<\nfour of net\n=======\nfour of usb\n>>>>>>>\nfive\n<<<<<<<\nsix of net\n=======\nsix of usb\n>>>>>>>\nseven\n',
    ])
  })

  test('between other lines it is another question', async () => {
    const settlers = known()
    const parts = (above: string, below: string): Part[] => [above, TWO, below, SIX]
    expect(await settlers.answer(clashing('a.c', parts('other\n', 'else\n')))).toEqual(['open'])
    expect(await settlers.answer(clashing('a.c', parts('one\n', 'else\n')))).toMatchObject(['partly', 1, 1, {}])
    expect(await settlers.answer(clashing('a.c', parts('other\n', '\n\n\tthree\n')))).toMatchObject([
      'partly',
      1,
      1,
      {},
    ])
  })

  test('the top of a file is no line', async () => {
    const settlers = known(clashing('a.c', ['}\n', TWO, '}\n']), '}\ntwo of both\n}\n')
    expect(await settlers.answer(clashing('a.c', [TWO, 'x\n', SIX]))).toEqual(['open'])
  })

  test('a clash that a file has twice is answered by its own place', async () => {
    const file = clashing('a.c', ['first\n', TWO, 'return\n', 'x\n', 'second\n', TWO, 'return\n'])
    const settlers = known(file, 'first\nA\nreturn\nx\nsecond\nB\nreturn\n')
    const later = clashing('a.c', ['first\n', TWO, 'return\n', SIX, 'second\n', TWO, 'return\n'])
    expect(await settlers.answer(later)).toEqual([
      'partly',
      2,
      1,
      'first\nA\nreturn\n<<<<<<<\nsix of net\n=======\nsix of usb\n>>>>>>>\nsecond\nB\nreturn\n',
    ])
  })

  test('an answer from the end of a file keeps its line to itself elsewhere', async () => {
    const settlers = known(clashing('a.c', ['one\n', TWO]), 'one\ntwo of both')
    expect(await settlers.answer(clashing('a.c', ['one\n', TWO, 'three\n', SIX]))).toMatchObject([
      'partly',
      1,
      1,
      'one\ntwo of both\nthree\n<<<<<<<\nsix of net\n=======\nsix of usb\n>>>>>>>\n',
    ])
  })
})

describe('several answers', () => {
  const OTHER = SETTLED.replace('both', 'neither')

  test.each([
    ['the same versions', FILE],
    ['the same conflict', MOVED_ON],
    ['the same hunk', clashing('a.c', ['one\n', TWO, 'x\n', ['a\n', 'b\n']])],
  ])('that differ settle nothing: %s', async (_, asked) => {
    const settlers = known()
    settlers.settle(FILE, OTHER)
    expect(await settlers.answer(asked)).toEqual(['open'])
    settlers.revoke(settlers.resolutions[1] ?? settlers.settle(FILE, OTHER), 90)
    expect(await settlers.answer(asked)).toEqual(['open'])
  })

  test('that agree settle it, and the newest is named', async () => {
    const settlers = known()
    const second = settlers.settle(FILE, SETTLED, { why: 'I think so too' })
    expect(await settlers.ask(FILE)).toMatchObject({ by: [{ id: second.id }] })
  })

  test('of which one is in place of the other are one', async () => {
    const settlers = known()
    settlers.settle(FILE, OTHER, { supersedes: settlers.resolutions[0]?.id })
    expect(await settlers.answer(FILE)).toEqual(['same-versions', OTHER])
    expect(await settlers.answer(MOVED_ON)).toMatchObject(['same-conflict', {}])
  })
})

test('of a resolution of many files only that is replaced which another answers', async () => {
  const settlers = new Settlers()
  const other = clashing('b.c', ['b\n', ['b of net\n', 'b of usb\n'], 'c\n'])
  const b = new Settlers().settle(other, 'b\nboth\nc\n').files
  settlers.keep('b\nboth\nc\n')
  const { id, files } = settlers.settle(FILE, SETTLED)
  settlers.resolutions.pop()
  const both = settlers.settle(FILE, SETTLED, { files: [...files, ...b] })
  expect(both.id).not.toBe(id)
  settlers.settle(FILE, 'one\nanew\nthree\n', { supersedes: both.id })
  expect(await settlers.answer(FILE)).toEqual(['same-versions', 'one\nanew\nthree\n'])
  expect(await settlers.answer(other)).toEqual(['same-versions', 'b\nboth\nc\n'])
})

describe('never', () => {
  test('after it was revoked, nor anything older about the same', async () => {
    const settlers = known()
    const second = settlers.settle(MOVED_ON, 'zero\none\ntwo of both\nthree\nfour\n')
    settlers.revoke(second, 500)
    expect(await settlers.answer(FILE)).toEqual(['open'])
    expect(await settlers.answer(MOVED_ON)).toEqual(['open'])
    expect(await settlers.answer(clashing('a.c', ['one\n', TWO, 'three\nfive\n']))).toEqual(['open'])
    settlers.settle(MOVED_ON, 'zero\none\nanew\nthree\nfour\n', { seconds: 500 })
    expect(await settlers.answer(MOVED_ON)).toEqual(['same-versions', 'zero\none\nanew\nthree\nfour\n'])
  })

  test('when it was retired, though older ones come back', async () => {
    const settlers = known()
    settlers.revoke(settlers.settle(FILE, 'x\n'), 500, 'retired')
    expect(await settlers.answer(FILE)).toEqual(['same-versions', SETTLED])
  })

  test.each([
    ['as git writes them', '<<<<<<< ours\nx\n=======\ny\n>>>>>>> theirs\n'],
    ['as rerere keeps them', '<<<<<<<\nx\n=======\ny\n>>>>>>>\n'],
    ['nested', '<<<<<<<<< ours:a.c\nx\n'],
    ['one alone', '>>>>>>> theirs'],
  ])('with markers in it, %s', async (_, left) => {
    const settlers = known(FILE, `one\n${left}three\n`)
    for (const asked of [FILE, MOVED_ON, clashing('a.c', ['one\n', TWO, 'x\n'])])
      expect(await settlers.answer(asked)).toEqual(['open'])
  })

  test('though a file may have such lines of its own', async () => {
    const title = clashing('a.rst', ['Title\n=======\n', TWO, 'end\n'])
    const settlers = known(title, 'Title\n=======\ntwo of both\nend\n')
    expect(await settlers.answer(title)).toMatchObject(['same-versions', {}])
    const unfinished = known(title, 'Title\n=======\n<<<<<<<\na\n=======\nb\n>>>>>>>\nend\n')
    expect(await unfinished.answer(title)).toEqual(['open'])
  })

  test('by a tier that is switched off', async () => {
    expect(await known().answer(FILE, ['same-conflict', 'same-hunks'])).toMatchObject(['same-conflict', {}])
    expect(await known().answer(FILE, ['same-hunks'])).toMatchObject(['same-hunks', {}])
    expect(await known().answer(FILE, [])).toEqual(['open'])
  })
})

test('an import knows no file, and settles the same lines wherever they are', async () => {
  const settlers = new Settlers()
  const nowhere = { ...FILE, path: '', paths: [], base: undefined, ours: undefined, theirs: undefined, texts: {} }
  settlers.settle(nowhere, SETTLED, { origin: { kind: 'imported', rerere: blobOf('x') } })
  expect(await settlers.answer(FILE, undefined, ['a.c'])).toEqual(['same-conflict', SETTLED])
})
