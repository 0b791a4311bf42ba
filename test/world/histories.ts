/** Histories at random: an upstream, and trees that change, add, delete, rename, merge and stand on one another. */
import fc from 'fast-check'
import type { CommitOid } from '../../src/base/model/oid.ts'
import { type CommitSpec, type FileSpec, git, importCommits, initBare } from './fast-import.ts'

export const FILES = ['Makefile', 'a/one.c', 'a/two.c', 'a/deep/three.c', 'b/four.c', 'b/five.c', 'c/six.c']

export function text(name: string, lines = 12): string {
  return Array.from({ length: lines }, (_, line) => `${name} line ${line} of ${name}\n`).join('')
}

/** One thing a commit does to a tree of files, from random numbers. */
export const edit = fc.record({
  what: fc.constantFrom('change', 'change', 'change', 'add', 'delete', 'move', 'move-folder', 'mode', 'link'),
  file: fc.nat(6),
  line: fc.nat(11),
  to: fc.nat(6),
})
export type Edit = typeof edit extends fc.Arbitrary<infer Value> ? Value : never

/** Applies an edit to files in memory and tells the commit's files. */
export function applyEdit(files: Map<string, FileSpec>, what: Edit, salt: string): Record<string, FileSpec> {
  const paths = [...files.keys()].sort()
  const path = paths[what.file % Math.max(1, paths.length)]
  if (path === undefined) return {}
  const content = files.get(path)
  const body = typeof content === 'string' ? content : text(path)
  const set = (name: string, spec: FileSpec): Record<string, FileSpec> => {
    files.set(name, spec)
    return { [name]: spec }
  }
  switch (what.what) {
    case 'change':
      return set(
        path,
        body
          .split('\n')
          .map((line, index) => (index === what.line ? `${line} ${salt}` : line))
          .join('\n'),
      )
    case 'add':
      return set(`${path.slice(0, path.lastIndexOf('/') + 1)}new-${what.to}`, text(`new ${what.to} ${salt}`, 5))
    case 'delete':
      files.delete(path)
      return { [path]: { gone: true } }
    case 'move': {
      const target = `moved-${what.to}/${path.slice(path.lastIndexOf('/') + 1)}`
      if (files.has(target)) return {}
      files.delete(path)
      return { ...set(target, body), [path]: { gone: true } }
    }
    case 'move-folder': {
      const folder = path.includes('/') ? path.slice(0, path.indexOf('/')) : ''
      if (folder === '') return {}
      const moved: Record<string, FileSpec> = {}
      for (const name of paths.filter((candidate) => candidate.startsWith(`${folder}/`))) {
        const old = files.get(name) ?? ''
        files.delete(name)
        moved[name] = { gone: true }
        Object.assign(moved, set(`renamed-${what.to}/${name.slice(folder.length + 1)}`, old))
      }
      return moved
    }
    case 'mode':
      return set(path, { mode: '100755', content: body })
    case 'link':
      return set(path, { mode: '120000', content: 'Makefile' })
    default:
      return {}
  }
}

/** An upstream of a few commits and trees that each start somewhere on it. */
export const history = fc.record({
  upstream: fc.array(edit, { minLength: 1, maxLength: 4 }),
  trees: fc.array(
    fc.record({
      base: fc.nat(4),
      edits: fc.array(edit, { minLength: 1, maxLength: 4 }),
      on: fc.option(fc.nat(5), { freq: 6 }),
      mergesIn: fc.option(fc.nat(5), { freq: 6 }),
    }),
    { minLength: 2, maxLength: 6 },
  ),
})
export type History = typeof history extends fc.Arbitrary<infer Value> ? Value : never

/** Longest that a property over histories may take: each of them is hundreds of processes. */
export const HISTORIES_TIMEOUT_MS = 600_000

/** For a last word before the test's own timeout, which says nothing. */
const LAST_WORD_MS = 30_000

/** So many histories; a failure that takes long to shrink, or a history that never ends, is told with the seed that leads there. */
export function histories(
  runs: number,
): Pick<fc.Parameters, 'numRuns' | 'interruptAfterTimeLimit' | 'markInterruptAsFailure'> {
  return {
    numRuns: Number(process.env['PROPERTY_RUNS'] ?? runs),
    interruptAfterTimeLimit: HISTORIES_TIMEOUT_MS - LAST_WORD_MS,
    markInterruptAsFailure: true,
  }
}

/** Makes branches `main`, `up<n>` and `t<n>`; gives the names of the trees. */
export function build(dir: string, world: History): string[] {
  const start = new Map<string, FileSpec>(FILES.map((path) => [path, text(path)]))
  const commits: CommitSpec[] = [{ branch: 'main', subject: 'start', parents: [], files: Object.fromEntries(start) }]
  const states = new Map<string, Map<string, FileSpec>>([['up0', new Map(start)]])
  commits.push({ branch: 'up0', subject: 'mark', parents: ['main'], files: {} })
  const files = new Map(start)
  for (const [index, what] of world.upstream.entries()) {
    commits.push({ branch: 'main', subject: `upstream ${index}`, files: applyEdit(files, what, `u${index}`) })
    commits.push({ branch: `up${index + 1}`, subject: 'mark', parents: ['main'], files: {} })
    states.set(`up${index + 1}`, new Map(files))
  }
  commits.push({ branch: 'main', subject: 'last', parents: [`up${world.upstream.length}`], files: {} })
  const names: string[] = []
  for (const [index, tree] of world.trees.entries()) {
    const name = `t${index}`
    const on = tree.on === null || tree.on >= index ? `up${tree.base % (world.upstream.length + 1)}` : `t${tree.on}`
    const state = new Map(states.get(on) ?? start)
    for (const [place, what] of tree.edits.entries()) {
      const parents = place === 0 ? [on] : [name]
      if (place === 1 && tree.mergesIn !== null && tree.mergesIn < index) parents.push(`t${tree.mergesIn}`)
      commits.push({
        branch: name,
        subject: `${name} ${place}`,
        parents,
        files: applyEdit(state, what, `${name}.${place}`),
      })
    }
    states.set(name, state)
    names.push(name)
  }
  importCommits(dir, commits)
  return names
}

/** Commits that each have one or two of the earlier ones as parents, and some none: histories in which files do not matter. */
export const anyLinks = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.boolean()), { minLength: 6, maxLength: 14 })

/** Makes a repository of them; gives them in order. */
export function buildLinks(dir: string, links: readonly (readonly [number, number, boolean])[]): CommitOid[] {
  initBare(dir)
  const commits = links.map(([one, other, isRoot], at): CommitSpec => {
    const parents = [...new Set([one % Math.max(at, 1), other % Math.max(at, 1)])].map((parent) => `c${parent}`)
    const [branch, subject] = [`c${at}`, `c${at}`]
    return { branch, parents: at === 0 || isRoot ? [] : parents, subject, files: { [`f${at}`]: 'x' } }
  })
  importCommits(dir, commits)
  return commits.map(({ branch }) => git(dir, ['rev-parse', branch]) as CommitOid)
}
