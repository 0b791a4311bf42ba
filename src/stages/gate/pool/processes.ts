/** The processes of a gate, read from /proc: those it started, and those that went away from it and still run. */
import { readdirSync, readFileSync } from 'node:fs'

interface Process {
  readonly pid: number
  readonly parent: number
  readonly group: number
  /** In the kernel's ticks since it booted. */
  readonly started: number
}

/** The leader of a process group, all of the group, and whatever they started. */
export function processesOf(leader: number): number[] {
  const all = processes()
  const found = new Set(all.filter(({ pid, group }) => pid === leader || group === leader).map(({ pid }) => pid))
  for (let size = -1; size !== found.size; ) {
    size = found.size
    for (const { pid, parent } of all) if (found.has(parent)) found.add(pid)
  }
  return [...found]
}

/** Bytes of memory that nothing but these processes holds: what they wrote, not the programs they run. */
export function memoryOf(pids: readonly number[]): number {
  const kilobytes = pids.map((pid) => {
    const status = read(`/proc/${pid}/status`)
    const of = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1] ?? 0)
    return of('RssAnon') + of('RssShmem')
  })
  return kilobytes.reduce((sum, one) => sum + one, 0) * 1024
}

/**
 * Ends every process that has `mark` among its variables, as all of a gate have from their start: one that left the group by setsid(2), and
 * whose parent is gone, is found no other way. Only those that started no earlier than `since` are looked at, for variables cost ten times
 * what all else about a process does.
 */
export function endStrays(mark: string, since = 0): void {
  // Whoever forks while it is looked for is found in the next round.
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const strays = processes().filter(({ pid, started }) => started >= since && hasMark(pid, mark))
    if (strays.length === 0) return
    for (const { pid } of strays) endProcess(pid)
  }
}

/** When a process was started; 0, which is before all others, when it is gone. */
export function startedAt(pid: number): number {
  return processFrom(String(pid))?.started ?? 0
}

/** More rounds than a tree of processes that are killed as they fork can outlive. */
const ROUNDS_MAX = 50

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It ended by itself meanwhile.
  }
}

function hasMark(pid: number, mark: string): boolean {
  return read(`/proc/${pid}/environ`).split('\0').includes(mark)
}

function processes(): Process[] {
  return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? (processFrom(name) ?? []) : []))
}

/** Undefined for one that has ended. `pid (name) state parent group …`: the name may hold anything, also parentheses (proc(5)). */
function processFrom(name: string): Process | undefined {
  const stat = read(`/proc/${name}/stat`)
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [state = '', parent, group] = fields
  if (state === '' || state === 'Z') return undefined
  return { pid: Number(name), parent: Number(parent), group: Number(group), started: Number(fields[19]) }
}

/** Empty for a process that has ended, or is somebody else's. */
function read(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}
