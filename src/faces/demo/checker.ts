/** What the made-up kernel is built with: a checker that reads its C, and the headers that it is checked against. */

export const ENTRY_H = `/* What an architecture offers. */
unsigned int pending_work(struct task *task);
void do_work(struct task *task, unsigned int work);
void interrupts_off(void);
void wait_for_interrupt(void);
void load_user_registers(struct task *task);
void trace_leave(struct task *task);
void use_trampoline_stack(struct task *task);
void jump_to_user(struct task *task);
void jump_from_trampoline(struct task *task);
void return_from_exception(struct task *task);
void return_from_interrupt(struct task *task);
void serialize_core(void);
void flush_page(void *page);
char *name_of(struct task *task);
`

export const SCHED_H = `/* What the scheduler offers. */
struct task *first_of(struct list *list);
void switch_memory(struct task *last, struct task *next);
void switch_registers(struct task *last, struct task *next);
int interrupt_each_cpu(struct process *process, function *what);
void run_on_cpu(int cpu, function *what, void *with);
void idle_task(void);
int inside(unsigned long address, struct sequence *sequence);
`

export const SCHED_IDLE = `/* Who runs when nobody waits. */
#include "entry.h"

void idle_task(void)
{
	for (;;)
		wait_for_interrupt();
}
`

/** Whatever is called must be declared, with as many arguments. A compiler would say the same, and not every machine has one. */
export const CHECK_SH = `#!/bin/sh
# Checks that every function that is called is declared, and is given as many arguments as it takes.
exec awk '
# How many arguments stand between the parenthesis that the text begins with and the one that closes it.
function arguments(text,   at, depth, commas, char) {
	for (at = 1; at <= length(text); at++) {
		char = substr(text, at, 1)
		if (char == "(") depth++
		if (char == ")" && --depth == 0) break
		if (char == "," && depth == 1) commas++
	}
	if (substr(text, 2, at - 2) ~ /^(void)?$/) return 0
	return commas + 1
}

{ gsub(/\\/\\*[^*]*\\*\\//, "") }

FILENAME ~ /\\.h$/ {
	if (match($0, /[a-z_]+\\(/)) takes[substr($0, RSTART, RLENGTH - 1)] = arguments(substr($0, RSTART + RLENGTH - 1))
	next
}

/^\\t/ {
	rest = $0
	while (match(rest, /[a-z_]+\\(/)) {
		name = substr(rest, RSTART, RLENGTH - 1)
		rest = substr(rest, RSTART + RLENGTH - 1)
		if (name in takes && takes[name] != arguments(rest)) {
			printf "%s:%d: error: %s() takes %d, and is given %d arguments\\n", FILENAME, FNR, name, takes[name], arguments(rest)
			failed = 1
		} else if (!(name in takes)) {
			printf "%s:%d: error: implicit declaration of function %s\\n", FILENAME, FNR, name
			failed = 1
		}
	}
}

END { exit failed }
' include/*.h $(find arch kernel -name "*.c" | sort)
`
