/** The most memory that a program and its children hold at one moment. */
import type { ChildProcess } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** Between two looks. A cold run takes hundreds of these. */
const INTERVAL_MS = 4

/**
 * Watches a process until it ends. Of the program itself all that is resident counts; of its children only anonymous
 * memory, since what they map of packs is the page cache's.
 */
export function watchMemory(child: ChildProcess): { readonly peakBytes: () => number } {
  const watched = { peak: 0 }
  const timer = setInterval(() => {
    watched.peak = Math.max(watched.peak, heldBytes(child.pid ?? 0))
  }, INTERVAL_MS)
  child.on('close', () => clearInterval(timer))
  return { peakBytes: () => watched.peak }
}

function heldBytes(pid: number): number {
  return field(pid, 'Rss') + descendants(pid).reduce((sum, other) => sum + field(other, 'Anonymous'), 0)
}

/** A figure of /proc/<pid>/smaps_rollup, given there in kB; nothing for a process that is gone. */
function field(pid: number, name: string): number {
  const text = readOrEmpty(`/proc/${pid}/smaps_rollup`)
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0) * 1024
}

function descendants(pid: number): number[] {
  const children = new Map<number, number[]>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    // `pid (name) state parent …`, where the name may hold anything.
    const stat = readOrEmpty(`/proc/${name}/stat`)
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
    children.set(parent, [...(children.get(parent) ?? []), Number(name)])
  }
  const below = (parent: number): number[] => (children.get(parent) ?? []).flatMap((child) => [child, ...below(child)])
  return below(pid)
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
