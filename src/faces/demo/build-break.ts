/** What is pushed in the days after the episode: a patch that breaks the build, and two that break it only together. */
import { ENTRY_H, SCHED_IDLE } from './checker.ts'
import { ARM64, message, POWERPC, SCHED } from './people.ts'
import type { Patch } from './repository.ts'
import type { Servers } from './servers.ts'
import { ARM64_IDLE, edit, POWERPC_TRACED } from './sources.ts'

/** By Monday: powerpc tries to trace by name once more, and sched gives a function another name, which arm64's newest file still calls. */
export async function breakTheBuild({ powerpc, sched }: Servers): Promise<void> {
  await powerpc.push([traceByName()])
  await sched.push([waitForWork()])
}

/** By Tuesday: powerpc has it right, and arm64 follows sched. */
export async function mendTheBuild({ arm64, powerpc }: Servers): Promise<void> {
  await powerpc.push([traceRight()])
  await arm64.push([followSched()])
}

function traceByName(): Patch {
  return {
    on: 'next',
    by: POWERPC,
    day: '2017-11-19',
    message: message('powerpc: Trace them by name, again', { signed: [POWERPC] }),
    files: {
      'arch/powerpc/entry.c': edit(POWERPC_TRACED, 'trace_leave(task)', 'trace_leave(task, name_of(task))'),
    },
  }
}

function traceRight(): Patch {
  return {
    on: 'next',
    by: POWERPC,
    day: '2017-11-20',
    message: message('powerpc: trace_leave() knows the name by itself', { signed: [POWERPC] }),
    files: { 'arch/powerpc/entry.c': POWERPC_TRACED },
  }
}

function waitForWork(): Patch {
  return {
    on: 'sched/core',
    by: SCHED,
    day: '2017-11-19',
    message: message('sched: An idle CPU waits for work, not for an interrupt', { signed: [SCHED] }),
    files: {
      'include/entry.h': edit(ENTRY_H, 'wait_for_interrupt', 'wait_for_work'),
      'kernel/sched/idle.c': edit(SCHED_IDLE, 'wait_for_interrupt', 'wait_for_work'),
    },
  }
}

function followSched(): Patch {
  return {
    on: 'for-next',
    by: ARM64,
    day: '2017-11-20',
    message: message('arm64: Leave waiting to the scheduler', { signed: [ARM64] }),
    files: { 'arch/arm64/idle.c': edit(ARM64_IDLE, '\twait_for_interrupt();\n', '\tidle_task();\n') },
  }
}
