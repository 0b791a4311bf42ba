/** What rules find in the trees as they were fetched, and what is read for it. */
import { rmSync, statSync } from 'node:fs'
import { expect, test } from 'vitest'
import { findingsNow } from '../../src/pipeline/findings.ts'
import { openTerminal } from '../world/typed.ts'
import { World } from '../world/world.ts'

/** x86 owns its architecture, and rseq changes a file there. */
async function trespassedWorld(): Promise<World> {
  const world = await World.create({ trees: ['x86', 'rseq'] })
  world.configure((text) => text.replace('name = "x86"\n', 'name = "x86"\nowns = ["arch/x86/"]\n'))
  world.commit('x86', { 'arch/x86/entry.S': 'enter\n' })
  world.commit('rseq', { 'arch/x86/sync.c': 'sync\n', 'kernel/rseq.c': 'rseq\n' })
  await world.release()
  return world
}

test('the findings of all trees, or of one, are listed for people and for scripts', async () => {
  await using world = await trespassedWorld()
  using terminal = openTerminal()
  expect(await terminal.tributary(world.dir, 'findings')).toMatchInlineSnapshot(`
    "1 finding in 2 commits in 2 trees.

    rseq

      d539469069  ownership  538f14dc11ce ("rseq: change arch/x86/sync.c, kernel/rseq.c")
        It changes 1 file that the x86 tree owns, and no owner has acked it.
          arch/x86/sync.c
        Ask the owners of the x86 tree for an Acked-by, or for taking it there.
    "
  `)
  expect(await terminal.tributary(world.dir, 'findings', 'x86')).toBe('Nothing was found in 1 commit in 1 tree.\n')
  const json: unknown = JSON.parse(await terminal.tributary(world.dir, 'findings', 'rseq', '--json'))
  expect(json).toMatchObject({ trees: 1, commits: 1, findings: [{ rule: 'ownership', tree: 'rseq' }] })
  await expect(terminal.tributary(world.dir, 'findings', 'nosuch')).rejects.toThrow('there is no tree "nosuch"')
})

test('what was read of commits once is not read again, and can be lost', async () => {
  await using world = await trespassedWorld()
  const first = await findingsNow(world.workspace, world.machine, undefined)
  const written = statSync(world.workspace.factsPath).mtimeMs
  expect(await findingsNow(world.workspace, world.machine, undefined)).toEqual(first)
  expect(statSync(world.workspace.factsPath).mtimeMs).toBe(written)
  rmSync(world.workspace.factsPath)
  expect(await findingsNow(world.workspace, world.machine, undefined)).toEqual(first)
})
