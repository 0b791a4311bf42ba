/** Repositories that were made to do harm: each is refused with its fault named, and the other trees of the day come in. */
import { expect, test } from 'vitest'
import type { Tree } from '../../src/base/model/roster.ts'
import { EvilObjects } from '../world/evil.ts'
import { git, initBare } from '../world/fast-import.ts'
import { FetchScene } from '../world/fetch-scene.ts'

/** Fetches a repository with one evil commit twice, beside an honest one, and gives what was said of it each time. */
async function said(
  build: (evil: EvilObjects) => ReturnType<EvilObjects['commit']>,
  more: Partial<Tree> = {},
  prepare?: (scene: FetchScene) => void,
): Promise<string[]> {
  using scene = new FetchScene()
  prepare?.(scene)
  scene.tree('honest', [{ branch: 'main', subject: 'fix', files: { f: '' } }])
  initBare(scene.path('evil'))
  const evil = new EvilObjects()
  evil.install(scene.path('evil'), 'main', build(evil))
  scene.follow('evil', more)
  const first = await scene.fetch()
  const second = await scene.fetch()
  expect(first.slice(0, 2)).toEqual(['upstream: moved', 'honest: moved'])
  expect(second.slice(0, 2)).toEqual(['upstream: same', 'honest: same'])
  expect(git(scene.recordDir, ['-c', 'fsck.badTimezone=ignore', 'fsck', '--strict'])).toBe('')
  return [first[2] ?? '', second[2] ?? '']
}

const twice = (words: string): string[] => [words, words].map((one) => `evil: ${one}`)

test('a folder with an entry called .git', async () => {
  expect(
    await said((evil) =>
      evil.commit(evil.tree(['40000', '.git', evil.tree(['100755', 'post-checkout', evil.blob()])])),
    ),
  ).toEqual(
    twice(
      'refused: object 6b2b1d06bfe5 is at fault: a folder lists a file called ".git", or one that some file systems take for it (hasDotgit)',
    ),
  )
})

test('an entry that a Mac takes for .git', async () => {
  const [first] = await said((evil) =>
    evil.commit(evil.tree(['40000', '.g\xe2\x80\x8cit', evil.tree(['100644', 'config', evil.blob()])])),
  )
  expect(first).toMatch(/hasDotgit/)
})

test('an entry called ..', async () => {
  const [first, second] = await said((evil) =>
    evil.commit(evil.tree(['40000', '..', evil.tree(['100644', 'x', evil.blob()])])),
  )
  expect(first).toMatch(/^evil: refused: .*a folder lists a file called "\.\."/)
  expect(second).toBe(first)
})

test('a name with a slash', async () => {
  const [first] = await said((evil) => evil.commit(evil.tree(['100644', 'a/../../b', evil.blob()])))
  expect(first).toMatch(/^evil: refused: .*holds a slash/)
})

test('one name twice in a folder', async () => {
  const [first, second] = await said((evil) =>
    evil.commit(evil.tree(['100644', 'x', evil.blob('one')], ['100644', 'x', evil.blob('two')])),
  )
  expect(first).toMatch(/^evil: refused: .*a folder lists one name twice/)
  expect(second).toBe(first)
})

test('a file and a folder of one name', async () => {
  const [first] = await said((evil) =>
    evil.commit(
      evil.tree(
        ['100644', 'x', evil.blob()],
        ['100644', 'x-', evil.blob()],
        ['40000', 'x', evil.tree(['100644', 'y', evil.blob()])],
      ),
    ),
  )
  expect(first).toMatch(/^evil: refused: .*twice/)
})

test('files out of order', async () => {
  const [first] = await said((evil) =>
    evil.commit(evil.tree(['100644', 'b', evil.blob()], ['100644', 'a', evil.blob()])),
  )
  expect(first).toMatch(/^evil: refused: .*out of order/)
})

test('a mode that stands for nothing, which git itself lets pass', async () => {
  const [first] = await said((evil) => evil.commit(evil.tree(['170000', 'x', evil.blob()])))
  expect(first).toBe(
    'evil: refused: object ce94df006a06 is at fault: "x" has the mode 170000, which stands for nothing',
  )
})

test('.gitmodules as a symbolic link', async () => {
  const [first] = await said((evil) => evil.commit(evil.tree(['120000', '.gitmodules', evil.blob('/etc/passwd')])))
  expect(first).toMatch(/^evil: refused: .*\.gitmodules is a symbolic link/)
})

const BAD_MODULES = '[submodule "x"]\n\tpath = x\n\turl = -u./payload\n'

test('.gitmodules with an option for a URL', async () => {
  const [first] = await said((evil) => evil.commit(evil.tree(['100644', '.gitmodules', evil.blob(BAD_MODULES)])))
  expect(first).toMatch(/^evil: refused: .*names a URL that could run a command/)
})

test('.gitmodules that came before as another file', async () => {
  using scene = new FetchScene()
  const first = new EvilObjects()
  initBare(scene.path('evil'))
  const innocent = first.commit(first.tree(['100644', 'notes', first.blob(BAD_MODULES)]))
  first.install(scene.path('evil'), 'main', innocent)
  scene.follow('evil')
  expect(await scene.fetch()).toEqual(['upstream: moved', 'evil: moved'])
  const second = new EvilObjects()
  const blob = new EvilObjects().blob(BAD_MODULES)
  second.install(
    scene.path('evil'),
    'main',
    second.commit(second.tree(['100644', '.gitmodules', blob]), { parent: innocent }),
  )
  expect((await scene.fetch())[1]).toMatch(/^evil: refused: .*names a URL that could run a command/)
  expect(scene.recorded('refs/trees/evil')).toBe(innocent)
})

test('folders nested ten thousand deep', async () => {
  const [first, second] = await said((evil) => {
    let tree = evil.tree(['100644', 'bottom', evil.blob()])
    for (let depth = 0; depth < 10_000; depth += 1) tree = evil.tree(['40000', 'd', tree])
    return evil.commit(tree)
  })
  expect(first).toBe('evil: refused: it nests folders deeper than the 200 that are allowed')
  expect(second).toBe(first)
})

test('folders nested deeper day by day, each time around those of the day before', async () => {
  using scene = new FetchScene()
  initBare(scene.path('evil'))
  scene.follow('evil', { limits: { treeDepth: 10 } })
  const said: (string | undefined)[] = []
  let parent: string | undefined
  let tree = new EvilObjects().tree()
  for (let day = 0; day < 3; day += 1) {
    const evil = new EvilObjects()
    if (day === 0) tree = evil.tree(['100644', 'bottom', evil.blob()])
    for (let depth = 0; depth < 4; depth += 1) tree = evil.tree(['40000', `day-${day}`, tree])
    const commit = evil.commit(tree, parent === undefined ? {} : { parent })
    evil.install(scene.path('evil'), 'main', commit)
    parent = commit
    said.push((await scene.fetch())[1])
  }
  expect(said).toEqual([
    'evil: moved',
    'evil: moved',
    'evil: refused: it nests folders deeper than the 10 that are allowed',
  ])
})

test('a deep folder in a commit that the tip has undone', async () => {
  const [first] = await said(
    (evil) => {
      let tree = evil.tree(['100644', 'bottom', evil.blob()])
      for (let depth = 0; depth < 20; depth += 1) tree = evil.tree(['40000', 'd', tree])
      return evil.commit(evil.tree(['100644', 'x', evil.blob()]), { parent: evil.commit(tree) })
    },
    { limits: { treeDepth: 10 } },
  )
  expect(first).toBe('evil: refused: it nests folders deeper than the 10 that are allowed')
})

test('a bomb of ten billion files in eleven folders is judged without unfolding it', async () => {
  const bomb = (evil: EvilObjects) => {
    let tree = evil.tree(['100644', 'f', evil.blob()])
    for (let level = 0; level < 10; level += 1)
      tree = evil.tree(...'0123456789'.split('').map((name) => ['40000', name, tree] as const))
    return evil.commit(tree)
  }
  expect(await said(bomb)).toEqual(['evil: moved', 'evil: same'])
  const [first] = await said(bomb, { limits: { treeDepth: 10 } })
  expect(first).toBe('evil: refused: it nests folders deeper than the 10 that are allowed')
})

test('a path longer than is allowed', async () => {
  const [first] = await said(
    (evil) => {
      let tree = evil.tree(['100644', 'f'.repeat(100), evil.blob()])
      for (let level = 0; level < 4; level += 1) tree = evil.tree(['40000', 'd'.repeat(100), tree])
      return evil.commit(tree)
    },
    { limits: { pathLength: 500 } },
  )
  expect(first).toBe('evil: refused: it has a path longer than the 500 bytes that are allowed')
})

test('a small pack that unfolds to a huge file', async () => {
  using scene = new FetchScene()
  const zeros = { branch: 'main', subject: 'zeros', files: { zeros: Buffer.alloc(3_000_000) } }
  scene.tree('evil', [zeros], { limits: { packBytes: 1_000_000 } })
  expect((await scene.fetch())[1]).toBe('evil: refused: it has a file of 3.0 MB, more than the 1.0 MB that are allowed')
})

test('a pack over the limit', async () => {
  const noise = Buffer.from(Array.from({ length: 3_000_000 }, (_, at) => (at * at * 2_654_435_761) >>> 13))
  const [first, second] = await said((evil) => evil.commit(evil.tree(['100644', 'noise', evil.blob(noise)])), {
    limits: { packBytes: 1_000_000 },
  })
  expect(first).toBe('evil: refused: its objects take more than the 1.0 MB that one fetch may bring')
  expect(second).toBe(first)
})

test('more objects than are allowed', async () => {
  const [first] = await said(
    (evil) =>
      evil.commit(
        evil.tree(...Array.from({ length: 30 }, (_, at) => ['100644', `f${at + 100}`, evil.blob(`${at}`)] as const)),
      ),
    {
      limits: { objects: 20 },
    },
  )
  expect(first).toBe('evil: refused: it sends 32 objects, more than the 20 that one fetch may bring')
})

test('a commit message of 10 MB, with bytes that are no text, comes in; one of 40 MB does not', async () => {
  const message = (bytes: number): Buffer =>
    Buffer.concat([
      Buffer.from('subject \x1b[31m\n\nFrom: forged@example.org\n\xff\xfe', 'latin1'),
      Buffer.alloc(bytes, 'text \n'),
    ])
  const small = (bytes: number) => (evil: EvilObjects) =>
    evil.commit(evil.tree(['100644', 'x', evil.blob()]), { message: message(bytes) })
  expect(await said(small(10_000_000))).toEqual(['evil: moved', 'evil: same'])
  expect((await said(small(40_000_000)))[0]).toBe(
    'evil: refused: it has a commit of 40.0 MB, more than the 33.6 MB that are allowed',
  )
})

test('a branch that points to a folder, and one that points to a tag', async () => {
  expect((await said((evil) => evil.tree(['100644', 'x', evil.blob()])))[0]).toBe(
    'evil: refused: it does not point to a commit',
  )
  const tagged = (evil: EvilObjects) => {
    const commit = evil.commit(evil.tree(['100644', 'x', evil.blob()]))
    return evil.add(
      'tag',
      `object ${commit}\ntype commit\ntag v1\ntagger Mallory <mallory@example.org> 1767225600 +0000\n\nv1\n`,
    )
  }
  expect((await said(tagged))[0]).toBe('evil: refused: its branch points to a tag instead of a commit')
})

test('a harmless fault of old history comes in, another only where it is tolerated', async () => {
  const odd = (header: string) => (evil: EvilObjects) =>
    evil.add(
      'commit',
      `tree ${evil.tree(['100644', 'x', evil.blob()])}\nauthor ${header}\ncommitter C <c@example.org> 1767225600 +0000\n\nx\n`,
    )
  expect((await said(odd('A <a@example.org> 1767225600 +5180000')))[0]).toBe('evil: moved')
  expect((await said(odd('A <a@example.org> 01767225600 +0000')))[0]).toMatch(/^evil: refused: .*\(zeroPaddedDate\)/)
})

test('faults that only a newer git knows can be tolerated under any', async () => {
  const [first] = await said((evil) => evil.commit(evil.tree(['100600', 'x', evil.blob()])), {
    tolerate: ['aFaultOfTomorrow', 'badFilemode'],
  })
  expect(first).toBe('evil: moved')
})

test('one poisoned branch of a shared repository is refused alone, and stays refused', async () => {
  using scene = new FetchScene()
  const names = ['a', 'b', 'c', 'd', 'e']
  const shared = scene.repository(
    'shared',
    names.map((name) => ({ branch: name, subject: name, parents: [], files: { [name]: name } })),
  )
  const evil = new EvilObjects()
  evil.install(shared, 'd', evil.commit(evil.tree(['100644', '.git', evil.blob()])))
  for (const name of names) scene.follow(name, { url: shared, branch: name })
  const states = (lines: readonly string[]): string[] => lines.map((line) => line.replace(/(refused).*/, '$1'))
  expect(states(await scene.fetch())).toEqual([
    'upstream: moved',
    'a: moved',
    'b: moved',
    'c: moved',
    'd: refused',
    'e: moved',
  ])
  expect(states(await scene.fetch())).toEqual([
    'upstream: same',
    'a: same',
    'b: same',
    'c: same',
    'd: refused',
    'e: same',
  ])
  expect(scene.recorded('refs/trees/d')).toBe('')
  expect(() => git(scene.recordDir, ['cat-file', '-e', [...evil.all.keys()].at(-1) ?? ''])).toThrow('cat-file')
})
