/** Where the project stands in its cycle, from the tags that a fetch brought to what people read. */
import { expect, test } from 'vitest'
import { findingsNow } from '../../src/pipeline/findings.ts'
import { World } from '../world/world.ts'

async function kernelLike(): Promise<World> {
  const world = await World.create({ trees: ['net'] })
  for (const [name, day] of [
    ['v4.13-rc1', '2025-07-15'],
    ['v4.13', '2025-09-03'],
    ['v4.14-rc1', '2025-09-16'],
    ['v4.14-rc2', '2025-09-24'],
    ['v4.14', '2025-11-12'],
  ] as const) {
    world.tag(name, day)
    world.commit('upstream', { 'core/main.c': `${name}\n` })
  }
  world.day('2025-11-15')
  return world
}

test('the window is open, and the time line says until when', async () => {
  await using world = await kernelLike()
  await world.release()
  const { stdout } = world.cli('cycle', '--at', '2025-11-15')
  expect(stdout).toMatchInlineSnapshot(`
    "The merge window for v4.15 is open since 2025-11-12, day 4. Its end is expected on 2025-11-25, by 1 past cycle.
    Work for v4.16 has no place in next before that.

      2025-11-12 ━━━●╌╌╌╌╌╌╌╌┃╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌ 2026-01-14  v4.15

      2025-11-12             the merge window for v4.15 opens
    > 2025-11-15  today
    ~ 2025-11-25  v4.15-rc1  the merge window for v4.15 closes
    ~ 2026-01-14  v4.15      is out
    ~ 2026-01-27  v4.16-rc1  the merge window for v4.16 closes
    ~ 2026-03-18  v4.16      is out
    "
  `)
  world.tag('v4.15-rc1', '2025-11-26')
  world.day('2025-11-28')
  await world.run()
  expect(world.cli('cycle', '--at', '2025-11-28').stdout).toMatchInlineSnapshot(`
    "v4.15 is being stabilised: v4.15-rc1 is of 2025-11-26. Its release is expected on 2026-01-15, by 2 past cycles (2026-01-15 to 2026-01-22).
    Next is for v4.16. The beginning of its merge window is expected on 2026-01-15, by 2 past cycles (2026-01-15 to 2026-01-22).

      2025-11-12 ━━━━━━━━━━━━━┃━●╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌ 2026-01-15  v4.15

      2025-11-12             the merge window for v4.15 opens
      2025-11-26  v4.15-rc1  the merge window for v4.15 closed
    > 2025-11-28  today
    ~ 2025-12-04  v4.15-rc2
    ~ 2026-01-15  v4.15      is out
    ~ 2026-01-28  v4.16-rc1  the merge window for v4.16 closes
    ~ 2026-03-19  v4.16      is out
    "
  `)
})

test('for scripts it is the same', async () => {
  await using world = await kernelLike()
  await world.release()
  const { stdout } = world.cli('cycle', '--at', '2025-11-15', '--json')
  expect(JSON.parse(stdout)).toMatchObject({
    now: '2025-11-15T23:59:59+00:00',
    phase: 'window',
    why: null,
    version: 'v4.15',
    forNext: 'v4.15',
    current: {
      version: 'v4.15',
      opens: { at: '2025-11-12T00:00:00+00:00', forecast: null },
      closes: { at: '2025-11-25T00:00:00+00:00', forecast: { cycles: 1 } },
      candidates: [],
    },
    following: { version: 'v4.16' },
    candidate: null,
    passedOver: [],
  })
})

test('upstream goes back behind a tag, and the cycle with it', async () => {
  await using world = await kernelLike()
  world.tag('v4.15-rc1', '2025-11-14')
  await world.release()
  expect(JSON.parse(world.cli('cycle', '--at', '2025-11-15', '--json').stdout)).toMatchObject({ phase: 'stabilising' })
  world.commit('upstream', { 'core/main.c': 'begun anew\n' }, { parents: ['v4.14^0'] })
  await world.run()
  expect(JSON.parse(world.cli('cycle', '--at', '2025-11-15', '--json').stdout)).toMatchObject({
    phase: 'window',
    version: 'v4.15',
  })
})

test('without tags, and on a day that is none, a clear word', async () => {
  await using world = await World.create({ trees: ['net'] })
  expect(world.cli('cycle').stdout).toContain('Upstream has no tags')
  expect(world.cli('cycle', '--at', 'yesterday')).toMatchObject({ exit: 2 })
  world.configure(
    (text) =>
      `${text}\n[cycle]\nrhythm = "train"\nfirst = "v1.0"\nopens = "2026-01-05"\nevery_days = 42\nwindow_days = 14\n`,
  )
  expect(world.cli('cycle', '--at', '2026-01-06').stdout).toContain(
    'The merge window for v1.0 is open since 2026-01-05, day 2.',
  )
})

/** The subjects of mails that are no summary. */
async function reminders(world: World): Promise<string[]> {
  return (await world.mails()).map(({ subject }) => subject).filter((subject) => !subject.includes('Tree for'))
}

test('people are reminded once that a window is about to open, and once that it is open', async () => {
  await using world = await kernelLike()
  world.configure((text) => `${text}\n[cycle]\n`)
  await world.release()
  expect(await reminders(world)).toEqual(['test-next: the merge window is open'])
  world.commit('net', { 'net/core.c': 'one\n' })
  world.day('2025-11-16')
  await world.release()
  expect(await reminders(world)).toHaveLength(1)
  world.tag('v4.15-rc1', '2025-11-26')
  world.commit('upstream', { 'core/main.c': 'v4.15-rc1\n' })
  world.day('2025-11-28')
  await world.release()
  expect((await reminders(world)).slice(1)).toEqual(['test-next: stats (v4.15-rc1)'])
  for (const [day, file] of [
    ['2026-01-10', 'net/a.c'],
    ['2026-01-11', 'net/b.c'],
  ] as const) {
    world.day(day)
    world.commit('net', { [file]: 'more\n' })
    await world.release()
  }
  expect((await reminders(world)).slice(2)).toEqual(['test-next: the merge window is about to open'])
  const mails = await world.mails()
  expect(mails.find(({ subject }) => subject.endsWith('is open'))?.body).toMatchInlineSnapshot(`
    "Hi all,

    The merge window for v4.15 is open: please add nothing that is for v4.16
    to your branches until v4.15-rc1 is out.

    What is in your branches and will not be pulled in this merge window has
    no place there either: please take it out until then. Please do not
    rebase what upstream is about to pull. Fixes are welcome at any time.

    -- 
    Next Integrator
    "
  `)
  expect(mails.find(({ subject }) => subject.endsWith('about to open'))?.body).toMatchInlineSnapshot(`
    "Hi all,

    v4.15 is nearly out: the merge window for v4.16 is expected on
    2026-01-15.

    What you want to see in v4.16 should be in your branch by now, complete,
    and stay as it is: upstream asks for how long it has been in next. What
    is for later should not come in until v4.16-rc1 is out.

    -- 
    Next Integrator
    "
  `)
  expect(mails.find(({ subject }) => subject.includes('stats'))?.body).toMatchInlineSnapshot(`
    "Hi all,

    No merges are counted. next-20251115 was the first release after the merge window opened.

    Commits in v4.15-rc1 (beyond v4.14):  1
    Commits in next-20251115:             1
    Commits with the same id:             1
    Others with the same patch:           0
    Others with the same subject:         0

    So 1 commit of v4.15-rc1, 100 %, had been in next-20251115.

    -- 
    Next Integrator
    "
  `)
  const summaries = mails.filter(({ subject }) => subject.includes('Tree for'))
  expect(summaries.map(({ body }) => body.includes('please add nothing that is for'))).toEqual([
    true,
    true,
    false,
    false,
    false,
  ])
  expect(world.record('ls-tree', '-r', '--name-only', 'refs/tributary/reports', 'reminders/').split('\n')).toEqual([
    'reminders/v4.15.statistics.json',
    'reminders/v4.15.window-near.json',
    'reminders/v4.15.window-open.json',
  ])
})

test('before the window, what conflicts still is named once more', async () => {
  await using world = await World.create({ trees: ['net', 'usb'] })
  world.tag('v4.14', '2025-11-01')
  world.tag('v4.15-rc1', '2025-11-15')
  world.tag('v4.15', '2025-12-20')
  world.tag('v4.16-rc1', '2026-01-03')
  world.commit('net', { 'core/main.c': 'one\nof net\n' })
  world.commit('usb', { 'core/main.c': 'one\nof usb\n' })
  world.configure((text) => `${text}\n[cycle]\n`)
  world.day('2026-02-05')
  await world.release()
  const near = (await world.mails()).find(({ subject }) => subject.endsWith('about to open'))
  expect(near?.body).toContain('  the usb tree with the net tree: core/main.c\n')
})

test('nobody is reminded where the roster does not ask for it', async () => {
  await using world = await kernelLike()
  await world.release()
  expect(await reminders(world)).toEqual([])
  world.configure((text) => `${text}\n[cycle]\nreminders = false\n`)
  world.commit('net', { 'net/core.c': 'one\n' })
  await world.release()
  expect(await reminders(world)).toEqual([])
})

test('what comes in when the window is open is found, under whatever id', async () => {
  await using world = await World.create({ trees: ['net', 'rseq'] })
  const start = world.head('upstream')
  world.commit('net', { 'net/core.c': 'one\n' }, { subject: 'net: in time' })
  world.day('2026-01-10')
  await world.release()
  world.tag('v4.14', '2026-01-12')
  // The same patch as another commit, and something new.
  world.commit('net', { 'net/core.c': 'one\n' }, { subject: 'net: in time', parents: [start], time: 1_768_300_000 })
  world.commit('net', { 'net/more.c': 'two\n' }, { subject: 'net: too late' })
  world.day('2026-01-14')
  await world.release()
  const { findings } = await findingsNow(world.workspace, world.machine, undefined)
  const late = findings.filter(({ finding }) => finding.rule === 'late')
  expect(late.map(({ finding }) => finding.subject)).toEqual(['net: too late'])
  expect(world.cli('cycle').stdout).toContain('In since the window opened: 1 change in 1 tree (net 1).')
  const told: unknown = JSON.parse(world.cli('cycle', '--json').stdout)
  expect(told).toMatchObject({ arrived: [{ tree: 'net', changes: 1 }] })
  world.tag('v4.15-rc1', '2026-01-15')
  world.day('2026-01-16')
  await world.run()
  const after = await findingsNow(world.workspace, world.machine, undefined)
  expect(after.findings.filter(({ finding }) => finding.rule === 'late')).toEqual([])
})
