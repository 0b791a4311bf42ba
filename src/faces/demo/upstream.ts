/** Upstream's own history: the release candidates of v4.14, and what it takes up when the merge window opens. */
import type { ImportedTag } from '../../base/git/fast-import.ts'
import { CHECK_SH, ENTRY_H, SCHED_H, SCHED_IDLE } from './checker.ts'
import { message, SCHED, UPSTREAM, X86, X86_DEVELOPER } from './people.ts'
import { type Patch, releaseTag } from './repository.ts'
import {
  ARM64_ENTRY,
  edit,
  ENTRY_DOC,
  MAINTAINERS,
  makefile,
  MEMBARRIER,
  MEMBARRIER_DOC,
  POWERPC_ENTRY,
  SCHED_CORE,
  X86_ENTRY,
} from './sources.ts'

/** Releases on the way to v4.14, and the day of each. */
const RELEASES = [
  ['v4.14-rc1', '2017-09-16'],
  ['v4.14-rc2', '2017-09-24'],
  ['v4.14-rc3', '2017-10-01'],
  ['v4.14-rc4', '2017-10-08'],
  ['v4.14-rc5', '2017-10-15'],
  ['v4.14-rc6', '2017-10-23'],
  ['v4.14-rc7', '2017-10-29'],
  ['v4.14-rc8', '2017-11-05'],
] as const

/** Up to the Sunday before the story begins. */
export function historyToRc8(): (Patch | ImportedTag)[] {
  return [
    {
      on: 'master',
      from: 'nothing',
      by: UPSTREAM,
      day: '2017-09-03',
      message: message('Linux 4.13', { signed: [UPSTREAM] }),
      files: {
        MAINTAINERS,
        Makefile: makefile('4.13'),
        'Documentation/entry.rst': ENTRY_DOC,
        'Documentation/membarrier.rst': MEMBARRIER_DOC,
        'arch/arm64/entry.c': ARM64_ENTRY,
        'arch/powerpc/entry.c': POWERPC_ENTRY,
        'arch/x86/entry.c': X86_ENTRY,
        'include/entry.h': ENTRY_H,
        'include/sched.h': SCHED_H,
        'kernel/sched/core.c': SCHED_CORE,
        'kernel/sched/idle.c': SCHED_IDLE,
        'kernel/sched/membarrier.c': MEMBARRIER,
        'scripts/check.sh': CHECK_SH,
      },
    },
    releaseTag('v4.13', '2017-09-03', UPSTREAM),
    // A first commit of the scheduler's maintainer: whoever stands in upstream's history may be written to.
    {
      on: 'master',
      by: SCHED,
      committer: UPSTREAM,
      day: '2017-09-10',
      message: message('sched: Say what pick_next() returns when nobody waits', { signed: [SCHED, UPSTREAM] }),
      files: {
        'kernel/sched/core.c': edit(
          SCHED_CORE,
          'struct task *pick_next',
          '/* The idle task when nobody waits. */\nstruct task *pick_next',
        ),
      },
    },
    ...RELEASES.flatMap(([version, day]) => [versionBump(version, day), releaseTag(version, day, UPSTREAM)]),
  ]
}

/** v4.14 is out. */
export function release(): (Patch | ImportedTag)[] {
  return [versionBump('v4.14', '2017-11-12'), releaseTag('v4.14', '2017-11-12', UPSTREAM)]
}

/** Two weeks later the window is closed. */
export function closeMergeWindow(): (Patch | ImportedTag)[] {
  return [versionBump('v4.15-rc1', '2017-11-26'), releaseTag('v4.15-rc1', '2017-11-26', UPSTREAM)]
}

/** The change to x86's way out of the kernel, which waited in the x86 tree for the merge window. */
export const TRAMPOLINE: Omit<Patch, 'on'> = {
  by: X86_DEVELOPER,
  committer: X86,
  day: '2017-11-09',
  message: message(
    'x86/entry: Leave the kernel by way of a trampoline stack\n\nThe stack of the kernel must not be mapped while the user runs.',
    { signed: [X86_DEVELOPER, X86], cc: [UPSTREAM] },
  ),
  files: {
    'arch/x86/entry.c': edit(
      X86_ENTRY,
      '\tload_user_registers(task);\n\tjump_to_user(task);\n',
      '\tuse_trampoline_stack(task);\n\tload_user_registers(task);\n\tjump_from_trampoline(task);\n',
    ),
  },
}

/** Upstream pulls the x86 tree. */
export function pullOfX86(): Patch {
  return {
    on: 'master',
    merges: 'refs/from/x86/for-next',
    by: UPSTREAM,
    day: '2017-11-13',
    message:
      "Merge branch 'for-next' of x86\n\nThe x86 maintainer writes: leave the kernel by way of a trampoline stack.\n",
    files: TRAMPOLINE.files,
  }
}

function versionBump(version: string, day: string): Patch {
  const name = version.slice(1)
  return {
    on: 'master',
    by: UPSTREAM,
    day,
    message: message(`Linux ${name}`, { signed: [UPSTREAM] }),
    files: { Makefile: makefile(name) },
  }
}
