import fc from 'fast-check'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { addPack } from '../../../src/base/git/pack.ts'
import type { Admission } from '../../../src/base/model/admission.ts'
import type { CommitOid } from '../../../src/base/model/oid.ts'
import { integrate, type Integrated } from '../../../src/stages/integrate/integrate.ts'
import { emptyMemo, type Memo } from '../../../src/stages/integrate/memo.ts'
import { openWorkshop } from '../../../src/stages/integrate/workshop.ts'
import { type FileSpec, git, importCommits, initBare } from '../../world/fast-import.ts'
import { testFolder } from '../../world/folder.ts'
import { FILES, HISTORIES_TIMEOUT_MS, applyEdit, build, edit, histories, history, text } from '../../world/histories.ts'
import { withOldModes } from '../../world/old-modes.ts'
import { admit, testGit, testTree } from '../../world/roster.ts'

/** Each world of the property tests costs some fifty git processes. */
const SIGNATURE = {
  by: { name: 'Integrator', email: 'next@example.org' },
  at: { epochSeconds: 1_767_225_600, zoneMinutes: 0 },
}

/** Trees at their tips. */
function admissionsOf(dir: string, names: readonly string[]): Admission[] {
  return names.map((name) => admit(testTree(name), git(dir, ['rev-parse', name])))
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

test('an integration has the tree that git gives, merge by merge, whatever the trees do', {
  timeout: HISTORIES_TIMEOUT_MS,
}, async () => {
  await fc.assert(
    fc.asyncProperty(history, async (world) => {
      using folder = testFolder()
      initBare(folder.path)
      const names = build(folder.path, world)
      const run = await integrateIn(folder.path, admissionsOf(folder.path, names))
      const expected = integrateByGit(folder.path, names)
      expect(
        run.merges.filter((merge) => merge.outcome.kind === 'merged').map((merge) => merge.admission.tree.name),
      ).toEqual(expected.taken)
      expect(run.result).toBe(expected.tree)
      expect(git(folder.path, ['fsck', '--strict', run.head])).not.toContain('error')
    }),
    histories(20),
  )
})

/** Folders with old modes, at random, and which branch goes where it has others. */
const aged = fc.record({ world: history, old: fc.func(fc.boolean()), again: fc.func(fc.boolean()), which: fc.nat(5) })

test('modes of old come out as git leaves them, from scratch and after a tree moved', {
  timeout: HISTORIES_TIMEOUT_MS,
}, async () => {
  await fc.assert(
    fc.asyncProperty(aged, async ({ world, old, again, which }) => {
      using folder = testFolder()
      initBare(folder.path)
      const names = build(folder.path, world)
      withOldModes(folder.path, ['main', ...names], old)
      const memo = emptyMemo()
      const first = await integrateIn(folder.path, admissionsOf(folder.path, names), memo)
      expect(first.result).toBe(integrateByGit(folder.path, names).tree)
      const branches = ['main', ...names]
      const moved = branches[which % branches.length] ?? 'main'
      const tip = git(folder.path, ['rev-parse', moved])
      importCommits(folder.path, [
        { branch: moved, parents: [moved], subject: 'again', files: { 'a/again.c': text('again') } },
      ])
      withOldModes(folder.path, [moved], again, [tip])
      const second = await integrateIn(folder.path, admissionsOf(folder.path, names), memo)
      expect(second.result).toBe(integrateByGit(folder.path, names).tree)
    }),
    histories(10),
  )
})

test('a tree that changes nothing makes git write the topmost folder anew', async () => {
  using folder = testFolder()
  initBare(folder.path)
  importCommits(folder.path, [
    { branch: 'main', parents: [], subject: 'start', files: { a: 'one\n' } },
    { branch: 'net', parents: ['main'], subject: 'nothing', files: {} },
  ])
  withOldModes(folder.path, ['main', 'net'], () => true)
  const { result } = await integrateIn(folder.path, admissionsOf(folder.path, ['net']))
  expect(result).not.toBe(git(folder.path, ['rev-parse', 'main^{tree}']))
  expect(result).toBe(integrateByGit(folder.path, ['net']).tree)
})

test('a folder with modes of old is taken as it is, once nobody else changes it any more', async () => {
  using folder = testFolder()
  initBare(folder.path)
  importCommits(folder.path, [
    { branch: 'main', parents: [], subject: 'start', files: { 'a/one': '1\n', 'a/two': '2\n' } },
    { branch: 'usb', parents: ['main'], subject: 'usb', files: { 'a/two': 'usb\n' } },
  ])
  withOldModes(folder.path, ['usb'], () => true, ['main'])
  const memo = emptyMemo()
  for (const files of [{ 'a/one': 'net\n' }, { b: 'net\n' }]) {
    importCommits(folder.path, [{ branch: 'net', parents: ['main'], subject: 'net', files }])
    const { result } = await integrateIn(folder.path, admissionsOf(folder.path, ['net', 'usb']), memo)
    expect(result).toBe(integrateByGit(folder.path, ['net', 'usb']).tree)
  }
})

test('after a tree moved, the integration is the same as one from scratch', {
  timeout: HISTORIES_TIMEOUT_MS,
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
      const admissions = (): Admission[] => admissionsOf(folder.path, names)
      const memo = emptyMemo()
      const before = await integrateIn(folder.path, admissions(), memo)
      // As after a release: what no commit of it holds may go.
      git(folder.path, ['update-ref', 'refs/heads/next', before.head])
      git(folder.path, ['gc', '--quiet', '--prune=now'])
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
      git(folder.path, ['rev-list', '--objects', '--quiet', incremental.head])
      const full = await integrateIn(folder.path, admissions())
      expect(incremental.head).toBe(full.head)
      expect(incremental.merges.map((merge) => merge.outcome.kind)).toEqual(
        full.merges.map((merge) => merge.outcome.kind),
      )
      expect(full.result).toBe(integrateByGit(folder.path, names).tree)
    }),
    histories(20),
  )
})
