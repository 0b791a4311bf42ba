/** What of a tree does not stand without what, by what gates say: code that applies alone, and does not build alone. */
import { expect, test } from 'vitest'
import { EVERY_CALL_IS_DECLARED, gatedWorld, RUNS, runsOf } from '../world/gated.ts'
import { openTerminal } from '../world/typed.ts'
import type { World } from '../world/world.ts'

const COUNTED = `echo run >> ${RUNS}\n${EVERY_CALL_IS_DECLARED}`

/** Three topics that touch each other nowhere; the second calls what the first declares. */
async function callingWorld(gate = EVERY_CALL_IS_DECLARED): Promise<World> {
  const world = await gatedWorld({
    trees: ['net', 'rseq', 'usb'],
    files: { 'api.h': 'old\n', 'x86/calls': 'old\n' },
    gates: { build: gate },
  })
  world.commit('net', { 'net/calls': 'old\n' }, { subject: 'net: call old' })
  world.commit('rseq', { 'api.h': 'old\nsync_core\n' }, { subject: 'membarrier: declare sync_core' })
  world.commit('rseq', { 'x86/calls': 'old\nsync_core\n' }, { subject: 'x86: call sync_core' })
  world.commit('rseq', { 'doc/rseq.txt': 'text\n' }, { subject: 'doc: describe it' })
  return world
}

/** Verdicts hold what the machine is called, and so do their keys. */
function withoutKeys(text: string): string {
  return text.replaceAll(/\b[0-9a-f]{12}\b/g, '<id>')
}

test('a topic that applies alone and does not build alone is told, with the verdicts', async () => {
  await using world = await callingWorld()
  await world.release()
  using terminal = openTerminal()
  const said = await terminal.tributary(world.dir, 'topics', 'rseq', '--gates')
  expect(withoutKeys(said)).toMatchInlineSnapshot(`
    "The rseq tree has 3 commits beyond upstream, in 3 topics.

    membarrier: 1 commit, needs no other topic
      <id> membarrier: declare sync_core

    x86: 1 commit, needs no other topic
      <id> x86: call sync_core

    doc: 1 commit, needs no other topic
      <id> doc: describe it

    build says, with everybody else’s work:
      membarrier: needs nothing more <id>
      x86: does not stand without membarrier
          red without membarrier <id>, green with it <id>
      doc: needs nothing more <id>

    What a gate printed: tributary gate log <verdict>
    "
  `)
  const [, red = '', green = ''] = /red without membarrier (\w+), green with it (\w+)/.exec(said) ?? []
  expect(await terminal.tributary(world.dir, 'gate', 'log', red)).toContain(
    "implicit declaration of function 'sync_core'",
  )
  expect(await terminal.tributary(world.dir, 'gate', 'log', green)).toContain('passed')
})

test('the same as a graph and for scripts; and what was asked once is not built again', async () => {
  await using world = await callingWorld(COUNTED)
  await world.release()
  using terminal = openTerminal()
  const json: unknown = JSON.parse(await terminal.tributary(world.dir, 'topics', 'rseq', '--gates', '--json'))
  expect(json).toMatchObject({
    gates: [
      {
        gate: 'build',
        kind: 'told',
        ground: 'release',
        stands: [
          { topic: 'membarrier', stand: { kind: 'alone' } },
          { topic: 'x86', stand: { kind: 'needs', needs: [{ topic: 'membarrier' }] } },
          { topic: 'doc', stand: { kind: 'alone' } },
        ],
      },
    ],
  })
  const runs = runsOf(world)
  expect(await terminal.tributary(world.dir, 'topics', 'rseq', '--gates', '--dot')).toContain(
    '[style=dashed label="build"]',
  )
  expect(runsOf(world)).toBe(runs)
})

test('as many parts are built at a time as the pool has work trees', async () => {
  // What holds the first topic alone, or the last, is done once the other was begun, and fails where nobody begins it.
  const begun = RUNS.replace(/runs$/, 'begun')
  const meet = `
grep -q sync_core api.h && first=yes; test -e doc/rseq.txt && last=yes
case "$first $last" in
"yes ") touch ${begun}-first; other=${begun}-last ;;
" yes") touch ${begun}-last; other=${begun}-first ;;
*) exit 0 ;;
esac
for try in $(seq 200); do test -e $other && exit 0; sleep 0.1; done; exit 1`
  await using world = await callingWorld(meet)
  world.configure((text) => text.replace('[gate-pool]\n', '[gate-pool]\nslots = 3\n'))
  await world.release()
  using terminal = openTerminal()
  const said = await terminal.tributary(world.dir, 'topics', 'rseq', '--gates')
  expect(said).toMatch(/membarrier: needs nothing more.*\n *x86: needs nothing more.*\n *doc: needs nothing more/)
})

test('where others do not do without the tree, its topics are tried on upstream alone', async () => {
  await using world = await callingWorld()
  world.commit('usb', { 'usb/calls': 'sync_core\n' }, { subject: 'usb: call what rseq declares' })
  await world.release()
  using terminal = openTerminal()
  const said = await terminal.tributary(world.dir, 'topics', 'rseq', '--gates')
  expect(said).toContain('build says, on upstream alone:')
  expect(said).toContain('x86: does not stand without membarrier')
})

test('a tree that is red as it is, or did not go in, is told apart', async () => {
  await using world = await callingWorld()
  world.commit('usb', { 'usb/calls': 'nobody_declares_this\n' }, { subject: 'usb: break it' })
  world.commit('usb', { 'usb/doc': 'text\n' }, { subject: 'doc: more' })
  await world.release()
  using terminal = openTerminal()
  expect(await terminal.tributary(world.dir, 'topics', 'usb', '--gates')).toContain(
    'build says nothing of single topics: it is red with all of the tree.',
  )
  await terminal.tributary(world.dir, 'hold', 'rseq', '--why', 'wait')
  world.day('2026-01-15')
  world.commit('usb', { 'usb/calls': 'old\n' }, { subject: 'usb: mend it' })
  await world.run()
  expect(await terminal.tributary(world.dir, 'topics', 'rseq', '--gates')).toContain(
    'x86: does not stand without membarrier',
  )
})

test('a roster without gates has nobody to ask', async () => {
  await using world = await callingWorld()
  await world.release()
  using terminal = openTerminal()
  world.configure((text) => text.slice(0, text.indexOf('[[gates]]')))
  await expect(terminal.tributary(world.dir, 'topics', 'rseq', '--gates')).rejects.toThrow('the roster has no gates')
})
