/** What can be said of all imports together: no circles, and no file that nothing leads to. */
import type { Complaint } from './complaint.ts'
import type { Source } from './source.ts'

/** Each circle of imports once, told at its first file by name. Imports of types count: they tie files as well. */
export function importCycles(sources: readonly Source[]): Complaint[] {
  const edges = new Map(sources.map((source) => [source.path, targets(source)]))
  return cyclesIn(edges).map((cycle) => ({
    path: cycle[0] ?? '',
    line: 0,
    what: `imports itself: ${cycle.join(' → ')}`,
  }))
}

/** Ways that lead back to where they began, each once, beginning and ending at its first name. */
export function cyclesIn(edges: ReadonlyMap<string, readonly string[]>): string[][] {
  const done = new Set<string>()
  const cycles: string[][] = []
  const visit = (name: string, trail: readonly string[]): void => {
    const at = trail.indexOf(name)
    if (at !== -1) cycles.push(fromFirst(trail.slice(at)))
    if (at !== -1 || done.has(name)) return
    for (const target of edges.get(name) ?? []) visit(target, [...trail, name])
    done.add(name)
  }
  for (const name of edges.keys()) visit(name, [])
  return cycles
}

function fromFirst(cycle: readonly string[]): string[] {
  const first = cycle.toSorted()[0] ?? ''
  const at = cycle.indexOf(first)
  return [...cycle.slice(at), ...cycle.slice(0, at), first]
}

/**
 * Files under src/ that no other file imports and that no pattern calls an entry. A test counts as another file: what
 * only tests import is knip's to tell. Where there is no entry at all, nothing is told yet.
 */
export function deadFiles(sources: readonly Source[], entries: readonly RegExp[]): Complaint[] {
  const reached = new Set(sources.flatMap((source) => targets(source).filter((target) => target !== source.path)))
  const isEntry = ({ path }: Source): boolean => entries.some((entry) => entry.test(path))
  if (!sources.some(isEntry)) return []
  return sources
    .filter((source) => source.path.startsWith('src/') && !reached.has(source.path) && !isEntry(source))
    .map(({ path }) => ({ path, line: 0, what: 'is imported by nothing; remove it, or import it where it is needed' }))
}

/** Relative imports of files that are not there. The compiler finds those in src, but not one of a wrong letter case. */
export function missingFiles(sources: readonly Source[], paths: ReadonlySet<string>): Complaint[] {
  return sources.flatMap(({ path, imports }) =>
    imports.flatMap((one) =>
      one.path === undefined || paths.has(one.path)
        ? []
        : [{ path, line: one.line, what: `imports ${one.path}, which does not exist` }],
    ),
  )
}

function targets(source: Source): string[] {
  return source.imports.flatMap(({ path }) => (path === undefined ? [] : [path]))
}
