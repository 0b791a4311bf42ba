/** Where everybody keeps a tree, and what is pushed there day by day: the rseq episode, from the autumn of 2017. */
import { mkdir } from 'node:fs/promises'
import type { Git } from '../../base/git/spawn.ts'
import { ARM64, DOCS, message, POWERPC, SCHED, X86 } from './people.ts'
import { type Patch, Repository } from './repository.ts'
import { firstVersion, withoutX86, withX86 } from './series.ts'
import { ARM64_ENTRY, ARM64_IDLE, edit, ENTRY_DOC, POWERPC_TRACED, SCHED_CORE } from './sources.ts'
import { historyToRc8, pullOfX86, release, TRAMPOLINE } from './upstream.ts'

const RC8 = 'refs/tags/v4.14-rc8'

export interface Servers {
  readonly upstream: Repository
  readonly x86: Repository
  readonly arm64: Repository
  readonly powerpc: Repository
  readonly sched: Repository
  readonly docs: Repository
  readonly rseq: Repository
}

/** As they stand on Friday the tenth of November, five days after the last release candidate. */
export async function openServers(git: Git, folder: string): Promise<Servers> {
  await mkdir(folder)
  const [upstream, x86, arm64, powerpc, sched, docs, rseq] = await Promise.all([
    Repository.create(git, folder, 'upstream'),
    Repository.create(git, folder, 'x86'),
    Repository.create(git, folder, 'arm64'),
    Repository.create(git, folder, 'powerpc'),
    Repository.create(git, folder, 'sched'),
    Repository.create(git, folder, 'docs'),
    Repository.create(git, folder, 'rseq'),
  ])
  await upstream.push(historyToRc8())
  await Promise.all([x86, arm64, powerpc, sched, docs, rseq].map((tree) => tree.follow(upstream)))
  await Promise.all([
    x86.push([{ ...TRAMPOLINE, on: 'for-next', from: RC8 }, x86Fix()]),
    arm64.push([arm64Fix(), arm64Idle()]),
    powerpc.push(powerpcPatches()),
    sched.push([schedPatch()]),
    docs.push([docsPatch()]),
    rseq.push(firstVersion()),
  ])
  return { upstream, x86, arm64, powerpc, sched, docs, rseq }
}

/** By Tuesday: v4.14 is out, upstream has pulled x86, and the rseq series has grown by a patch to x86's entry code. */
export async function openMergeWindow({ upstream, x86, rseq }: Servers): Promise<void> {
  await upstream.push(release())
  await upstream.follow(x86)
  await upstream.push([pullOfX86()])
  await rseq.push(withX86())
}

/** By Wednesday: powerpc has thrown a patch away, and the docs server is down. */
export async function loseThings({ powerpc, docs }: Servers): Promise<void> {
  await powerpc.push(powerpcPatches().slice(0, 1))
  await docs.vanish()
}

/** By Thursday: rseq goes without its x86 part, and the docs server is back. */
export async function mendThings({ upstream, docs, rseq }: Servers): Promise<void> {
  await docs.comeBack()
  await rseq.follow(upstream)
  await rseq.push(withoutX86())
}

function x86Fix(): Patch {
  return {
    on: 'urgent',
    from: RC8,
    by: X86,
    day: '2017-11-08',
    message: message('x86/mm: Flush the page of a stack that moved', { signed: [X86] }),
    files: {
      'arch/x86/mm.c':
        '/* Pages, on x86. */\n\nvoid moved_stack(struct task *task)\n{\n\tflush_page(task->stack);\n}\n',
    },
  }
}

function arm64Fix(): Patch {
  return {
    on: 'fixes',
    from: RC8,
    by: ARM64,
    day: '2017-11-07',
    message: message('arm64: Ask for pending work with interrupts off', { signed: [ARM64] }),
    files: {
      'arch/arm64/entry.c': edit(
        ARM64_ENTRY,
        '\tunsigned int work = pending_work(task);\n',
        '\tunsigned int work;\n\n\tinterrupts_off();\n\twork = pending_work(task);\n',
      ),
    },
  }
}

function arm64Idle(): Patch {
  return {
    on: 'for-next',
    from: RC8,
    by: ARM64,
    day: '2017-10-30',
    message: message('arm64: Sleep when nothing waits', { signed: [ARM64] }),
    files: { 'arch/arm64/idle.c': ARM64_IDLE },
  }
}

/** The second is the one that is thrown away on Wednesday. */
function powerpcPatches(): Patch[] {
  const patch = { on: 'next', by: POWERPC }
  return [
    {
      ...patch,
      from: RC8,
      day: '2017-10-24',
      message: message('powerpc: Trace tasks that leave the kernel', { signed: [POWERPC] }),
      files: { 'arch/powerpc/entry.c': POWERPC_TRACED },
    },
    {
      ...patch,
      day: '2017-10-26',
      message: message('powerpc: Trace them by name', { signed: [POWERPC] }),
      files: { 'arch/powerpc/entry.c': edit(POWERPC_TRACED, 'trace_leave(task)', 'trace_leave(task, name_of(task))') },
    },
  ]
}

function schedPatch(): Patch {
  return {
    on: 'sched/core',
    from: RC8,
    by: SCHED,
    day: '2017-11-02',
    message: message('sched: Count how often tasks are switched', { signed: [SCHED] }),
    files: {
      'kernel/sched/core.c': edit(
        edit(SCHED_CORE, 'struct task *pick_next', '/* The idle task when nobody waits. */\nstruct task *pick_next'),
        '\tqueue->running = next;\n',
        '\tqueue->running = next;\n\tqueue->switches++;\n',
      ),
    },
  }
}

function docsPatch(): Patch {
  return {
    on: 'docs-next',
    from: RC8,
    by: DOCS,
    day: '2017-11-06',
    message: message('docs: Say which file a reader should begin with', { signed: [DOCS] }),
    files: { 'Documentation/entry.rst': `${ENTRY_DOC}\nBegin with arch/x86/entry.c.\n` },
  }
}
