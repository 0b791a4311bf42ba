import { join } from 'node:path'
import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { applyPatch, PATCH_MAX_BYTES } from '../../../src/base/git/apply-patch.ts'
import type { TreeOid } from '../../../src/base/model/oid.ts'
import { git, importCommits, initBare } from '../../world/fast-import.ts'
import { testFolder } from '../../world/folder.ts'
import { containing } from '../../world/matching.ts'
import { testGit } from '../../world/roster.ts'

const FILES = {
  'a.c': 'one\ntwo\nthree\n',
  'run.sh': 'echo\n',
  out: { mode: '120000', content: '/etc' },
  'logo.png': Buffer.from('a\0b'),
} as const

interface Applied {
  /** As `ls-tree -r` prints it, without ids; or why it was refused. */
  readonly came: readonly string[] | string
  readonly show: (path: string) => string
}

/** Applies a patch to a tree of these files. Nothing may be written but objects and the index, whatever it says. */
async function apply(patch: string | Buffer, then: (applied: Applied) => void): Promise<void> {
  using folder = testFolder()
  const dir = join(folder.path, 'one', 'two', 'three.git')
  initBare(dir)
  importCommits(dir, [{ branch: 'main', subject: 'start', files: FILES }])
  const files = (): string[] =>
    (readdirSync(folder.path, { recursive: true }) as string[]).filter((name) => !name.includes('three.git/objects'))
  const before = files()
  const tree = git(dir, ['rev-parse', 'main^{tree}']) as TreeOid
  const patched = await applyPatch(testGit().at(dir), dir, tree, Buffer.from(patch))
  expect(files().filter((name) => !before.includes(name))).toEqual(
    patched.kind === 'refused' && patched.why.includes('MiB') ? [] : ['one/two/three.git/patch-index'],
  )
  if (patched.kind === 'refused') return then({ came: patched.why, show: () => '' })
  const listed = git(dir, ['ls-tree', '-r', '-z', patched.tree]).split('\0').filter(Boolean)
  then({
    came: listed.map((line) => line.replace(/ \w+ \w+\t/, ' ')),
    show: (path) => git(dir, ['cat-file', 'blob', `${patched.tree}:${path}`]),
  })
}

const REST = ['100644 a.c', '100644 logo.png', '120000 out', '100644 run.sh']

const edit = (path: string): string => `--- ${path}\n+++ ${path}\n@@ -1,3 +1,3 @@\n one\n-two\n+2\n three\n`
const added = (path: string, mode = '100644'): string =>
  `diff --git ${path} ${path}\nnew file mode ${mode}\n--- /dev/null\n+++ ${path}\n@@ -0,0 +1 @@\n+new\n`

describe('a patch', () => {
  test('changes what it says, wherever its lines have moved to', () =>
    apply(edit('a/a.c').replaceAll('-1,3 +1,3', '-101,3 +101,3'), ({ came, show }) => {
      expect(came).toEqual(REST)
      expect(show('a.c')).toBe('one\n2\nthree')
    }))

  test.each([
    ['a path out of the tree', added('b/../../escaped')],
    ['a path out of the tree, behind a folder', added('b/sub/../../../escaped')],
    ['the folder of git', added('b/.git/config')],
    ['the folder of git, written otherwise', added('b/.GIT/hooks/post-checkout')],
    ['the folder of git, further down', added('b/sub/.git/config')],
    ['a dot for a name', added('b/./x')],
    ['a path behind a link', added('b/out/passwd')],
    ['a path behind a link that it makes itself', `${added('b/way', '120000')}${added('b/way/passwd')}`],
    ['an edit out of the tree', edit('a/../../one/two/three.git/config')],
  ])('is refused for %s', (_, patch) => apply(patch, ({ came }) => expect(came).toMatch(/^git says: /)))

  test('has a path from the root taken for one from the top of the tree', () =>
    apply(added('/etc/passwd'), ({ came }) => expect(came).toEqual([REST[0], '100644 etc/passwd', ...REST.slice(1)])))

  test('may rename a file, and make it run', async () => {
    const renamed = 'diff --git a/a.c b/b.c\nsimilarity index 100%\nrename from a.c\nrename to b.c\n'
    await apply(renamed, ({ came }) => expect(came).toEqual(['100644 b.c', ...REST.slice(1)]))
    const mode = 'diff --git a/run.sh b/run.sh\nold mode 100644\nnew mode 100755\n'
    await apply(mode, ({ came }) => expect(came).toEqual([...REST.slice(0, 3), '100755 run.sh']))
    const onto = 'diff --git a/a.c b/run.sh\nsimilarity index 100%\nrename from a.c\nrename to run.sh\n'
    await apply(onto, ({ came }) => expect(came).toEqual(containing('run.sh')))
  })

  test.each([
    ['040000', ['100644 a.c', '100644 logo.png', '120000 out', '100644 run.sh']],
    ['160000', 'git says: corrupt patch for submodule x'],
    ['100777', ['100644 a.c', '100644 logo.png', '120000 out', '100644 run.sh', '100755 x']],
    ['777777', ['100644 a.c', '100644 logo.png', '120000 out', '100644 run.sh', '100755 x']],
  ])('with a file of mode %s gives none that git does not know', (mode, expected) =>
    apply(added('b/x', mode), ({ came }) => expect(came).toEqual(expected)),
  )

  test('that is binary is refused unless its contents are in it, whole', async () => {
    const literal = 'GIT binary patch\nliteral 3\nKcmYdEVq|0h0096300IC2\n\nliteral 3\nKcmYdEWn^Ri0096300IC2\n\n'
    await apply(`diff --git a/logo.png b/logo.png\nindex 111..222 100644\n${literal}`, ({ came }) =>
      expect(came).toMatch(/^git says: /),
    )
    await apply(
      'diff --git a/logo.png b/logo.png\nindex 1..2 100644\nBinary files a/logo.png and b/logo.png differ\n',
      ({ came }) => expect(came).toMatch(/^git says: cannot apply binary patch to 'logo.png' without full index line/),
    )
  })

  test('is applied whole or not at all', () =>
    apply(`${edit('a/a.c')}${edit('a/run.sh')}`, ({ came }) => expect(came).toMatch(/run\.sh: patch does not apply/)))

  test.each([
    ['nothing', ''],
    ['prose', 'Hello,\nplease apply.\n'],
    ['what is cut off', edit('a/a.c').slice(0, -8)],
    ['bytes', Buffer.from([0, 1, 2, 255, 254, 10, 0])],
  ])('that is %s is none', (_, patch) => apply(patch, ({ came }) => expect(came).toMatch(/^git says: /)))

  test('of more than any fix has is not looked at', () =>
    apply(Buffer.alloc(PATCH_MAX_BYTES + 1, '+a line\n'), ({ came }) =>
      expect(came).toBe('it is larger than 32 MiB, and no fix of a merge is'),
    ))
})
