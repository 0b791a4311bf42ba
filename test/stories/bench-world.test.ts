/** The world that speeds are measured on: the same everywhere, with the conflicts it promises, and peers that agree on them. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { tryGit } from '../../bench/git.ts'
import { allPairs } from '../../bench/peers/all-pairs.ts'
import { differences } from '../../bench/peers/outcome.ts'
import { processAMerge, throughCoProcess } from '../../bench/peers/plumbing.ts'
import { inWorkTree } from '../../bench/peers/work-tree.ts'
import { advance, openWorld, restore } from '../../bench/world/world.ts'

const cache = mkdtempSync(join(tmpdir(), 'bench-world-'))
afterAll(() => rmSync(cache, { recursive: true, force: true }))

const world = await openWorld({ size: 'small', cache, source: undefined, say: () => undefined })

test('it is the same on every machine', () => {
  expect(world.files).toBe(3001)
  expect(world.trees).toHaveLength(60)
  expect(world.upstream.tip).toMatchInlineSnapshot(`"f2785a4d7dc0ee9ddf0f96266f523d80c9abf94a"`)
  expect(world.trees.at(-1)).toMatchInlineSnapshot(`
    {
      "advanced": "4dac9f8606d63651f709776a3bc7843cb3abe51e",
      "branch": "trees/mm-part7",
      "kind": "next",
      "name": "mm-part7",
      "tip": "0b893508de5f2952b0d383c9ea5cdccdb9131f97",
    }
  `)
})

test('git finds it sound', () => {
  expect(tryGit(world.server, ['fsck', '--strict', '--no-dangling'])).toEqual({ exit: 0, stdout: '', stderr: '' })
})

test('the trees that conflict are those that were meant to, and every peer comes to the same result', async () => {
  const floor = await throughCoProcess(world)
  const conflicted = [...floor.outcomes].filter(([, outcome]) => outcome.kind === 'conflicted').map(([name]) => name)
  const contained = [...floor.outcomes].filter(([, outcome]) => outcome.kind === 'already-in').map(([name]) => name)
  expect(conflicted.sort()).toEqual(world.conflicts.map(({ tree }) => tree).sort())
  expect(contained).toEqual(world.alreadyIn)
  expect(differences(floor, await processAMerge(world))).toEqual([])
  expect(differences(floor, inWorkTree(world))).toEqual([])
})

test('the pairs that conflict are those whose conflict is not with upstream', async () => {
  const { pairs, conflicts } = await allPairs(world)
  const meant = world.conflicts.filter((conflict) => conflict.with !== 'upstream')
  expect(pairs).toBe((60 * 59) / 2)
  const words = (trees: readonly string[]): string => trees.join(' with ')
  expect(conflicts.map(({ trees }) => words(trees)).sort()).toEqual(
    meant.map((conflict) => words([conflict.with, conflict.tree])).sort(),
  )
  expect(conflicts.flatMap(({ paths }) => paths).sort()).toEqual(meant.map(({ path }) => path).sort())
})

test('a tree can be moved by one commit and moved back', () => {
  const [tree] = world.trees
  const tip = (): string =>
    tryGit(world.server, ['rev-parse', `refs/heads/${tree!.branch}`, `refs/heads/${tree!.branch}^`]).stdout
  const before = tip()
  advance(world, tree!)
  expect(tip()).toBe(`${tree!.advanced}\n${tree!.tip}\n`)
  restore(world, tree!)
  expect(tip()).toBe(before)
})
