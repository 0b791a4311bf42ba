/** The x86 part of membarrier goes to the x86 tree: it waits for the generic part, is offered when that is upstream, and its copy goes. */
import { expect, test } from 'vitest'
import { handOverLines } from '../../src/faces/cli/print/hand-over-text.ts'
import { followHandOvers, handOversNow } from '../../src/pipeline/hand-over/follow.ts'
import { git } from '../world/fast-import.ts'
import { openTerminal } from '../world/typed.ts'
import { World } from '../world/world.ts'
import pc from 'picocolors'

const LINES = Array.from({ length: 30 }, (_, at) => `line ${at}`)
const SIGNED = 'Why.\n\nSigned-off-by: Test Author <author@example.org>\n'

function file(changes: Readonly<Record<number, string>> = {}): string {
  return LINES.map((line, at) => `${changes[at] ?? line}\n`).join('')
}

const GENERIC = { 'kernel/membarrier.c': file({ 10: 'generic' }) }
const X86 = { 'kernel/membarrier.c': file({ 10: 'generic', 11: 'x86' }), 'arch/x86/entry.S': file({ 4: 'sync_core' }) }

async function rseqWorld(topic = 'membarrier-x86'): Promise<World> {
  const files = { 'kernel/membarrier.c': file(), 'arch/x86/entry.S': file() }
  const world = await World.create({ trees: ['x86', 'rseq'], files })
  world.configure((text) =>
    text
      .replace('name = "x86"\n', 'name = "x86"\ncontacts = ["X86 Maintainer <x86@example.org>"]\n')
      .replace('name = "rseq"\n', 'name = "rseq"\ncontacts = ["Rseq Maintainer <rseq@example.org>"]\n'),
  )
  world.commit('rseq', GENERIC, { subject: 'membarrier: Provide core serializing command', body: SIGNED })
  world.commit('rseq', X86, { subject: 'membarrier: x86: Provide core serializing command', body: SIGNED })
  world.commit('rseq', { 'kernel/rseq.c': file() }, { subject: 'rseq: Introduce restartable sequences', body: SIGNED })
  await world.release()
  await world.decide({ verb: 'hand-over', tree: 'rseq', topics: [topic], to: 'x86' })
  return world
}

async function told(world: World): Promise<string> {
  const [found] = await followHandOvers(world.workspace, world.machine)
  return found === undefined ? 'nothing' : handOverLines(found, pc.createColors(false)).join('\n').slice(12)
}

async function subjects(world: World): Promise<string[]> {
  return (await world.mails()).map(({ to, subject }) => `${to}: ${subject}`).filter((line) => line.includes('please'))
}

const BRANCH = 'refs/heads/hand-over/rseq/membarrier-x86'

test('what needs something that is not upstream waits, and nobody is asked', async () => {
  await using world = await rseqWorld()
  const commits = (name: string): string => world.head('rseq', name).slice(0, 12)
  expect(await told(world)).toBe(
    [
      'membarrier-x86 of rseq to x86: it waits until what it needs is upstream',
      `  ${commits('main^')} membarrier: x86: Provide core serializing command`,
      '  It needs:',
      `  ${commits('main^^')} membarrier: Provide core serializing command`,
    ].join('\n'),
  )
  expect(await subjects(world)).toEqual([])
})

test('it is offered the day that lands, once, and when the owner has it the first tree is asked to drop its copy', async () => {
  await using world = await rseqWorld()
  world.commit('upstream', GENERIC, { subject: 'membarrier: Provide core serializing command', body: SIGNED })
  world.day('2026-01-15')
  await world.release()
  expect(await told(world)).toMatch(/^membarrier-x86 of rseq to x86: offered as hand-over\/rseq\/membarrier-x86, /)
  // Exactly that commit, on upstream as it is now.
  expect(world.record('log', '--format=%s', BRANCH, '^refs/upstream/head')).toBe(
    'membarrier: x86: Provide core serializing command',
  )
  expect(world.record('show', `${BRANCH}:arch/x86/entry.S`)).toBe(X86['arch/x86/entry.S'].trimEnd())
  expect(world.record('log', '-1', '--format=%an %at%n%b', BRANCH)).toContain('Test Author')
  expect(world.record('log', '-1', '--format=%B', BRANCH)).not.toContain('Part-of')
  world.record('fsck', '--strict')
  const mirror = await world.mirrored('second')
  expect((await handOversNow(mirror.workspace, mirror.machine))[0]?.state.kind).toBe('offered')
  await told(world)
  expect(await subjects(world)).toEqual([
    'X86 Maintainer <x86@example.org>: test-next: please take membarrier-x86 of the rseq tree through the x86 tree',
  ])
  expect((await world.mails()).find(({ subject }) => subject.includes('please take'))?.body).toMatchInlineSnapshot(`
    "Hi all,

    These commits are in the rseq tree and are to go through the x86 tree:

      db373b21d360 ("membarrier: x86: Provide core serializing command")

    The reason that was given: the test says so

    They stand by themselves, with nothing else of that tree, on
    61bce8481e86 of upstream. The branch hand-over/rseq/membarrier-x86 of
    the record has them at db373b21d360. It merges without a conflict into
    the x86 tree and into the last release, as both are now.

    Once the x86 tree has them, the rseq tree will be asked to drop its
    copy.

    -- 
    Next Integrator
    "
  `)

  git(world.path('x86'), ['fetch', '-q', world.recordDir, `${BRANCH}:topic`])
  git(world.path('x86'), ['update-ref', 'refs/heads/main', 'topic'])
  world.day('2026-01-16')
  await world.release()
  expect(await told(world)).toMatch(/^membarrier-x86 of rseq to x86: x86 has it; the copy can go/)
  expect((await subjects(world)).at(-1)).toBe(
    'Rseq Maintainer <rseq@example.org>: test-next: please drop membarrier-x86 from the rseq tree',
  )

  git(world.path('rseq'), ['fetch', '-q', world.path('upstream'), 'main:up'])
  world.commit(
    'rseq',
    { 'kernel/rseq.c': file() },
    { parents: ['up'], subject: 'rseq: Introduce restartable sequences', body: SIGNED },
  )
  world.day('2026-01-17')
  await world.release()
  expect(await told(world)).toMatch(/^membarrier-x86 of rseq to x86: over: the tree has none of it any more/)
  expect(await subjects(world)).toHaveLength(2)
})

test('that both trees have it is told by the hand-over alone, and as a duplicate when nothing is handed over any more', async () => {
  await using world = await rseqWorld()
  world.configure((text) => `${text}\n[rules]\n`)
  world.commit('upstream', GENERIC, {
    subject: 'membarrier: Provide core serializing command',
    body: `Taken.\n\n${SIGNED}`,
  })
  world.day('2026-01-15')
  await world.release()
  await told(world)
  git(world.path('x86'), ['fetch', '-q', world.recordDir, `${BRANCH}:topic`])
  git(world.path('x86'), ['update-ref', 'refs/heads/main', 'topic'])
  world.day('2026-01-16')
  await world.release()
  await told(world)
  // The generic part is in upstream as another commit, which is told as ever.
  const duplicates = async (): Promise<string[]> =>
    (await world.mails())
      .filter(({ body }) => body.replaceAll(/\s+/g, ' ').includes('The same patch is in the x86 tree'))
      .map(({ subject }) => subject)
  expect(await subjects(world)).toHaveLength(2)
  expect(await duplicates()).toEqual([])
  expect(world.cli('findings', 'rseq').stdout).toContain('The same patch is in the x86 tree as another commit.')
  const [one] = await handOversNow(world.workspace, world.machine)
  await world.decide({ verb: 'undo', decision: one?.decision.id ?? '' })
  world.day('2026-01-17')
  await world.release()
  expect(await duplicates()).toEqual(['test-next: duplicate patch in the rseq tree'])
})

test('what does not merge into the other tree is said, and not offered', async () => {
  await using world = await rseqWorld()
  world.commit('upstream', GENERIC, { subject: 'membarrier: Provide core serializing command', body: SIGNED })
  world.commit('x86', { 'arch/x86/entry.S': file({ 4: 'other' }) }, { subject: 'x86: other', body: SIGNED })
  world.day('2026-01-15')
  await world.release()
  expect(await told(world)).toContain('it does not go onto the x86 tree: arch/x86/entry.S')
  expect(await subjects(world)).toEqual([])
})

test('a run does it by itself, under whatever name the topic was typed, and undoing ends it', async () => {
  await using world = await rseqWorld('membarrier/x86')
  world.commit('upstream', GENERIC, { subject: 'membarrier: Provide core serializing command', body: SIGNED })
  expect(world.cli('run').exit).toBe(0)
  expect(world.record('rev-parse', '--verify', BRANCH)).not.toBe('')
  const shown = world.cli('hand-overs', '--json')
  expect(JSON.parse(shown.stdout)).toMatchObject({
    handOvers: [{ tree: 'rseq', to: 'x86', state: 'offered', branch: BRANCH }],
  })
  const [one] = await handOversNow(world.workspace, world.machine)
  await world.decide({ verb: 'undo', decision: one?.decision.id ?? '' })
  expect(world.cli('hand-overs').stdout).toBe('Nothing is being handed over.\n')
  // Its branch is no offer any more.
  await followHandOvers(world.workspace, world.machine)
  expect(world.record('for-each-ref', 'refs/heads/hand-over')).toBe('')
  const warnings = world.events.map((event) => (event.kind === 'warning' ? event.what : ''))
  expect(warnings.some((what) => what.startsWith('the branch hand-over/rseq/membarrier-x86 was removed'))).toBe(true)
})

/** A gate that wants the call and what it calls. */
const SYNC_CORE_IS_DECLARED = `grep -q sync_core arch/x86/entry.S || exit 0; grep -q sync_core kernel/api.h || { echo "error: sync_core"; exit 1; }`

async function gatedHandOver(): Promise<World> {
  const world = await rseqWorld()
  world.configure(
    (text) =>
      `${text.replace('[gate-pool]\n', '[gate-pool]\nsandbox = "off"\n')}\n[[gates]]\nname = "build"\nrun = '''${SYNC_CORE_IS_DECLARED}'''\n`,
  )
  world.commit('upstream', GENERIC, { subject: 'membarrier: Provide core serializing command', body: SIGNED })
  world.day('2026-01-15')
  await world.release()
  return world
}

test('a branch that a gate is red with by itself is not offered, and when upstream has what it lacks it is', async () => {
  await using world = await gatedHandOver()
  expect(await told(world)).toMatch(
    /^membarrier-x86 of rseq to x86: it does not pass build by itself, on [0-9a-f]{12}: tributary gate log [0-9a-f]{12}/,
  )
  expect(await subjects(world)).toEqual([])
  world.commit('upstream', { 'kernel/api.h': 'sync_core\n' }, { subject: 'api: declare sync_core' })
  world.day('2026-01-16')
  git(world.path('rseq'), ['fetch', '-q', world.path('upstream'), 'main:up'])
  world.commit('rseq', X86, {
    parents: ['up'],
    subject: 'membarrier: x86: Provide core serializing command',
    body: SIGNED,
  })
  await world.release()
  expect(await told(world)).toMatch(/offered as hand-over\/rseq\/membarrier-x86, .*; it passes build by itself/)
  expect((await world.mails()).find(({ subject }) => subject.includes('please take'))?.body).toMatch(
    /By itself it\s+passes build\./,
  )
})

test('where releases are pushed to, the command that pushes the branch is shown', async () => {
  await using world = await rseqWorld()
  world.commit('upstream', GENERIC, { subject: 'membarrier: Provide core serializing command', body: SIGNED })
  await world.release()
  await told(world)
  world.configure((text) => text.replace('# push = ', `push = ["${world.path('x86')}"]\n# push = `))
  using terminal = openTerminal()
  const shown = await terminal.tributary(world.dir, 'hand-overs')
  expect(shown).toContain(`Push it with: git --git-dir=record.git push '${world.path('x86')}' '${BRANCH}:${BRANCH}'`)
})

test('what cannot be meant is refused', async () => {
  await using world = await rseqWorld()
  const wish = { verb: 'hand-over', tree: 'rseq', topics: ['membarrier-x86'], to: 'x86' } as const
  await expect(world.decide({ ...wish, to: 'rseq' })).rejects.toThrow('the rseq tree has it already')
  await expect(world.decide({ ...wish, topics: ['nosuch'] })).rejects.toThrow('no topic and no commit called "nosuch"')
  using terminal = openTerminal()
  await expect(terminal.tributary(world.dir, 'hand-over', 'rseq', '--why', 'x')).rejects.toThrow(
    'it takes --topics and --to',
  )
})
