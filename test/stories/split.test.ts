/** A tree goes in without one of its topics: what stays out, what stays as it was, and what happens when the tree moves on. */
import pc from 'picocolors'
import { expect, test } from 'vitest'
import { releaseText } from '../../src/faces/cli/print/release-text.ts'
import { tryBranch } from '../../src/pipeline/try.ts'
import { git } from '../world/fast-import.ts'
import { openTerminal } from '../world/typed.ts'
import { outcomes, World } from '../world/world.ts'

const LINES = Array.from({ length: 30 }, (_, at) => `line ${at}`)
const SIGNED = 'Why.\n\nSigned-off-by: Test Author <author@example.org>\n'

function file(changes: Readonly<Record<number, string>> = {}): string {
  return LINES.map((line, at) => `${changes[at] ?? line}\n`).join('')
}

/** rseq first, then generic membarrier, its x86 part, and selftests for rseq. */
async function rseqWorld(): Promise<World> {
  const files = { 'kernel/membarrier.c': file(), 'arch/x86/entry.S': file() }
  const world = await World.create({ trees: ['x86', 'rseq'], files })
  const add = (subject: string, changed: Record<string, string>): string =>
    world.commit('rseq', changed, { subject, body: SIGNED })
  add('rseq: Introduce restartable sequences', { 'kernel/rseq.c': file() })
  add('membarrier: Provide core serializing command', { 'kernel/membarrier.c': file({ 10: 'generic' }) })
  add('membarrier: x86: Provide core serializing command', {
    'kernel/membarrier.c': file({ 10: 'generic', 11: 'x86' }),
    'arch/x86/entry.S': file({ 4: 'sync_core' }),
  })
  add('rseq: Provide tests', { 'tools/rseq.c': file() })
  await world.release()
  world.day('2026-01-15')
  return world
}

const SPLIT = { verb: 'split', tree: 'rseq', without: ['membarrier-x86'] } as const

test('a topic stays out, and the rest goes in with the same people, messages and dates', async () => {
  await using world = await rseqWorld()
  await world.decide(SPLIT)
  const release = await world.release()
  expect(outcomes(release)).toEqual(['x86: empty', 'rseq: merged'])
  const at = (path: string): string => world.record('show', `next:${path}`)
  expect(at('arch/x86/entry.S')).toBe(file().trimEnd())
  expect(at('kernel/membarrier.c')).toBe(file({ 10: 'generic' }).trimEnd())
  const version = release.record.trees[1]?.version ?? ''
  const tip = world.head('rseq')
  // What stands before the topic is untouched.
  expect(world.record('rev-parse', `${version}^`)).toBe(world.record('rev-parse', `${tip}^^`))
  expect(world.record('log', '-1', '--format=%an %ae %at %cn %ce %ct', version)).toBe(
    world.record('log', '-1', '--format=%an %ae %at %cn %ce %ct', tip),
  )
  expect(world.record('log', '-1', '--format=%B', version)).toBe(
    `rseq: Provide tests\n\n${SIGNED}Part-of: rseq ${tip}\n`,
  )
  expect(releaseText(release, pc.createColors(false)).find((line) => line.includes('rseq'))).toContain(
    'split  without membarrier-x86 (1 commit), by decision',
  )
  expect((await world.mails()).at(-1)?.body.replaceAll('\n', ' ')).toContain(
    'The rseq tree is in without membarrier-x86 (1 commit), as',
  )
  expect(await world.verify()).toMatchObject({ kind: 'same' })
  world.record('fsck', '--strict')
})

test('nothing new is nothing to release, and undoing it brings the topic back', async () => {
  await using world = await rseqWorld()
  const { id } = await world.decide(SPLIT)
  await world.release()
  expect((await world.run()).outcome.kind).toBe('unchanged')
  expect(world.cli('status').stdout).toContain('split rseq: without membarrier-x86')
  await world.decide({ verb: 'undo', decision: id })
  const release = await world.release()
  expect(release.record.trees[1]?.version).toBe(world.head('rseq'))
})

test('a rebased topic stays out, and once the tree has dropped it the tree is whole', async () => {
  await using world = await rseqWorld()
  await world.decide(SPLIT)
  world.commit('upstream', { 'core/new.c': 'new\n' })
  git(world.path('rseq'), ['fetch', '-q', world.path('upstream'), 'main:up'])
  const rebased = { parents: ['up'], subject: 'membarrier: Provide core serializing command', body: SIGNED }
  world.commit('rseq', { 'kernel/membarrier.c': file({ 10: 'generic' }) }, rebased)
  const x86 = {
    'kernel/membarrier.c': file({ 10: 'generic', 11: 'x86' }),
    'arch/x86/entry.S': file({ 4: 'sync_core' }),
  }
  world.commit('rseq', x86, { subject: 'membarrier: x86: Provide it', body: SIGNED })
  await world.release()
  expect(world.record('show', 'next:arch/x86/entry.S')).toBe(file().trimEnd())
  world.commit('rseq', { 'kernel/membarrier.c': file({ 10: 'generic' }) }, rebased)
  world.day('2026-01-16')
  const release = await world.release()
  expect(release.record.trees[1]?.version).toBe(world.head('rseq'))
  expect(release.record.plan.trees[1]?.reason).toEqual({ kind: 'as-fetched' })
})

test('what comes to need the topic keeps the tree out, and why is said', async () => {
  await using world = await rseqWorld()
  await world.decide(SPLIT)
  world.commit('rseq', { 'arch/x86/entry.S': file({ 4: 'sync_core more' }) }, { subject: 'rseq: x86', body: SIGNED })
  const release = await world.release()
  expect(outcomes(release)).toEqual(['x86: empty', 'rseq: held'])
  const text = releaseText(release, pc.createColors(false)).find((line) => line.includes('rseq'))
  expect(text).toMatch(/held {2}it cannot be split: [0-9a-f]{12} needs what is left out, in arch\/x86\/entry\.S/)
})

test('a topic that others need cannot be split off; they are named', async () => {
  await using world = await rseqWorld()
  await expect(world.decide({ ...SPLIT, without: ['membarrier'] })).rejects.toMatchObject({
    message: '1 other commit of the rseq tree needs what is to stay out',
    hint: expect.stringContaining('membarrier: x86: Provide core serializing command') as string,
  })
  await expect(world.decide({ ...SPLIT, without: ['nosuch'] })).rejects.toThrow(
    'no topic and no commit called "nosuch"',
  )
  const all = ['rseq', 'membarrier', 'membarrier-x86']
  await expect(world.decide({ ...SPLIT, without: all })).rejects.toThrow('nothing would be left of the rseq tree')
  const told = world.cli('split', 'rseq', '--why', 'no')
  expect(told.exit).toBe(2)
  expect(told.stderr).toContain('--without is missing')
})

test('what is out already stands in no way, also when the tree was rebased', async () => {
  await using world = await rseqWorld()
  await world.decide(SPLIT)
  world.commit('upstream', { 'core/new.c': 'new\n' })
  git(world.path('rseq'), ['fetch', '-q', world.path('upstream'), 'main:up'])
  const generic = { 'kernel/membarrier.c': file({ 10: 'generic' }) }
  const x86 = {
    'kernel/membarrier.c': file({ 10: 'generic', 11: 'x86' }),
    'arch/x86/entry.S': file({ 4: 'sync_core' }),
  }
  world.commit('rseq', generic, { parents: ['up'], subject: 'membarrier: Provide it', body: SIGNED })
  world.commit('rseq', x86, { subject: 'membarrier: x86: Provide it', body: SIGNED })
  world.commit('rseq', { 'tools/rseq.c': file() }, { subject: 'rseq: Provide tests', body: SIGNED })
  await world.release()
  await world.decide({ ...SPLIT, without: ['membarrier'] })
  const release = await world.release()
  expect(release.record.plan.trees[1]?.reason).toMatchObject({ topics: ['membarrier-x86', 'membarrier'] })
  expect(world.record('log', '--format=%s', '-1', release.record.trees[1]?.version ?? '')).toBe('rseq: Provide tests')
})

test('an earlier version that went in split brings back nothing that the tree still has', async () => {
  await using world = await rseqWorld()
  const { id } = await world.decide(SPLIT)
  await world.release()
  await world.decide({ verb: 'undo', decision: id })
  world.commit('x86', { 'arch/x86/entry.S': file({ 4: 'x86' }) }, { subject: 'x86: four', body: SIGNED })
  const release = await world.release()
  expect(outcomes(release)).toEqual(['x86: merged', 'rseq: previous'])
  expect(release.record.trees[1]?.restores).toBeUndefined()
  expect(await world.verify()).toMatchObject({ kind: 'same' })
})

test('a tree whose merges settled conflicts by hand is not taken apart', async () => {
  await using world = await rseqWorld()
  world.commit(
    'rseq',
    { 'kernel/rseq.c': file({ 3: 'side' }) },
    { branch: 'side', parents: ['main'], subject: 'side: three', body: SIGNED },
  )
  world.commit('rseq', { 'kernel/rseq.c': file({ 3: 'main' }) }, { subject: 'rseq: three', body: SIGNED })
  world.commit(
    'rseq',
    { 'kernel/rseq.c': file({ 3: 'both' }) },
    { parents: ['main', 'side'], subject: 'Merge side', body: 'Both.' },
  )
  await world.decide(SPLIT)
  const release = await world.release()
  expect(outcomes(release)).toEqual(['x86: empty', 'rseq: held'])
})

test('a branch is tried against the tree as it goes in', async () => {
  await using world = await rseqWorld()
  git(world.folder, ['clone', '-q', '--bare', world.path('upstream'), world.path('other')])
  world.commit('other', { 'arch/x86/entry.S': file({ 4: 'other' }) }, { subject: 'x86: other' })
  const tried = { source: { url: world.path('other'), branch: 'main' }, as: undefined }
  expect((await tryBranch(world.workspace, world.machine, tried)).outcome.kind).toBe('conflicted')
  await world.decide(SPLIT)
  expect((await tryBranch(world.workspace, world.machine, tried)).outcome.kind).toBe('merged')
})

test('a conflict names the commits as the tree has them, also where the tree stays out for it', async () => {
  await using world = await rseqWorld()
  await world.decide(SPLIT)
  world.commit('x86', { 'tools/rseq.c': file({ 3: 'of x86' }) }, { subject: 'x86: tools' })
  const { record } = await world.release()
  expect(record.conflicts.map(({ theirsBy }) => theirsBy.commits.map(({ commit }) => commit))).toEqual([
    [world.head('rseq')],
  ])
  expect(await world.verify()).toMatchObject({ kind: 'same' })
})

test('of a tree that is in, rebuilt, what clashes with it is told by its own ids', async () => {
  await using world = await rseqWorld()
  await world.decide(SPLIT)
  await world.follow('late')
  world.commit('late', { 'tools/rseq.c': file({ 5: 'late' }) }, { subject: 'late: tools' })
  const { record } = await world.release()
  const tip = world.head('rseq')
  expect(record.conflicts.map(({ oursBy }) => oursBy.commits.map(({ commit }) => commit))).toEqual([[tip]])
  const { outcome } = await tryBranch(world.workspace, world.machine, {
    source: { url: world.path('late'), branch: 'main' },
    as: undefined,
  })
  const tried = outcome.kind === 'conflicted' ? outcome.conflicts : []
  expect(tried.map(({ oursBy }) => oursBy.commits.map(({ commit }) => commit))).toEqual([[tip]])
  expect(await world.verify()).toMatchObject({ kind: 'same' })
})

test('taking back one of two splits that keeps the tree out is said at once, and status says why', async () => {
  await using world = await rseqWorld()
  using terminal = openTerminal()
  const first = await world.decide({ verb: 'split', tree: 'rseq', without: ['membarrier-x86'] })
  const second = await world.decide({ verb: 'split', tree: 'rseq', without: ['membarrier'] })
  const said = await terminal.tributary(world.dir, 'undo', first.id, '--why', 'it is back')
  expect(said.split('\n').slice(1, 4)).toEqual([
    'Nothing of the rseq tree goes in by this: what another decision still leaves out is needed by',
    expect.stringMatching(/^ {2}[0-9a-f]{12} membarrier: x86: Provide core serializing command$/),
    `Take back ${second.id} as well, or leave these out: tributary split rseq --without … --why "…"`,
  ])
  expect(outcomes(await world.release())).toContain('rseq: held')
  expect(await terminal.tributary(world.dir, 'status')).toContain(
    '(without effect: nothing of the tree went in, for it could not be done: ',
  )
})
