/** Rewrites a repository's history so that folders of it hold modes as old tools wrote them. */
import type { Oid } from '../../src/base/model/oid.ts'
import { EvilObjects } from './evil.ts'
import { git } from './fast-import.ts'

/** Which folder of which commit, both by number or path, holds old modes; the topmost folder has the path ''. */
export type IsOld = (commit: number, folder: string) => boolean

interface Row {
  readonly mode: string
  readonly oid: string
  readonly path: string
}

/** Every branch that is named ends where it did, in a history of the same shape and content; what `since` leads to stays as it is. */
export function withOldModes(
  dir: string,
  branches: readonly string[],
  isOld: IsOld,
  since: readonly string[] = [],
): void {
  const evil = new EvilObjects()
  const made = new Map<string, Oid>()
  const lines = git(dir, ['rev-list', '--reverse', '--topo-order', '--parents', ...branches, '--not', ...since]).split(
    '\n',
  )
  for (const [number, line] of lines.entries()) {
    const [commit = '', ...parents] = line.split(' ')
    const rows = git(dir, ['ls-tree', '-r', '-t', commit]).split('\n').filter(Boolean).map(readRow)
    const tree = folderOf(evil, rows, '', (folder) => isOld(number, folder))
    const head = `tree ${tree}\n${parents.map((parent) => `parent ${made.get(parent) ?? parent}\n`).join('')}`
    const text = git(dir, ['cat-file', 'commit', commit])
    made.set(commit, evil.add('commit', `${head}${text.slice(text.indexOf('author '))}\n`))
  }
  const tips = branches.map((branch): [string, Oid] => [branch, made.get(git(dir, ['rev-parse', branch])) as Oid])
  for (const [branch, tip] of tips) evil.install(dir, branch, tip)
}

function folderOf(evil: EvilObjects, rows: readonly Row[], folder: string, isOld: (folder: string) => boolean): Oid {
  const prefix = folder === '' ? '' : `${folder}/`
  const here = rows.filter(({ path }) => path.startsWith(prefix) && !path.slice(prefix.length).includes('/'))
  const old = isOld(folder)
  return evil.tree(
    ...here.map(({ mode, oid, path }): [string, string, string] => {
      const name = path.slice(prefix.length)
      if (mode === '040000') return [old ? mode : '40000', name, folderOf(evil, rows, path, isOld)]
      return [old ? (OLD_MODES.get(mode) ?? mode) : mode, name, oid]
    }),
  )
}

/** Group-writable, as the first gits kept it. */
const OLD_MODES: ReadonlyMap<string, string> = new Map([
  ['100644', '100664'],
  ['100755', '100775'],
])

/** `<mode> SP <type> SP <oid> TAB <path>`. */
function readRow(line: string): Row {
  const [head = '', path = ''] = line.split('\t')
  const [mode = '', , oid = ''] = head.split(' ')
  return { mode, oid, path }
}
