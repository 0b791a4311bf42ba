/** A request to pull is answered from the record. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { pullCheckMarkdown, pullCheckText } from '../../src/faces/cli/print/pull-check-text.ts'
import { pullCheck } from '../../src/pipeline/pull-check/pull-check.ts'
import { git } from '../world/fast-import.ts'
import { gated, gatedWorld, NO_BROKEN_FILE, TREES, withWork } from '../world/gated.ts'
import { openTerminal } from '../world/typed.ts'
import { World } from '../world/world.ts'

const SIGNED = 'Signed-off-by: Test Author <author@example.org>\n'
const LINES = 'one\ntwo\nthree\nfour\nfive\nsix\nseven\n'

/** net and usb change the same line; net has been in next for two weeks, and has a commit that has not. */
async function twoWeeks(): Promise<World> {
  const world = await World.create({ trees: ['net', 'usb'] })
  world.commit(
    'net',
    { 'core/main.c': LINES.replace('three', 'THREE by net') },
    { subject: 'net: three', body: SIGNED },
  )
  await world.release()
  world.day('2026-01-28')
  world.commit(
    'usb',
    { 'core/main.c': LINES.replace('three', 'Three by usb') },
    { subject: 'usb: three', body: SIGNED },
  )
  await world.release()
  return world
}

test('a tree that was in next long enough is pulled, with what it will meet', async () => {
  await using world = await twoWeeks()
  const check = await pullCheck(world.workspace, world.machine, { kind: 'range', text: 'net' })
  expect(pullCheckText(check).join('\n')).toMatchInlineSnapshot(`
    "Pull the net tree at 09cff593fca0: 1 commit and 0 merges beyond upstream 9c73c75d2038.

    Good to know:
      - It conflicts with what waits in usb.

    In next before, in days:
      4 weeks and more      0
      2 to 4 weeks          1  ##############################
      1 to 2 weeks          0
      2 to 6 days           0
      up to a day           0
      never                 0

    Conflicts with what else waits:
      - usb: core/main.c"
  `)
  expect(world.cli('pull-check', 'net').exit).toBe(0)
})

test('a conflict with a tree that renamed the file is told from both sides', async () => {
  await using world = await World.create({ trees: ['net', 'usb'], files: { 'core/main.c': LINES } })
  world.commit('net', { 'core/main.cc': { movedFrom: 'core/main.c' } })
  world.commit('net', { 'core/main.cc': LINES.replace('three', 'THREE by net') })
  world.commit('usb', { 'core/main.c': LINES.replace('three', 'Three by usb') })
  await world.release()
  const waiting = async (text: string) =>
    (await pullCheck(world.workspace, world.machine, { kind: 'range', text })).facts.waiting
  expect(await waiting('net')).toEqual([{ tree: 'usb', paths: ['core/main.cc'], isSettled: false }])
  expect(await waiting('usb')).toEqual([{ tree: 'net', paths: ['core/main.cc'], isSettled: false }])
})

test('what is new, unsigned, or conflicts with upstream is not pulled', async () => {
  await using world = await twoWeeks()
  world.commit('net', { 'net/late.c': 'late\n' }, { subject: 'net: late' })
  world.commit('upstream', { 'core/main.c': LINES.replace('three', '3') }, { subject: 'core: three' })
  world.cli('fetch')
  const check = await pullCheck(world.workspace, world.machine, { kind: 'range', text: 'net' })
  expect(pullCheckMarkdown(check).join('\n')).toMatchInlineSnapshot(`
    "Do not pull the net tree at ae054af48513: 2 commits and 0 merges beyond upstream c7204253b102.

    ### Against it
    - It conflicts with upstream, and nothing on record settles core/main.c.
    - 1 commit never was in next.
    - sign-off: ae054af48513: It has no Signed-off-by of its author and of its committer.

    ### Good to know
    - It conflicts with what waits in usb.

    ### In next before, in days
    \`\`\`
    4 weeks and more      0
    2 to 4 weeks          1  ##############################
    1 to 2 weeks          0
    2 to 6 days           0
    up to a day           0
    never                 1  ##############################
    \`\`\`

    ### Not in next as they are
    \`\`\`
    ae054af48513 never: net: late (Test Author)
    \`\`\`

    ### Found by the rules
    - sign-off: ae054af48513 ("net: late") It has no Signed-off-by of its author and of its committer. Ask for the sign-off, and add it to the last paragraph of the message.

    ### Conflicts with what else waits
    - usb: core/main.c"
  `)
  expect(world.cli('pull-check', 'net', '--markdown').exit).toBe(1)
  const json: unknown = JSON.parse(world.cli('pull-check', 'net', '--json').stdout)
  expect(json).toMatchObject({ pull: false, tree: 'net', conflicts: [{ path: 'core/main.c', settledBy: [] }] })
})

test('a branch elsewhere is fetched for it, and nothing of it stays', async () => {
  await using world = await twoWeeks()
  const before = world.record('count-objects', '-v')
  git(world.folder, ['clone', '-q', '--bare', world.path('net'), world.path('fork')])
  world.commit('fork', { 'fork.c': 'fork\n' }, { subject: 'fork: new', body: SIGNED })
  const { facts, verdict } = await pullCheck(world.workspace, world.machine, {
    kind: 'branch',
    text: `${world.path('fork')}#main`,
  })
  expect(facts.commits.map(({ subject, inNext, days }) => `${subject}: ${inNext} ${days}`)).toEqual([
    'net: three: as-it-is 14',
    'fork: new: never 0',
  ])
  expect(facts).toMatchObject({ tree: undefined, shared: [{ tree: 'net', commits: 1 }] })
  expect(verdict.pull).toBe(false)
  expect(world.record('count-objects', '-v')).toBe(before)
})

test('a mail that git wrote is understood, also when the branch has moved on since', async () => {
  await using world = await twoWeeks()
  const mail = git(world.path('net'), ['request-pull', world.head('upstream'), world.path('net'), 'main'])
  const { facts } = await pullCheck(world.workspace, world.machine, { kind: 'mail', text: mail })
  expect(facts).toMatchObject({ tree: 'net', asked: undefined })
  git(world.folder, ['clone', '-q', '--bare', world.path('net'), world.path('fork')])
  world.commit('fork', { 'fork.c': 'fork\n' }, { subject: 'fork: new', body: SIGNED })
  const other = git(world.path('fork'), ['request-pull', world.head('upstream'), world.path('fork'), 'main'])
  world.commit('fork', { 'fork.c': 'more\n' }, { subject: 'fork: more', body: SIGNED })
  writeFileSync(join(world.dir, 'request.eml'), other)
  const told = world.cli('pull-check', 'request.eml')
  expect(told.stdout).toContain('and the request is for')
  expect(told.exit).toBe(1)
})

test('a mail cannot name what only the operator may', async () => {
  await using world = await twoWeeks()
  world.configure((text) =>
    text.replace(/^schemes = .*$/m, 'schemes = ["https"]').replace(/^url = .*$/gm, 'url = "https://example.org/a.git"'),
  )
  const place = `are available in the Git repository at:\n\n  ${world.path('net')} main\n`
  const mail = pullCheck(world.workspace, world.machine, { kind: 'mail', text: place })
  await expect(mail).rejects.toThrow('the mail’s address')
})

test('a range is judged from where it begins; what is not there is said', async () => {
  await using world = await twoWeeks()
  const first = world.head('net')
  world.commit('net', { 'net/two.c': 'two\n' }, { subject: 'net: two', body: SIGNED })
  world.day('2026-01-29')
  await world.release()
  const { facts } = await pullCheck(world.workspace, world.machine, { kind: 'range', text: `${first}..net` })
  expect(facts.commits.map(({ subject }) => subject)).toEqual(['net: two'])
  world.tag('v1.0', '2026-01-10')
  await world.run()
  const beyond = await pullCheck(world.workspace, world.machine, { kind: 'range', text: 'v1.0..net' })
  expect(beyond.facts.commits.at(-1)?.subject).toBe('net: two')
  using terminal = openTerminal()
  await expect(terminal.tributary(world.dir, 'pull-check', 'nosuch')).rejects.toThrow('there is no commit "nosuch"')
  world.configure((text) => text.replace(/^name = "usb"$/m, 'name = "sub"').replaceAll(world.path('usb'), '/no/such'))
  await expect(terminal.tributary(world.dir, 'pull-check', 'sub')).rejects.toThrow('the sub tree was never fetched')
  expect(await terminal.tributary(world.dir, 'topics', 'sub')).toContain('The sub tree was never fetched')
  await expect(terminal.tributary(world.dir, 'pull-check', 'net', '--as', 'nosuch')).rejects.toThrow(
    'there is no tree "nosuch"',
  )
  const nowhere = pullCheck(world.workspace, world.machine, { kind: 'branch', text: `${world.path('net')}#nosuch` })
  await expect(nowhere).rejects.toThrow('could not be had: there is no such branch')
  const noMail = pullCheck(world.workspace, world.machine, { kind: 'mail', text: 'Hello.\n' })
  await expect(noMail).rejects.toThrow('this is no request to pull')
})

test('what another tree has against upstream is not held against the branch, though they stand on different commits', async () => {
  await using world = await World.create({ trees: ['net', 'usb'] })
  world.commit(
    'usb',
    { 'core/main.c': LINES.replace('three', 'Three by usb') },
    { subject: 'usb: three', body: SIGNED },
  )
  world.commit('upstream', { 'core/main.c': LINES.replace('three', 'THREE upstream') })
  git(world.path('net'), ['fetch', '-q', world.path('upstream'), 'main:up'])
  world.commit('net', { 'net/core.c': 'net\n' }, { parents: ['up'], subject: 'net: core', body: SIGNED })
  await world.release()
  const check = await pullCheck(world.workspace, world.machine, { kind: 'range', text: 'net' })
  expect(check.facts.waiting).toEqual([])
})

test('a gate that another tree made red does not speak against it, and does against that other', async () => {
  await using world = await gatedWorld({ trees: TREES, gates: { build: NO_BROKEN_FILE } })
  withWork(world)
  world.commit('sound', { broken: 'yes\n' }, { subject: 'sound: break it' })
  await gated(world)
  const said = async (text: string): Promise<string[]> => {
    const { verdict } = await pullCheck(world.workspace, world.machine, { kind: 'range', text })
    const ofGates = verdict.reasons.filter(({ what }) => what.startsWith('The gate'))
    return ofGates.map(({ against, what }) => `${against ? '- ' : ''}${what}`)
  }
  const red = 'The gate build said of next-20260114, which has it: failed'
  expect(await said('usb')).toEqual([`${red}, by sound and not by it.`])
  expect(await said('sound')).toEqual([`- ${red}.`])
})
