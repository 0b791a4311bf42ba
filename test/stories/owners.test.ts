/** Whose a path is, or what a commit changes: as upstream says it, and as the roster does. */
import { expect, test } from 'vitest'
import { openTerminal } from '../world/typed.ts'
import { World } from '../world/world.ts'

const MAINTAINERS = `X86 ARCHITECTURE
M:	X86 Maintainer <x86@example.org>
R:	X86 Reader <reader@example.org>
L:	x86-list@example.org
T:	git git://example.org/x86.git
F:	arch/x86
F:	arch/x86/*/

RSEQ
M:	Rseq Maintainer <rseq@example.org>
F:	kernel/rseq.c
K:	\\brseq_

THE REST
L:	everybody@example.org
F:	*
F:	*/
`

/** Upstream has a MAINTAINERS, and rseq changes what is x86's with a word of its owner. */
async function maintainedWorld(body = 'Acked-by: X86 Maintainer <x86@example.org>'): Promise<World> {
  const files = { MAINTAINERS, 'arch/x86/entry.S': 'enter\n', 'kernel/rseq.c': 'rseq\n' }
  const world = await World.create({ trees: ['x86', 'rseq'], files })
  world.configure((text) =>
    text.replace('name = "rseq"\n', 'name = "rseq"\nowns = ["lib/rseq/"]\ncontacts = ["lib@example.org"]\n'),
  )
  world.commit('rseq', { 'arch/x86/sync.c': 'rseq_sync()\n', 'lib/rseq/a.c': 'a\n', odd: 'odd\n' }, { body })
  await world.release()
  return world
}

test('a path is told with its parts, the most precise first, and whom to ask', async () => {
  await using world = await maintainedWorld()
  using terminal = openTerminal()
  expect(await terminal.tributary(world.dir, 'owners', './arch/x86/entry.S')).toMatchInlineSnapshot(`
    "arch/x86/entry.S
      X86 ARCHITECTURE: X86 Maintainer <x86@example.org>

    To be asked:
      X86 Maintainer <x86@example.org>
      X86 Reader <reader@example.org>
      x86-list@example.org
      everybody@example.org
    "
  `)
  expect(await terminal.tributary(world.dir, 'owners', 'lib/rseq/a.c')).toMatchInlineSnapshot(`
    "lib/rseq/a.c
      the rseq tree: lib@example.org

    To be asked:
      lib@example.org
      everybody@example.org
    "
  `)
  await expect(terminal.tributary(world.dir, 'owners', '/')).rejects.toThrow('nothing is named')
})

test('a commit is told file by file, with who agreed, and who is asked for what it says', async () => {
  await using world = await maintainedWorld()
  using terminal = openTerminal()
  expect(await terminal.tributary(world.dir, 'owners', world.head('rseq').slice(0, 12))).toMatchInlineSnapshot(`
    "be11982b4ece ("rseq: change arch/x86/sync.c, lib/rseq/a.c, odd")

    arch/x86/sync.c
      X86 ARCHITECTURE: X86 Maintainer <x86@example.org>
      Acked-by: X86 Maintainer <x86@example.org>

    lib/rseq/a.c
      the rseq tree: lib@example.org
      no owner has acked it

    odd
      nobody owns it

    By what it says: RSEQ

    How invasive: slight (3 lines)

    To be asked:
      X86 Maintainer <x86@example.org>
      X86 Reader <reader@example.org>
      Rseq Maintainer <rseq@example.org>
      lib@example.org
      x86-list@example.org
      everybody@example.org
    "
  `)
  const json: unknown = JSON.parse(await terminal.tributary(world.dir, 'owners', world.head('rseq'), '--json'))
  expect(json).toMatchObject({
    commit: world.head('rseq'),
    invasive: 'slight',
    byWords: ['RSEQ'],
    lists: ['x86-list@example.org', 'everybody@example.org'],
  })
})

test('the rule goes by upstream’s MAINTAINERS, and never by a tree’s', async () => {
  await using world = await maintainedWorld('Not acked.')
  world.commit('upstream', { MAINTAINERS: MAINTAINERS.replace('git://example.org/x86.git', world.path('x86')) })
  world.commit('rseq', { MAINTAINERS: '' })
  await world.release()
  using terminal = openTerminal()
  const said = await terminal.tributary(world.dir, 'findings', 'rseq')
  expect(said).toContain('It changes 1 file that X86 ARCHITECTURE owns, and no owner has acked it.')
  expect(said).toContain('arch/x86/sync.c +1 -0 (X86 ARCHITECTURE, through the x86 tree)')
})

test('an owner who is the contact of the tree as well is named once, and a tree’s ref is its tip', async () => {
  const files = { MAINTAINERS: MAINTAINERS.replace(/^T:.*\n/m, ''), 'arch/x86/entry.S': 'enter\n' }
  await using world = await World.create({ trees: ['x86', 'rseq'], files })
  world.configure((text) => text.replace('name = "x86"\n', 'name = "x86"\ncontacts = ["x86@example.org"]\n'))
  world.commit('rseq', { 'arch/x86/sync.c': 'rseq_sync()\n' })
  await world.release()
  using terminal = openTerminal()
  const told = await terminal.tributary(world.dir, 'owners', 'arch/x86/entry.S')
  expect(told.split('\n')[1]).toBe('  X86 ARCHITECTURE, through the x86 tree: X86 Maintainer <x86@example.org>')
  expect(await terminal.tributary(world.dir, 'owners', 'refs/trees/rseq')).toContain('arch/x86/sync.c')
})

test('what cannot be understood is said, and takes nothing else with it', async () => {
  await using world = await maintainedWorld()
  world.commit('upstream', {
    MAINTAINERS: MAINTAINERS.replace('F:	arch/x86\n', 'F:	arch/x86\nN:	(?<!not)x86\nK:	((((\n'),
  })
  await world.release()
  using terminal = openTerminal()
  const said = await terminal.tributary(world.dir, 'owners', 'arch/x86/entry.S')
  expect(said).toContain('X86 ARCHITECTURE: X86 Maintainer')
  expect(said).toContain(
    'Passed over, since it cannot be understood:\n  X86 ARCHITECTURE, N: (?<!not)x86\n  X86 ARCHITECTURE, K: ((((\n',
  )
})

test('whoever stands in the text of a binding is asked about it, by upstream’s version', async () => {
  await using world = await maintainedWorld()
  const binding = 'maintainers:\n  - Binding Maintainer <binding@example.org>\n'
  world.commit('upstream', { 'bindings/a.yaml': binding, 'bindings/a.txt': binding })
  world.commit('rseq', { 'bindings/a.yaml': 'maintainers:\n  - Mallory <mallory@example.org>\n' })
  await world.release()
  using terminal = openTerminal()
  expect(await terminal.tributary(world.dir, 'owners', 'bindings/a.yaml')).toContain('Binding Maintainer')
  expect(await terminal.tributary(world.dir, 'owners', 'bindings/a.txt')).not.toContain('Binding Maintainer')
  const commit = await terminal.tributary(world.dir, 'owners', 'refs/trees/rseq')
  expect(commit).toContain('Binding Maintainer')
  expect(commit).not.toContain('Mallory')
})

test('an owner whom CODEOWNERS knows by a handle is told by that alone', async () => {
  await using world = await World.create({ trees: ['net'], files: { CODEOWNERS: '*.c @c-team\n', 'a.c': 'a\n' } })
  await world.release()
  using terminal = openTerminal()
  const told = await terminal.tributary(world.dir, 'owners', 'a.c')
  expect(told).toContain('*.c: @c-team\n')
  expect(told).not.toContain('<>')
})
