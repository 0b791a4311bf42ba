import fc from 'fast-check'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { addPack } from '../../../src/base/git/pack.ts'
import type { Admission } from '../../../src/base/model/admission.ts'
import type { CommitOid } from '../../../src/base/model/oid.ts'
import { integrate, type Integrated } from '../../../src/stages/integrate/integrate.ts'
import { emptyMemo, type Memo } from '../../../src/stages/integrate/memo.ts'
import { openWorkshop } from '../../../src/stages/integrate/workshop.ts'
import { type CommitSpec, type FileSpec, git, importCommits, initBare } from '../../world/fast-import.ts'
import { testFolder } from '../../world/folder.ts'
import { admit, testGit, testTree } from '../../world/roster.ts'

/** Each world of the property tests costs some fifty git processes. */
const PROPERTY_TIMEOUT_MS = 600_000

const SIGNATURE = {
  by: { name: 'Integrator', email: 'next@example.org' },
  at: { epochSeconds: 1_767_225_600, zoneMinutes: 0 },
}

/** Integrates into the repository itself, as a run does, and leaves the objects there. */
async function integrateIn(
  dir: string,
  admissions: readonly Admission[],
  memo: Memo = emptyMemo(),
): Promise<Integrated> {
  const unbound = testGit()
  await using shop = await openWorkshop(unbound, {
    recordDir: dir,
    scratchFolder: join(dir, 'scratch'),
    pid: process.pid,
  })
  const upstream = git(dir, ['rev-parse', 'main']) as CommitOid
  const integrated = await integrate(
    shop,
    { upstream, admissions, signature: SIGNATURE, attributes: Promise.resolve([]), listen: () => undefined },
    memo,
  )
  await addPack(unbound.at(dir), [...shop.folders.made.values()])
  return integrated
}

/** What git itself makes of it: merge after merge with `git merge-tree`, each conflict left out. */
function integrateByGit(dir: string, branches: readonly string[]): { tree: string; taken: string[] } {
  let head = git(dir, ['rev-parse', 'main'])
  const taken: string[] = []
  for (const branch of branches) {
    const tip = git(dir, ['rev-parse', branch])
    if (git(dir, ['rev-list', '--count', `${head}..${tip}`]) === '0') continue
    try {
      const tree = git(dir, ['merge-tree', '--write-tree', head, tip])
      head = git(dir, ['commit-tree', '-p', head, '-p', tip, '-m', branch, tree])
      taken.push(branch)
    } catch {
      // It conflicts, and is left out.
    }
  }
  return { tree: git(dir, ['rev-parse', `${head}^{tree}`]), taken }
}

const FILES = ['Makefile', 'a/one.c', 'a/two.c', 'a/deep/three.c', 'b/four.c', 'b/five.c', 'c/six.c']

function text(name: string, lines = 12): string {
  return Array.from({ length: lines }, (_, line) => `${name} line ${line} of ${name}\n`).join('')
}

/** One thing a commit does to a tree of files, from random numbers. */
const edit = fc.record({
  what: fc.constantFrom('change', 'change', 'change', 'add', 'delete', 'move', 'move-folder', 'mode', 'link'),
  file: fc.nat(6),
  line: fc.nat(11),
  to: fc.nat(6),
})
type Edit = typeof edit extends fc.Arbitrary<infer Value> ? Value : never

/** Applies an edit to files in memory and tells the commit's files. */
function applyEdit(files: Map<string, FileSpec>, what: Edit, salt: string): Record<string, FileSpec> {
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
const history = fc.record({
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
type History = typeof history extends fc.Arbitrary<infer Value> ? Value : never

function build(dir: string, world: History): string[] {
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

test('an integration has the tree that git gives, merge by merge, whatever the trees do', {
  timeout: PROPERTY_TIMEOUT_MS,
}, async () => {
  await fc.assert(
    fc.asyncProperty(history, async (world) => {
      using folder = testFolder()
      initBare(folder.path)
      const names = build(folder.path, world)
      const run = await integrateIn(
        folder.path,
        names.map((name) => admit(testTree(name), git(folder.path, ['rev-parse', name]))),
      )
      const expected = integrateByGit(folder.path, names)
      expect(
        run.merges.filter((merge) => merge.outcome.kind === 'merged').map((merge) => merge.admission.tree.name),
      ).toEqual(expected.taken)
      expect(run.result).toBe(expected.tree)
      expect(git(folder.path, ['fsck', '--strict', run.head])).not.toContain('error')
    }),
    { numRuns: Number(process.env['PROPERTY_RUNS'] ?? 40) },
  )
})

test('after a tree moved, the integration is the same as one from scratch', {
  timeout: PROPERTY_TIMEOUT_MS,
}, async () => {
  const moved = fc.record({
    world: history,
    which: fc.nat(5),
    edits: fc.array(edit, { minLength: 1, maxLength: 3 }),
    rebase: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(moved, async ({ world, which, edits, rebase }) => {
      using folder = testFolder()
      initBare(folder.path)
      const names = build(folder.path, world)
      const admissions = (): Admission[] =>
        names.map((name) => admit(testTree(name), git(folder.path, ['rev-parse', name])))
      const memo = emptyMemo()
      await integrateIn(folder.path, admissions(), memo)
      const name = names[which % names.length] ?? 't0'
      const files = new Map<string, FileSpec>(FILES.map((path) => [path, text(path)]))
      const tip = git(folder.path, ['rev-parse', name])
      const parents = rebase ? ['main'] : [name]
      importCommits(
        folder.path,
        edits.map((what, place) => ({
          branch: name,
          subject: `again ${place}`,
          parents: place === 0 ? parents : [name],
          files: applyEdit(files, what, `again ${place}`),
        })),
      )
      expect(git(folder.path, ['rev-parse', name])).not.toBe(tip)
      const incremental = await integrateIn(folder.path, admissions(), memo)
      const full = await integrateIn(folder.path, admissions())
      expect(incremental.head).toBe(full.head)
      expect(incremental.merges.map((merge) => merge.outcome.kind)).toEqual(
        full.merges.map((merge) => merge.outcome.kind),
      )
      expect(full.result).toBe(integrateByGit(folder.path, names).tree)
    }),
    { numRuns: Number(process.env['PROPERTY_RUNS'] ?? 40) },
  )
})
