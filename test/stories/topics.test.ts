/** The thread that all this began with: what of the rseq tree needs what, said from its commits. */
import { expect, test } from 'vitest'
import { git } from '../world/fast-import.ts'
import { openTerminal } from '../world/typed.ts'
import { World } from '../world/world.ts'

const LINES = Array.from({ length: 30 }, (_, at) => `line ${at}`)

function file(changes: Readonly<Record<number, string>> = {}): string {
  return LINES.map((line, at) => `${changes[at] ?? line}\n`).join('')
}

async function rseqWorld(): Promise<World> {
  const files = { 'kernel/membarrier.c': file(), 'kernel/fork.c': file(), 'arch/x86/entry.S': file() }
  const world = await World.create({ trees: ['x86', 'rseq'], files })
  const membarrier = file({ 10: 'register private' })
  world.commit(
    'rseq',
    { 'kernel/rseq.c': file(), 'kernel/fork.c': file({ 3: 'rseq_fork()' }) },
    { subject: 'rseq: Introduce restartable sequences' },
  )
  world.commit(
    'rseq',
    { 'kernel/membarrier.c': membarrier },
    { subject: 'membarrier: Provide core serializing command' },
  )
  world.commit(
    'rseq',
    { 'kernel/cpu_opv.c': file(), 'kernel/fork.c': file({ 3: 'rseq_fork()', 20: 'opv_fork()' }) },
    { subject: 'cpu_opv: Provide cpu_opv system call' },
  )
  world.commit(
    'rseq',
    {
      'kernel/membarrier.c': file({ 10: 'register private', 11: 'x86' }),
      'arch/x86/entry.S': file({ 4: 'sync_core' }),
    },
    { subject: 'membarrier: x86: Provide core serializing command' },
  )
  world.commit(
    'rseq',
    { 'kernel/rseq.c': file({ 7: 'tests need this' }) },
    { subject: 'rseq/selftests: Provide tests' },
  )
  await world.release()
  return world
}

test('the x86 part of membarrier needs the generic part, and nothing of rseq', async () => {
  await using world = await rseqWorld()
  using terminal = openTerminal()
  expect(await terminal.tributary(world.dir, 'topics', 'rseq')).toMatchInlineSnapshot(`
    "The rseq tree has 5 commits beyond upstream, in 5 topics.

    rseq: 1 commit, needs no other topic
      a77a4eca36bf rseq: Introduce restartable sequences

    membarrier: 1 commit, needs no other topic
      02aaf7c3e485 membarrier: Provide core serializing command

    cpu-opv: 1 commit, needs no other topic
      256e9a3f92db cpu_opv: Provide cpu_opv system call

    membarrier-x86: 1 commit, needs membarrier
      469b68bbaea7 membarrier: x86: Provide core serializing command
          needs 02aaf7c3e485: without it, kernel/membarrier.c clashes

    rseq-selftests: 1 commit, needs rseq
      034e4d1951cb rseq/selftests: Provide tests
          needs a77a4eca36bf: without it, kernel/rseq.c clashes
    "
  `)
})

test('the same as a graph, and for scripts', async () => {
  await using world = await rseqWorld()
  using terminal = openTerminal()
  expect(await terminal.tributary(world.dir, 'topics', 'rseq', '--dot')).toMatchInlineSnapshot(`
    "digraph "rseq" {
      rankdir=LR
      node [shape=box]
      subgraph cluster_0 {
        label="rseq"
        "a77a4eca36bf" [label="rseq: Introduce restartable sequences"]
      }
      subgraph cluster_1 {
        label="membarrier"
        "02aaf7c3e485" [label="membarrier: Provide core serializing command"]
      }
      subgraph cluster_2 {
        label="cpu-opv"
        "256e9a3f92db" [label="cpu_opv: Provide cpu_opv system call"]
      }
      subgraph cluster_3 {
        label="membarrier-x86"
        "469b68bbaea7" [label="membarrier: x86: Provide core serializing command"]
      }
      subgraph cluster_4 {
        label="rseq-selftests"
        "034e4d1951cb" [label="rseq/selftests: Provide tests"]
      }
      "469b68bbaea7" -> "02aaf7c3e485" [label="kernel/membarrier.c"]
      "034e4d1951cb" -> "a77a4eca36bf" [label="kernel/rseq.c"]
    }
    "
  `)
  const json: unknown = JSON.parse(await terminal.tributary(world.dir, 'topics', 'rseq', '--json'))
  expect(json).toMatchObject({
    tree: 'rseq',
    topics: [
      { name: 'rseq', needs: [], parts: 1, series: null },
      { name: 'membarrier', needs: [] },
      { name: 'cpu-opv', needs: [] },
      { name: 'membarrier-x86', needs: ['membarrier'] },
      { name: 'rseq-selftests', needs: ['rseq'] },
    ],
    byMerges: [],
  })
})

test('what trees have in common is said, and what a merge settled', async () => {
  await using world = await World.create({ trees: ['net', 'usb'], files: { 'core.c': file() } })
  world.commit('net', { 'core.c': file({ 5: 'net' }) }, { subject: 'net: five' })
  git(world.path('usb'), ['fetch', '-q', world.path('net'), 'main:net'])
  world.commit('usb', { 'core.c': file({ 6: 'usb' }) }, { subject: 'usb: six' })
  world.commit('usb', { 'core.c': file({ 5: 'net', 6: 'both' }) }, { subject: 'Merge net', parents: ['main', 'net'] })
  await world.release()
  using terminal = openTerminal()
  expect(await terminal.tributary(world.dir, 'topics', 'usb')).toMatchInlineSnapshot(`
    "The usb tree has 2 commits beyond upstream, in 2 topics.

    usb: 1 commit, needs no other topic
      8b87b00ba3e3 usb: six

    net: 1 commit, needs usb
      b8987fc8b9b9 net: five (also in net)
          needs 8b87b00ba3e3: without it, it comes to something else

    core.c stands in the tree as its merges have it, not as its commits alone would.
    "
  `)
  await expect(terminal.tributary(world.dir, 'topics', 'nosuch')).rejects.toThrow('there is no tree "nosuch"')
})

test('a tree without commits has no topics', async () => {
  await using world = await World.create({ trees: ['net'] })
  await world.release()
  using terminal = openTerminal()
  expect(await terminal.tributary(world.dir, 'topics', 'net')).toBe('The net tree has nothing beyond upstream.\n')
})
