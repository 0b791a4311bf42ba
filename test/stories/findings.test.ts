/** What rules find in the trees as they were fetched, and what is read for it. */
import { rmSync, statSync } from 'node:fs'
import pc from 'picocolors'
import { expect, test } from 'vitest'
import { findingLines } from '../../src/faces/cli/print/finding-text.ts'
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

test('a finding can be accepted, until a day or until undone', async () => {
  await using world = await trespassedWorld()
  using terminal = openTerminal()
  const standing = async () => (await findingsNow(world.workspace, world.machine, undefined)).findings
  const [found] = await standing()
  const id = found?.finding.id ?? ''
  await world.decide({ verb: 'accept', finding: id.slice(0, 6), until: '2026-01-20' })
  const shown = findingLines(await findingsNow(world.workspace, world.machine, undefined), pc.createColors(false))
  expect(shown.at(-1)?.trim()).toMatch(/^Accepted until 2026-01-20 by .* on 2026-01-14: the test says so$/)
  world.day('2026-01-20')
  expect(await standing()).toMatchObject([{ accepted: undefined }])
  const { id: decision } = await world.decide({ verb: 'accept', finding: id, until: undefined })
  expect(await standing()).toMatchObject([{ accepted: { id: decision } }])
  expect(await terminal.tributary(world.dir, 'status')).toContain(`accept ${id} (ownership) of rseq`)
  await world.decide({ verb: 'undo', decision })
  expect(await standing()).toMatchObject([{ accepted: undefined }])
})

test('what cannot be accepted is said', async () => {
  await using world = await trespassedWorld()
  const accept = (finding: string, until?: string) => world.decide({ verb: 'accept', finding, until })
  await expect(accept('nosuch')).rejects.toThrow('nothing that stands is called "nosuch"')
  await expect(accept('', '2026-02-30')).rejects.toThrow('"2026-02-30" is no date')
  await expect(accept('', '2026-01-14')).rejects.toThrow('2026-01-14 is over')
})
