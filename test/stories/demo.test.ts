/** The demo's story, told in a folder of the test's own: what each day came to, and that nobody real is in it. */
import { expect, test } from 'vitest'
import { Git } from '../../src/base/git/spawn.ts'
import { playRseqEpisode } from '../../src/faces/demo/tour.ts'
import { git } from '../world/fast-import.ts'
import { testFolder } from '../world/folder.ts'
import { openTerminal, type Terminal } from '../world/typed.ts'

interface Shown {
  readonly trees: readonly { readonly name: string }[]
  readonly conflicts: readonly { readonly id: string }[]
}

async function shown(terminal: Terminal, folder: string, release: string): Promise<Shown> {
  return JSON.parse(await terminal.tributary(folder, 'show', release, '--json')) as Shown
}

function treeOf(release: Shown, name: string): unknown {
  return release.trees.find((tree) => tree.name === name)
}

async function play(terminal: Terminal, folder: string): Promise<void> {
  await playRseqEpisode({
    git: new Git({ searchPath: process.env['PATH'] ?? '', unbuffered: [] }),
    folder,
    command: './tributary -C workspace',
    say: (text) => void process.stdout.write(`${text}\n`),
    tributary: async (...words) => {
      await terminal.tributary(folder, ...words.map((word) => (word === '.' ? folder : word)))
    },
  })
}

// Some forty commands, each a process: half a minute, and more where others work on the machine.
test('the rseq episode is played, and leaves a workspace to look around in', async () => {
  using temporary = testFolder()
  const folder = temporary.path
  using terminal = openTerminal()
  await play(terminal, folder)
  const told = terminal.printed()

  expect(await terminal.tributary(folder, 'show', 'next-20171110')).toContain('8 trees: 8 merged\n')

  const tuesday = await shown(terminal, folder, 'next-20171114')
  expect(tuesday.conflicts).toMatchObject([
    {
      tree: 'rseq',
      path: 'arch/x86/entry.c',
      kind: 'content',
      ours: { tree: null, subject: 'x86/entry: Leave the kernel by way of a trampoline stack' },
      theirs: { tree: 'rseq', subject: 'membarrier: x86: Serialize the core on the way to the user' },
    },
  ])
  expect(treeOf(tuesday, 'rseq')).toMatchObject({ outcome: 'previous', versionFrom: 'next-20171110' })
  expect(treeOf(tuesday, 'x86')).toMatchObject({ outcome: 'empty' })
  expect(told).toContain('It changes 1 file that X86 ARCHITECTURE owns, and no owner has acked it.')

  const wednesday = await shown(terminal, folder, 'next-20171115')
  expect(treeOf(wednesday, 'powerpc')).toMatchObject({ state: 'rewound', outcome: 'merged' })
  expect(treeOf(wednesday, 'docs')).toMatchObject({
    state: 'unreachable',
    since: '2017-11-15T00:00:00+00:00',
    outcome: 'merged',
  })
  expect(treeOf(wednesday, 'rseq')).toMatchObject({ outcome: 'previous' })

  const thursday = await shown(terminal, folder, 'next-20171116')
  expect(thursday.conflicts).toEqual([])
  expect(treeOf(thursday, 'docs')).toMatchObject({ state: 'same' })
  expect(treeOf(thursday, 'rseq')).toMatchObject({ state: 'rewound', outcome: 'merged' })
  const conflict = tuesday.conflicts[0]?.id ?? ''
  expect(await terminal.tributary(folder, 'conflicts', conflict.slice(0, 12))).toContain(
    'First in next-20171114, last in next-20171115',
  )
  expect(told).toContain('Nothing changed since next-20171116: no new release.')

  const monday = await shown(terminal, folder, 'next-20171120')
  for (const name of ['powerpc', 'sched'])
    expect(treeOf(monday, name)).toMatchObject({ outcome: 'previous', versionFrom: 'next-20171116' })
  expect(told).toContain('check was red by sched with arm64 (green without sched)')
  expect(told).toContain('error: implicit declaration of function wait_for_interrupt')
  expect(await terminal.tributary(folder, 'show', 'next-20171121')).toContain('8 trees: 7 merged, 1 with nothing new\n')
  expect(await terminal.tributary(folder, 'gates', 'next-20171121')).toMatch(/check +passed/)

  const treeOn = async (name: string, day: string): Promise<unknown> =>
    treeOf(await shown(terminal, folder, `next-201711${day}`), name)
  expect(await treeOn('rseq', '22')).toMatchObject({ outcome: 'held', reason: { kind: 'held-by-rule', of: 'rseq' } })
  expect(await treeOn('rseq', '23')).toMatchObject({
    outcome: 'merged',
    reason: { kind: 'split', topics: ['membarrier-x86', 'cpu_opv until v4.16'] },
  })
  expect(await treeOn('rseq', '27')).toMatchObject({ reason: { kind: 'split', topics: ['membarrier-x86'] } })
  expect(await treeOn('x86', '28')).toMatchObject({ outcome: 'merged', reason: { kind: 'as-fetched' } })
  expect(told).toContain('membarrier-x86: 1 commit, needs membarrier\n')
  expect(told).toContain('membarrier-x86 of rseq to x86: it waits until what it needs is upstream')
  expect(told).toContain('membarrier-x86 of rseq to x86: x86 has it; the copy can go')
  expect(told).toContain('The merge window for v4.15 is open since 2017-11-12, day 12.')
  expect(told).toMatch(/next-20171116 +3\n/)

  const mails = JSON.parse(await terminal.tributary(folder, 'outbox', '--json')) as { subject: string }[]
  expect(mails.map(({ subject }) => subject)).toEqual([
    'linux-next: Tree for Nov 10',
    'linux-next: manual merge of the rseq tree with upstream',
    'linux-next: Tree for Nov 14',
    'linux-next: Tree for Nov 15',
    'Re: linux-next: manual merge of the rseq tree with upstream',
    'linux-next: Tree for Nov 16',
    'linux-next: Tree for Nov 20',
    'linux-next: check failure after merge of the powerpc tree',
    'linux-next: check failure after merge of the sched tree',
    'linux-next: Tree for Nov 21',
    'Re: linux-next: check failure after merge of the powerpc tree',
    'Re: linux-next: check failure after merge of the sched tree',
    'linux-next: change to code of others in the rseq tree',
    'linux-next: the merge window is open',
    'linux-next: Tree for Nov 22',
    'linux-next: Tree for Nov 23',
    'linux-next: duplicate patch in the rseq tree',
    'linux-next: stats (v4.15-rc1)',
    'linux-next: Tree for Nov 27',
    'linux-next: please take membarrier-x86 of the rseq tree through the x86 tree',
    'Re: linux-next: change to code of others in the rseq tree',
    'Re: linux-next: duplicate patch in the rseq tree',
    'linux-next: Tree for Nov 28',
    'linux-next: please drop membarrier-x86 from the rseq tree',
  ])
  expect(mails[1]).toMatchObject({
    to: 'Restartable Sequences Maintainer <rseq@example.org>',
    cc: 'next@example.org, x86 Developer <x86-developer@example.org>',
  })
  expect(told).toContain('diff --cc arch/x86/entry.c')
  expect(told).toContain('rebuilt from it, it has the same commit id')

  const history = git(`${folder}/record.git`, ['log', '--all', '--format=%an <%ae> %cn <%ce> %B'])
  const domains = [...`${told}${history}`.matchAll(/[\w.+-]@([\w.-]+\w)/g)].map(([, domain]) => domain)
  expect(domains.length).toBeGreaterThan(50)
  expect(domains.filter((domain) => domain !== 'example.org')).toEqual([])
})
