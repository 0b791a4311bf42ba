/** The rseq tree's series, in the versions that its maintainer pushed. */
import { ARM64, DOCS, message, POWERPC, RSEQ, SCHED, UPSTREAM, X86 } from './people.ts'
import type { Patch } from './repository.ts'
import { TRAMPOLINE } from './upstream.ts'
import { CPU_OPV_C, edit, MEMBARRIER, MEMBARRIER_DOC, RSEQ_C, X86_ENTRY } from './sources.ts'

/** A patch that does not yet say where it is pushed to. */
type Posted = Omit<Patch, 'on'>

const BASE = 'refs/tags/v4.14-rc8'

const RESTARTABLE_SEQUENCES: Posted = {
  by: RSEQ,
  day: '2017-10-12',
  message: message(
    'rseq: Introduce restartable sequences\n\nA task that is preempted inside a sequence goes to the address where it begins again.',
    { signed: [RSEQ], cc: [SCHED, X86, UPSTREAM], link: '20171012-rseq-1@example.org' },
  ),
  files: { 'kernel/rseq.c': RSEQ_C },
}

const CPU_OPV: Posted = {
  by: RSEQ,
  day: '2017-10-12',
  message: message(
    'cpu_opv: Run a vector of operations on one CPU\n\nFor the steps that a restartable sequence cannot take.',
    { signed: [RSEQ], cc: [SCHED, UPSTREAM], link: '20171012-rseq-2@example.org' },
  ),
  files: { 'kernel/cpu_opv.c': CPU_OPV_C },
}

const SYNC_CORE_TEXT =
  'membarrier: Add a command that serializes cores\n\nCompilers that write code as they go ask for it before they use memory again. An\narchitecture has to do its part on the way to the user.'

const SYNC_CORE_TRAILERS = {
  signed: [RSEQ],
  cc: [SCHED, X86, ARM64, POWERPC, UPSTREAM],
  link: '20170827-membarrier-1@example.org',
}

const SYNC_CORE: Posted = {
  by: RSEQ,
  day: '2017-10-27',
  message: message(SYNC_CORE_TEXT, SYNC_CORE_TRAILERS),
  files: {
    'kernel/sched/membarrier.c': edit(
      MEMBARRIER,
      '\tdefault:\n',
      '\tcase MEMBARRIER_PRIVATE_SYNC_CORE:\n\t\tprocess->must_serialize = true;\n\t\treturn interrupt_each_cpu(process, full_barrier);\n\tdefault:\n',
    ),
    'Documentation/membarrier.rst': `${MEMBARRIER_DOC}
MEMBARRIER_PRIVATE_SYNC_CORE
	The same, and no thread goes on with instructions that its core read before.
`,
  },
}

/** When those who answer for its files had agreed. */
const AGREED_SYNC_CORE: Posted = {
  ...SYNC_CORE,
  message: message(SYNC_CORE_TEXT, { ...SYNC_CORE_TRAILERS, acked: [SCHED, DOCS] }),
}

/** The part of it that belongs to x86. */
const X86_SYNC_CORE: Posted = {
  by: RSEQ,
  day: '2017-11-13',
  message: message(
    'membarrier: x86: Serialize the core on the way to the user\n\nThe way out of the kernel does not serialize by itself.',
    { signed: [RSEQ], cc: [X86, SCHED, UPSTREAM], link: '20170928-membarrier-x86@example.org' },
  ),
  files: {
    'arch/x86/entry.c': edit(
      X86_ENTRY,
      '\tload_user_registers(task);\n\tjump_to_user(task);\n',
      '\tload_user_registers(task);\n\tif (task->process->must_serialize)\n\t\tserialize_core();\n\tjump_to_user(task);\n',
    ),
  },
}

/** Posted again for an entry code that leaves by way of a trampoline, and for the manual. */
const X86_AGAIN: Posted = {
  by: RSEQ,
  day: '2017-11-21',
  message: message(
    'membarrier: x86: Serialize the core on the way to the user\n\nThe way out of the kernel does not serialize by itself.',
    { signed: [RSEQ], cc: [X86, SCHED, UPSTREAM], acked: [DOCS], link: '20171121-membarrier-x86@example.org' },
  ),
  files: {
    'arch/x86/entry.c': serializing(X86_ENTRY),
    'Documentation/membarrier.rst': `${String(SYNC_CORE.files['Documentation/membarrier.rst'])}\tOn x86 leave_kernel() does its part.\n`,
  },
}

/** As it was before the merge window. */
export function firstVersion(): Patch[] {
  return series([RESTARTABLE_SEQUENCES, CPU_OPV, SYNC_CORE])
}

/** One patch more, which reaches into x86's entry code. */
export function withX86(): Patch[] {
  return [{ ...X86_SYNC_CORE, on: 'for-next' }]
}

/** Begun anew on v4.14, without x86's part: that is handed to the x86 maintainers once the generic part is upstream. */
export function withoutX86(): Patch[] {
  const again = [RESTARTABLE_SEQUENCES, CPU_OPV, AGREED_SYNC_CORE].map((patch) => ({ ...patch, day: '2017-11-15' }))
  return series(again, 'refs/tags/v4.14')
}

/** On top of that, x86's part once more. */
export function x86Again(): Patch[] {
  return [{ ...X86_AGAIN, on: 'for-next' }]
}

/** What is left when upstream has the generic part, put on the first candidate; x86's part is in it still. */
export function onFirstCandidate(): Patch[] {
  const entry = String(TRAMPOLINE.files['arch/x86/entry.c'])
  const x86 = { ...X86_AGAIN, files: { ...X86_AGAIN.files, 'arch/x86/entry.c': serializing(entry) } }
  const again = [RESTARTABLE_SEQUENCES, CPU_OPV, x86].map((patch) => ({ ...patch, day: '2017-11-27' }))
  return series(again, 'refs/tags/v4.15-rc1')
}

function serializing(entry: string): string {
  return edit(
    entry,
    '\twhile (work) {\n',
    `\tif (task->process->must_serialize)\n\t\tserialize_core();\n\twhile (work) {\n`,
  )
}

/** What upstream takes of it in the end: the generic part, by mail. */
export function genericPart(): Patch {
  return { ...AGREED_SYNC_CORE, on: 'master', committer: UPSTREAM, day: '2017-11-25' }
}

function series([first, ...rest]: readonly Posted[], from = BASE): Patch[] {
  const on = 'for-next'
  return first === undefined ? [] : [{ ...first, on, from }, ...rest.map((patch) => ({ ...patch, on }))]
}
