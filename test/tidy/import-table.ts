/** The table under `## Imports` in ARCHITECTURE.md, and the imports that it does not allow. */
import type { Complaint } from './complaint.ts'
import { cyclesIn } from './import-graph.ts'
import type { Source } from './source.ts'

/** What each folder may import, by folder. */
export type ImportTable = ReadonlyMap<string, readonly string[]>

export function readImportTable(architecture: string): ImportTable {
  const section = /^## Imports\n([\s\S]*?)(?=^## |(?![\s\S]))/m.exec(architecture)?.[1]
  if (section === undefined) throw new Error('ARCHITECTURE.md has no section "## Imports"')
  const rows = section.split('\n').filter((line) => line.startsWith('| `'))
  return new Map(rows.map(readRow))
}

function readRow(row: string): [string, string[]] {
  const [, folder = '', allowed = ''] = row.split('|')
  const [name, ...more] = quoted(folder)
  if (name === undefined || more.length > 0) throw new Error(`ARCHITECTURE.md: not one folder in the row ${row}`)
  return [name, quoted(allowed)]
}

function quoted(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '')
}

/** What is wrong with the table itself: names that match no row, and layers that would import each other. */
export function tableComplaints(table: ImportTable): Complaint[] {
  const rowsIn = (name: string): string[] => [...table.keys()].filter((row) => isIn(row, name))
  const nameless = [...table.values()].flat().filter((name) => rowsIn(name).length === 0)
  // A folder always imports itself, also by way of a name for all its neighbours.
  const edges = [...table].map(([folder, allowed]): [string, string[]] => [
    folder,
    allowed.flatMap(rowsIn).filter((row) => row !== folder),
  ])
  return [
    ...nameless.map((name) => `allows an import of ${name}, but no row is about that folder`),
    ...cyclesIn(new Map(edges)).map((cycle) => `lets layers import each other: ${cycle.join(' → ')}`),
  ].map((what) => ({ path: 'ARCHITECTURE.md', line: 0, what }))
}

export function forbiddenImports(table: ImportTable, sources: readonly Source[]): Complaint[] {
  return sources.filter(({ path }) => path.startsWith('src/')).flatMap((source) => forbiddenIn(table, source))
}

function forbiddenIn(table: ImportTable, { path, imports }: Source): Complaint[] {
  const folder = rowOf(table, path)
  if (folder === undefined) {
    return [{ path, line: 0, what: 'is in no folder of the import table in ARCHITECTURE.md; move it or add a row' }]
  }
  return imports.flatMap((one) => {
    if (one.path === undefined || mayImport(table, folder, one.path)) return []
    return [{ path, line: one.line, what: `imports ${one.path}, which ARCHITECTURE.md does not allow ${folder}` }]
  })
}

function mayImport(table: ImportTable, folder: string, target: string): boolean {
  const itself = rowOf(table, target) === folder
  return itself || (table.get(folder) ?? []).some((name) => name !== folder && isIn(target, name))
}

/** The row about the folder that holds this path: the deepest, where several do. */
function rowOf(table: ImportTable, path: string): string | undefined {
  const rows = [...table.keys()].filter((folder) => isIn(path, folder))
  return rows.toSorted((a, b) => b.length - a.length)[0]
}

function isIn(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`)
}
