/** What the rules of hygiene find in real repositories: facts that take git to gather. */
import { expect, test } from 'vitest'
import { fetch } from '../../src/pipeline/fetch.ts'
import { findingsNow } from '../../src/pipeline/findings.ts'
import { git } from '../world/fast-import.ts'
import { World } from '../world/world.ts'

const SIGNED = 'Signed-off-by: Test Author <author@example.org>\n'

/** `net: rule: what | evidence`, of some rules. */
async function told(world: World, ...rules: readonly string[]): Promise<string[]> {
  const { findings } = await findingsNow(world.workspace, world.machine, undefined)
  return findings
    .map(({ finding }) => finding)
    .filter(({ rule }) => rules.includes(rule))
    .map(({ tree, rule, what, evidence }) => [`${tree}: ${rule}: ${what}`, ...evidence].join(' | '))
}

test('a clean tree has nothing to tell', async () => {
  await using world = await World.create({ trees: ['net'] })
  world.commit('net', { 'net/core.c': 'net\n' }, { body: SIGNED })
  await world.release()
  expect((await findingsNow(world.workspace, world.machine, undefined)).findings).toEqual([])
})

test('a Fixes tag is held against the commit that it names, in the tree, in another and upstream', async () => {
  await using world = await World.create({ trees: ['net', 'usb'] })
  const start = world.head('upstream')
  const one = world.commit('net', { 'net/one.c': 'one\n' }, { subject: 'net: one', body: SIGNED })
  const tags = [
    `Fixes: ${start.slice(0, 12)} ("start")`,
    `Fixes: ${one.slice(0, 12)} ("net: one")`,
    'Fixes: 0123456789ab ("net: one")',
  ]
  world.commit('net', { 'net/two.c': 'two\n' }, { subject: 'net: two', body: `${tags.join('\n')}\n${SIGNED}` })
  world.commit(
    'usb',
    { 'usb/three.c': 'three\n' },
    { subject: 'usb: three', body: `${tags[1]}\nFixes: ${one.slice(0, 8)}\n${SIGNED}` },
  )
  await world.release()
  expect(await told(world, 'fixes-tag')).toEqual([
    `net: fixes-tag: Its Fixes tag has a fault: there is no such commit. | ${tags[2]} | Maybe you meant: ${tags[1]}`,
    `usb: fixes-tag: Its Fixes tag has a fault: the commit is neither upstream nor in this tree. | ${tags[1]} | Maybe you meant: ${tags[1]}`,
    `usb: fixes-tag: Its Fixes tag has 3 faults: the subject is missing; the id has less than 12 digits; the commit is neither upstream nor in this tree. | ` +
      `Fixes: ${one.slice(0, 8)} | Maybe you meant: ${tags[1]}`,
  ])
})

test('the same patch is found in another tree, and upstream whoever picked it up there', async () => {
  await using world = await World.create({ trees: ['net', 'usb'] })
  const files = { 'net/core.c': 'net\n' }
  world.commit('net', files, { subject: 'net: core', body: SIGNED })
  world.commit('usb', { 'usb/core.c': 'usb\n' }, { subject: 'usb: core', body: SIGNED })
  world.commit('usb', files, { subject: 'net: core', body: SIGNED })
  await world.release()
  expect(await told(world, 'duplicate')).toEqual([
    expect.stringMatching(
      /^usb: duplicate: The same patch is in the net tree as another commit\. \| [0-9a-f]{12} \("net: core"\)/,
    ),
  ])
  world.commit('upstream', files, { subject: 'net: core (picked up)', body: SIGNED, time: 1_767_225_600 })
  world.day('2026-01-15')
  await world.release()
  expect(await told(world, 'duplicate', 'idle-tree')).toEqual([
    expect.stringMatching(
      /^net: duplicate: The same patch is in upstream as another commit\. \| [0-9a-f]{12} \("net: core \(picked up\)"\)/,
    ),
    expect.stringMatching(/^net: idle-tree: All its 1 commit is upstream/),
    expect.stringMatching(/^usb: duplicate: The same patch is in upstream/),
  ])
})

test('a patch that upstream reverted and a tree makes again is no duplicate', async () => {
  await using world = await World.create({ trees: [] })
  world.commit('upstream', { 'core/new.c': 'new\n' }, { subject: 'core: new' })
  world.commit('upstream', { 'core/new.c': { gone: true } }, { subject: 'Revert "core: new"' })
  await world.follow('net')
  world.commit('net', { 'core/new.c': 'new\n' }, { subject: 'core: new', body: SIGNED })
  await world.release()
  expect(await told(world, 'duplicate')).toEqual([])
})

test('commits without a name, of impossible dates, with what no tool should leave, are judged like any others', async () => {
  await using world = await World.create({ trees: ['net'] })
  const files = { 'net/core.c.rej': '*** 1\n', 'net/a b.c': 'one\n<<<<<<< ours\ntwo\n=======\nthree\n>>>>>>> theirs\n' }
  world.commit('net', files, { author: ' <>', time: 9_999_999_999_999, subject: 'net: \u001b[31mred' })
  await world.release()
  expect(await told(world, 'sign-off', 'stray-file', 'odd-date')).toEqual([
    expect.stringMatching(/^net: odd-date: By its own dates it was authored at \d+ [+]0000, which is yet to come/),
    expect.stringMatching(/^net: sign-off: It has no Signed-off-by of its author and of its committer/),
    'net: stray-file: It adds 1 file that looks left over. | net/core.c.rej: hunks that did not apply',
    'net: stray-file: It adds conflict markers to 1 file. | net/a b.c',
  ])
  expect(world.cli('findings').stdout).not.toContain('\u001b')
})

test('a rewind is told with what was lost, and a tree that merged what was lost with that', async () => {
  await using world = await World.create({ trees: ['net', 'usb'] })
  const lost = world.commit('net', { 'net/lost.c': 'lost\n' }, { subject: 'net: lost', body: SIGNED })
  git(world.path('usb'), ['fetch', '-q', world.path('net'), 'main:net'])
  world.commit('usb', { 'usb/core.c': 'usb\n' }, { subject: 'usb: core', body: SIGNED })
  world.commit('usb', {}, { subject: 'Merge net', body: 'For lost.', parents: ['main', 'net'] })
  await world.release()
  git(world.path('net'), ['update-ref', 'refs/heads/main', `${lost}^`])
  world.commit('net', { 'net/other.c': 'other\n' }, { subject: 'net: other', body: SIGNED })
  await fetch(world.workspace, world.machine, [])
  const commit = `${lost.slice(0, 12)} ("net: lost")`
  expect(await told(world, 'rewound', 'back-merge')).toEqual([
    `net: rewound: It was rewound, and 1 commit went by that. | ${commit}, still in usb`,
    `usb: back-merge: It merges the net tree, which has since been rewound to before that. | ${commit}`,
  ])
})

test('a merge of upstream without a word is found, and a tree that stands on what is old', async () => {
  await using world = await World.create({ trees: ['net'] })
  world.commit('net', { 'net/core.c': 'net\n' }, { subject: 'net: core', body: SIGNED })
  const upstream = world.commit('upstream', { 'core/new.c': 'new\n' })
  git(world.path('net'), ['fetch', '-q', world.path('upstream'), 'main:upstream'])
  world.commit('net', {}, { subject: "Merge branch 'upstream'", parents: ['main', 'upstream'] })
  await world.release()
  expect(await told(world, 'back-merge', 'idle-tree')).toEqual([
    `net: back-merge: It merges upstream into the tree, and does not say why. | merges ${upstream.slice(0, 12)} of upstream`,
  ])
  world.day('2027-03-01')
  expect(await told(world, 'idle-tree')).toEqual([
    `net: idle-tree: Its last commit is of 2026-01-01, more than a year ago. | net  2026-01-01  ${world.path('net')}#main  1 commit beyond upstream`,
    `net: idle-tree: The newest of upstream that it stands on is of 2026-01-01, more than a year ago. | it stands on ${upstream.slice(0, 12)}`,
  ])
})

const STATEMENTS = Array.from({ length: 12 }, (_, at) => `\tstatement(${at});\n`)
const REGISTER = '\tdevice_register(&the_device);\n'

function registering(...at: readonly number[]): { readonly 'core.c': string } {
  return { 'core.c': STATEMENTS.flatMap((line, place) => (at.includes(place) ? [REGISTER, line] : [line])).join('') }
}

test('a revert that a merge swallows is found by what is merged, whatever the revert says of itself', async () => {
  await using world = await World.create({ trees: ['net', 'usb'], files: registering() })
  world.commit('net', registering(4), { subject: 'core: register', body: SIGNED })
  world.commit('usb', registering(4), { subject: 'core: register the device', body: SIGNED })
  world.commit('usb', registering(), { subject: 'core: better not', body: SIGNED })
  const release = await world.release()
  expect(git(world.workspace.record.gitDir, ['show', `${release.commit}:core.c`])).toContain(REGISTER)
  expect(await told(world, 'duplicate', 'wrong-merge')).toEqual([
    expect.stringContaining('It is reverted in one of the two'),
    expect.stringMatching(
      /^usb: wrong-merge: A merge with the net tree .* there again\. .* \| It is undone in the usb tree: [0-9a-f]{12} \("core: better not"\) \| core\.c: there again: device_register/,
    ),
  ])
})

test('so is one in upstream, and a hunk that is merged in twice', async () => {
  await using world = await World.create({ trees: ['net'], files: registering() })
  world.commit('net', registering(4), { subject: 'core: register', body: SIGNED })
  world.commit('upstream', registering(4), { subject: 'core: register' })
  world.commit('upstream', registering(9), { subject: 'core: register later' })
  await world.release()
  expect(await told(world, 'wrong-merge')).toEqual([
    expect.stringMatching(/^net: wrong-merge: A merge with upstream .* twice\. .* \| core\.c: twice: device_register/),
  ])
})

test('a patch that both have and git merges well is a duplicate, and no more', async () => {
  await using world = await World.create({ trees: ['net', 'usb'], files: registering() })
  for (const tree of ['net', 'usb']) world.commit(tree, registering(4), { subject: `${tree}: register`, body: SIGNED })
  world.commit('usb', registering(4, 9), { subject: 'core: register twice', body: SIGNED })
  await world.release()
  expect(await told(world, 'wrong-merge')).toEqual([])
})
