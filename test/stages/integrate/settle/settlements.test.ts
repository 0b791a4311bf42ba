import { expect, test } from 'vitest'
import type { Attempt } from '../../../../src/stages/integrate/attempt.ts'
import { Ancestry } from '../../../../src/stages/integrate/ancestry.ts'
import { Line } from '../../../../src/stages/integrate/line.ts'
import type { MemoSettlement } from '../../../../src/stages/integrate/memo.ts'
import type { SettlingGround } from '../../../../src/stages/integrate/settle/settle.ts'
import { type Met, Settlements } from '../../../../src/stages/integrate/settle/settlements.ts'
import { overlay } from '../../../../src/base/git/overlay.ts'
import { MergeScene } from '../../../world/merge-scene.ts'
import { EVERY_TIER, SOMEBODY } from '../../../world/resolutions.ts'
import { treeName } from '../../../world/roster.ts'

const LINES = 'one\ntwo\nthree\n'
const two = (by: string): string => LINES.replace('two', `two of ${by}`)

const RULES: SettlingGround = {
  resolutions: undefined,
  automatic: EVERY_TIER,
  rules: [{ glob: 'a.c', take: 'ours' }],
  retired: [],
  shelf: undefined,
}

function scene(): Promise<MergeScene> {
  const files = (by: string) => ({ 'a.c': two(by), 'b.c': two(by) })
  return MergeScene.two({ 'a.c': LINES, 'b.c': LINES }, files('main'), files('topic'))
}

function lineOf(project: MergeScene): Line {
  const upstream = project.commit('main')
  const facts = { upstream, parents: new Map(), inUpstream: new Set<never>() }
  const start = { head: upstream, tree: project.tree('main'), present: new Set<never>() }
  const signature = { by: SOMEBODY, at: { epochSeconds: 0, zoneMinutes: 0 } }
  return new Line(project.shop, signature, new Ancestry(project.shop.git, facts, new Map()), start)
}

async function met(project: MergeScene): Promise<Met> {
  const { bases, commits, answer, version } = await project.clash()
  const { folders } = project.shop
  const complete = async (leaves: Parameters<typeof overlay>[2]) => ({
    tree: await overlay(folders, answer.tree, leaves),
    changed: [],
  })
  return {
    tree: treeName('topic'),
    version,
    clash: { kind: 'clash', bases, commits, found: { kind: 'new', answer, complete } },
  }
}

test('where nothing could settle it, nothing is read', async () => {
  await using project = await scene()
  const settlements = new Settlements(project.shop, project.commit('main'), undefined)
  expect(await settlements.of(lineOf(project), await met(project))).toEqual({
    reading: undefined,
    settlement: undefined,
    settled: [],
    shown: undefined,
    partly: new Map(),
  })
})

test('what settled the same clash last time settles it again, unread', async () => {
  await using project = await scene()
  const settlement: MemoSettlement = { tree: project.tree('topic'), changed: [], settled: [] }
  const known = { ...(await met(project)) }
  const clash: Attempt & { readonly kind: 'clash' } = {
    ...known.clash,
    found: { kind: 'known', conflicts: [], settlement },
  }
  const settlements = new Settlements(project.shop, project.commit('main'), RULES)
  expect(await settlements.of(lineOf(project), { ...known, clash })).toMatchObject({ settlement, reading: undefined })
})

test('with one path open there is no settlement, and a tree to show the other as it is settled', async () => {
  await using project = await scene()
  const knowledge = await new Settlements(project.shop, project.commit('main'), RULES).of(
    lineOf(project),
    await met(project),
  )
  expect(knowledge.settlement).toBeUndefined()
  expect(knowledge.settled.map(({ path }) => path)).toEqual(['a.c'])
  if (knowledge.shown === undefined) throw new Error('there is something to show')
  const files = await project.files(knowledge.shown)
  expect(files['a.c']).toBe(two('main').trimEnd())
  expect(files['b.c']).toContain('<<<<<<<')
})

test('with every path settled the merge is made whole, and what was read stays for its description', async () => {
  await using project = await scene()
  const rules = [...RULES.rules, { glob: 'b.c', take: 'union' } as const]
  const settlements = new Settlements(project.shop, project.commit('main'), { ...RULES, rules })
  const line = lineOf(project)
  const knowledge = await settlements.of(line, await met(project))
  if (knowledge.settlement === undefined) throw new Error('it is settled')
  expect(knowledge.shown).toBe(knowledge.settlement.tree)
  expect(await project.files(knowledge.settlement.tree)).toMatchObject({
    'a.c': two('main').trimEnd(),
    'b.c': 'one\ntwo of main\ntwo of topic\nthree',
  })
  expect(knowledge.reading?.conflicts.map(({ path }) => path)).toEqual(['a.c', 'b.c'])
  // The line moves on while conflicts are described, and what they are described from does not.
  expect(knowledge.reading?.view.clash.earlier).not.toBe(line.earlier)
})
