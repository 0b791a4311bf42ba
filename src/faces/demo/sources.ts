/** The files of the made-up kernel: C of our own that nobody ever ran, just enough of it to clash in earnest. */
import { assert } from '../../base/std/assert.ts'

/** A text with one piece of it put otherwise. */
export function edit(text: string, before: string, after: string): string {
  assert(text.split(before).length === 2, `${JSON.stringify(before)} stands in the text once`)
  return text.replace(before, () => after)
}

export function makefile(version: string): string {
  return `# A kernel small enough to read.\nVERSION = ${version}\n\nobj-y = arch/ kernel/\n`
}

export const MAINTAINERS = `List of maintainers. Every one of them is made up.

DOCUMENTATION
M:	Docs Maintainer <docs@example.org>
F:	Documentation/

RESTARTABLE SEQUENCES AND CPU OPERATIONS
M:	Restartable Sequences Maintainer <rseq@example.org>
F:	kernel/rseq.c
F:	kernel/cpu_opv.c

SCHEDULER
M:	Scheduler Maintainer <sched@example.org>
F:	kernel/sched/

X86 ARCHITECTURE
M:	x86 Maintainer <x86@example.org>
F:	arch/x86/

THE REST
M:	Upstream Maintainer <upstream@example.org>
F:	*
F:	*/
`

/** The way back to the user's program: what the whole episode is about. */
export const X86_ENTRY = `/* How a task on x86 leaves the kernel. */
#include "entry.h"

void leave_kernel(struct task *task)
{
	unsigned int work = pending_work(task);

	while (work) {
		do_work(task, work);
		work = pending_work(task);
	}
	load_user_registers(task);
	jump_to_user(task);
}
`

export const ARM64_ENTRY = X86_ENTRY.replace('x86', 'arm64').replace('jump_to_user', 'return_from_exception')
export const POWERPC_ENTRY = X86_ENTRY.replace('x86', 'powerpc').replace('jump_to_user', 'return_from_interrupt')

/** What arm64 adds in these weeks. */
export const ARM64_IDLE =
  '/* What a CPU does when it has nothing to do. */\n\nvoid idle(void)\n{\n\twait_for_interrupt();\n}\n'

/** As powerpc has it from October on. */
export const POWERPC_TRACED = edit(
  POWERPC_ENTRY,
  '\tload_user_registers(task);\n',
  '\ttrace_leave(task);\n\tload_user_registers(task);\n',
)

export const SCHED_CORE = `/* Who runs next. */
#include "sched.h"

struct task *pick_next(struct queue *queue)
{
	return first_of(queue->waiting);
}

void switch_to(struct queue *queue, struct task *next)
{
	struct task *last = queue->running;

	queue->running = next;
	switch_memory(last, next);
	switch_registers(last, next);
}
`

export const MEMBARRIER = `/* A system call that has all threads of a process agree on the order of its memory. */
#include "sched.h"

int membarrier(struct process *process, int command)
{
	switch (command) {
	case MEMBARRIER_PRIVATE:
		return interrupt_each_cpu(process, full_barrier);
	default:
		return -EINVAL;
	}
}
`

export const RSEQ_C = `/* Restartable sequences: a few instructions that run on one CPU whole, or are begun again. */
#include "sched.h"

void rseq_handle_preempt(struct task *task)
{
	struct sequence *sequence = task->rseq;

	if (sequence && inside(task->user_address, sequence))
		task->user_address = sequence->abort;
}
`

export const CPU_OPV_C = `/* Operations on per-CPU data, for when a restartable sequence does not get through. */
#include "sched.h"

int cpu_opv(struct operation *operations, int count, int cpu)
{
	int done;

	for (done = 0; done < count; done++)
		run_on_cpu(cpu, operations[done].function, &operations[done]);
	return done;
}
`

export const ENTRY_DOC = `How a system call begins and ends
=================================

Each architecture has a file that enters the kernel and leaves it. What a task has to do before it may leave
is asked of pending_work().
`

export const MEMBARRIER_DOC = `membarrier
==========

MEMBARRIER_PRIVATE
	All threads of the caller have passed a full memory barrier when the call returns.
`
