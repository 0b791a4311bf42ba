/** What rules find in the trees as they were fetched, and what is read for it. */
import { rmSync, statSync } from 'node:fs'
import pc from 'picocolors'
import { expect, test } from 'vitest'
import { findingLines } from '../../src/faces/cli/print/finding-text.ts'
import { releaseText } from '../../src/faces/cli/print/release-text.ts'
import { findingsNow } from '../../src/pipeline/findings.ts'
import { tryBranch } from '../../src/pipeline/try.ts'
import { git } from '../world/fast-import.ts'
import { openTerminal } from '../world/typed.ts'
import { outcomes, World } from '../world/world.ts'

/** As the other rules want it, so that only ownership has something to say. */
const SIGNED = 'Signed-off-by: Test Author <author@example.org>\n'

/** x86 owns its architecture, and rseq changes a file there. */
async function trespassedWorld(): Promise<World> {
  const world = await World.create({ trees: ['x86', 'rseq'] })
  world.configure((text) => text.replace('name = "x86"\n', 'name = "x86"\nowns = ["arch/x86/"]\n'))
  world.commit('x86', { 'arch/x86/entry.S': 'enter\n' }, { body: SIGNED })
  world.commit('rseq', { 'arch/x86/sync.c': 'sync\n', 'kernel/rseq.c': 'rseq\n' }, { body: SIGNED })
  await world.release()
  return world
}

test('the findings of all trees, or of one, are listed for people and for scripts', async () => {
  await using world = await trespassedWorld()
  using terminal = openTerminal()
  expect(await terminal.tributary(world.dir, 'findings')).toMatchInlineSnapshot(`
    "1 finding in 2 commits in 2 trees.

    rseq

      075cfdbf1b  ownership  58dc7554b89b ("rseq: change arch/x86/sync.c, kernel/rseq.c")
        It changes 1 file that the x86 tree owns, and no owner has acked it.
          arch/x86/sync.c +1 -0 (the x86 tree)
          how invasive: slight (1 line)
        Ask the owners of the x86 tree for an Acked-by, or for taking it through the x86 tree.
    "
  `)
  expect(await terminal.tributary(world.dir, 'findings', 'x86')).toBe('Nothing was found in 1 commit in 1 tree.\n')
  const json: unknown = JSON.parse(await terminal.tributary(world.dir, 'findings', 'rseq', '--json'))
  expect(json).toMatchObject({ trees: 1, commits: 1, findings: [{ rule: 'ownership', tree: 'rseq' }] })
  expect(await terminal.tributary(world.dir, 'findings', '--rule', 'sign-off')).toContain('Nothing was found')
  expect(await terminal.tributary(world.dir, 'findings', '--rule', 'ownership')).toContain('1 finding in')
  await expect(terminal.tributary(world.dir, 'findings', '--rule', 'owner')).rejects.toThrow('there is no rule "owner"')
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

/** The same, with the rules asked by runs and rseq held. */
async function heldWorld(): Promise<World> {
  const world = await trespassedWorld()
  world.configure((text) => `${text}\n[rules]\nownership = "hold"\n`)
  world.day('2026-01-15')
  return world
}

test('a tree that oversteps stays out, and why is told, until an owner has acked', async () => {
  await using world = await heldWorld()
  const held = await world.release()
  expect(outcomes(held)).toEqual(['x86: merged', 'rseq: held'])
  expect(held.record.plan.trees[1]?.reason).toMatchObject({ kind: 'held-by-rule', rule: 'ownership', of: 'rseq' })
  expect(releaseText(held, pc.createColors(false)).filter((line) => line.includes('rseq'))).toMatchInlineSnapshot(`
    [
      "  rseq  held  by the ownership rule (075cfdbf1b): It changes 1 file that the x86 tree owns, and no owner has acked it.",
    ]
  `)
  const told = async () =>
    (await world.mails())
      .at(-1)
      ?.body.split('\n\n')
      .find((part) => /rseq/.test(part))
  expect(await told()).toMatchInlineSnapshot(`
    "The rseq tree is held by the ownership rule: nothing of it goes in (It
    changes 1 file that the x86 tree owns, and no owner has acked it;
    tributary findings rseq, 075cfdbf1b)."
  `)
  expect(await world.verify()).toMatchObject({ kind: 'same' })

  const body = 'Acked-by: An Owner <x86@example.org>\nSigned-off-by: Test Author <author@example.org>'
  world.configure((text) => text.replace(/^owns =/m, 'contacts = ["x86@example.org"]\nowns ='))
  world.commit(
    'rseq',
    { 'arch/x86/sync.c': 'sync\n', 'kernel/rseq.c': 'rseq\n' },
    { parents: [world.head('upstream')], body },
  )
  world.day('2026-01-16')
  expect(outcomes(await world.release())).toEqual(['x86: merged', 'rseq: merged'])
  expect(await told()).toMatchInlineSnapshot(`"The rseq tree is no longer held by a rule."`)
})

test('an accepted finding lets its tree in', async () => {
  await using world = await heldWorld()
  await world.release()
  const { findings } = await findingsNow(world.workspace, world.machine, 'rseq')
  await world.decide({ verb: 'accept', finding: findings[0]?.finding.id ?? '', until: undefined })
  expect(outcomes(await world.release())).toEqual(['x86: merged', 'rseq: merged'])
})

test('since when a finding stands, and when it went, is on record', async () => {
  await using world = await heldWorld()
  await world.release()
  world.day('2026-01-18')
  const { outcome } = await world.run()
  expect(outcome.kind).toBe('unchanged')
  const lines = async () =>
    findingLines(await findingsNow(world.workspace, world.machine, 'rseq'), pc.createColors(false))
  expect((await lines()).join('\n')).toContain('ownership, held')
  expect((await lines()).join('\n')).toContain(', for 3 days')
  world.commit('rseq', { 'kernel/rseq.c': 'rseq\n' }, { parents: [world.head('upstream')], body: SIGNED })
  await world.release()
  expect((await lines()).join('\n')).toBe('Nothing was found in 1 commit in 1 tree.')
  using terminal = openTerminal()
  expect(await terminal.tributary(world.dir, 'findings', '--gone')).toMatchInlineSnapshot(`
    "075cfdbf1b  ownership  rseq  2026-01-15 to 2026-01-18  58dc7554b89b ("rseq: change arch/x86/sync.c, kernel/rseq.c")
    "
  `)
  // What is new is that the branch was rewound.
  expect(world.record('log', '--format=%s', 'refs/tributary/findings')).toBe(
    'findings: 1 new, 1 gone\nfindings: 1 new, 0 gone',
  )
})

test('a dry run keeps nothing of what it finds', async () => {
  await using world = await heldWorld()
  const { outcome } = await world.run({ dryRun: true })
  expect(outcome).toMatchObject({ kind: 'planned', release: { record: { trees: [{}, { outcome: 'held' }] } } })
  expect(world.record('for-each-ref', 'refs/tributary/findings')).toBe('')
})

test('a branch is tried beside what rules keep out', async () => {
  await using world = await heldWorld()
  await world.release()
  const source = { url: world.path('x86'), branch: 'main' }
  expect((await tryBranch(world.workspace, world.machine, { source, as: undefined })).trees).toBe(1)
})

test('a finding is told once, to the tree, the author and the owners', async () => {
  await using world = await heldWorld()
  world.configure((text) => text.replace(/^owns =/m, 'contacts = ["X86 Maintainer <x86@example.org>"]\nowns ='))
  const about = async () =>
    (await world.mails()).flatMap(({ subject, to, cc, messageId }) =>
      /code of others/.test(subject) ? [`${messageId}: ${subject} to ${to}, cc ${cc}`] : [],
    )
  await world.run({ dryRun: true })
  expect(await about()).toEqual([])
  await world.release()
  world.day('2026-01-16')
  world.commit('x86', { 'arch/x86/more.c': 'more\n' })
  await world.release()
  expect(await about()).toMatchInlineSnapshot(`
    [
      "test-next-20260115.finding.075cfdbf1b@example.org: test-next: change to code of others in the rseq tree to Next Integrator <integrator@example.org>, cc Test Author <author@example.org>, X86 Maintainer <x86@example.org>",
    ]
  `)
})

test('what was accepted, or is only noted, is not told', async () => {
  await using world = await heldWorld()
  world.configure((text) => text.replace('ownership = "hold"', 'ownership = "note"\nsign-off = "off"'))
  await world.release()
  world.configure((text) => text.replace('ownership = "note"', 'ownership = "report"'))
  const { findings } = await findingsNow(world.workspace, world.machine, 'rseq')
  const id = findings.find(({ finding }) => finding.rule === 'ownership')?.finding.id ?? ''
  await world.decide({ verb: 'accept', finding: id, until: undefined })
  await world.release()
  expect((await world.mails()).filter(({ subject }) => /code of others/.test(subject))).toEqual([])
})

test('what is old depends on the day that is asked about', async () => {
  await using world = await trespassedWorld()
  using terminal = openTerminal()
  expect(await terminal.tributary(world.dir, 'findings', '--at', '2026-01-14')).not.toContain('idle-tree')
  expect(await terminal.tributary(world.dir, 'findings', '--at', '2028-01-14')).toContain('idle-tree')
  await expect(terminal.tributary(world.dir, 'findings', '--at', 'then')).rejects.toThrow('"then" is no day')
})

test('who is held while another tree still brings the same is told so', async () => {
  await using world = await World.create({ trees: ['net', 'usb'] })
  using terminal = openTerminal()
  expect(await terminal.tributary(world.dir, 'hold', 'net', '--why', 'x')).not.toContain('effective')
  world.commit('net', { 'net/core.c': 'one\n' })
  world.commit('usb', { 'net/core.c': 'one\n' }, { subject: 'picked' })
  await world.release()
  expect(await terminal.tributary(world.dir, 'drop', 'net', '--why', 'x')).toContain(
    'It is not effective yet: the usb tree still brings one of its commits, under another id.\n',
  )
  await world.decide({ verb: 'hold', tree: 'usb' })
  expect(await terminal.tributary(world.dir, 'hold', 'net', '--why', 'x')).not.toContain('effective')
})

test('a run says how many findings there are, where it asks rules', async () => {
  await using world = await heldWorld()
  using terminal = openTerminal()
  const run = (): Promise<string> => terminal.tributary(world.dir, 'run', '--offline', '--date', '2026-01-15')
  expect(await run()).toContain('Rules have 1 finding: tributary findings\n')
  expect(await run()).toBe(
    'Nothing changed since next-20260115: no new release.\nRules have 1 finding: tributary findings\n',
  )
  world.configure((text) => text.replace(/\[rules\][^]*$/, ''))
  expect(await run()).not.toContain('finding')
})

/** Subjects and what they answer, without those of the summaries. */
async function findingMails(world: World): Promise<string[]> {
  const mails = await world.mails()
  return mails.map(({ subject }) => subject).filter((subject) => subject.includes(' in the '))
}

test('what is over is told once in its thread, what comes back once more, and then nothing', async () => {
  await using world = await World.create({ trees: ['net'] })
  world.configure((text) => `${text}\n[rules]\n`)
  const unsigned = { parents: ['base'], subject: 'net: one' }
  git(world.path('net'), ['branch', 'base', 'main'])
  const days = ['14', '15', '16', '17', '18', '19']
  for (const [at, day] of days.entries()) {
    world.day(`2026-01-${day}`)
    // Mended and broken in turn.
    world.commit('net', { 'net/core.c': 'one\n' }, { ...unsigned, body: at % 2 === 0 ? 'Why.\n' : `Why.\n\n${SIGNED}` })
    await world.release()
  }
  const subject = 'test-next: Signed-off-by missing for commit in the net tree'
  expect(await findingMails(world)).toEqual([subject, `Re: ${subject}`, `Re: ${subject}`])
  const told = (await world.mails()).filter((mail) => mail.subject.endsWith(subject)).map(({ body }) => body)
  expect(told[1]).toContain('this is over in')
  expect(told[2]).toContain('This is in the net tree again')
})

test('a rule that is switched off mends nothing, and the first run that asks writes one mail a tree', async () => {
  await using world = await World.create({ trees: ['net', 'usb'] })
  world.commit('net', { 'net/core.c': 'one\n', 'net/core.c.orig': 'one\n' }, { subject: 'net: one', body: 'Why.\n' })
  await world.release()
  world.configure((text) => `${text}\n[rules]\n`)
  world.day('2026-01-15')
  world.commit('usb', { 'usb/core.c': 'one\n' }, { subject: 'usb: one', body: SIGNED })
  await world.release()
  expect(await findingMails(world)).toEqual(['test-next: 2 things to look at in the net tree'])
  world.configure((text) => `${text}\nsign-off = "off"\n`)
  world.day('2026-01-16')
  world.commit('usb', { 'usb/more.c': 'more\n' }, { subject: 'usb: two', body: SIGNED })
  await world.release()
  expect(await findingMails(world)).toHaveLength(1)
})
