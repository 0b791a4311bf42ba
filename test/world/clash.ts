/** Merges branches onto `main` one after the other, by plain git, and describes what conflicts. */
import { diffTrees } from '../../src/base/git/diff-tree.ts'
import type { Conflict, Culprit } from '../../src/base/model/conflict.ts'
import type { CommitOid, TreeOid } from '../../src/base/model/oid.ts'
import type { DescribedConflict, EarlierMerge } from '../../src/stages/integrate/conflict/clash.ts'
import { describeConflicts } from '../../src/stages/integrate/conflict/describe.ts'
import { ClashReading } from '../../src/stages/integrate/conflict/reading.ts'
import { openWorkshop } from '../../src/stages/integrate/workshop.ts'
import { type CommitSpec, git, importCommits, initBare } from './fast-import.ts'
import { testFolder } from './folder.ts'
import { testGit, treeName } from './roster.ts'

export interface Scene {
  /** In the order they come: upstream is `main`, everything else a tree. */
  readonly commits: readonly CommitSpec[]
  /** Branches to merge, in order. */
  readonly trees: readonly string[]
  /** Changes the repository after its commits were made. */
  readonly prepare?: (dir: string) => void
  readonly attributes?: readonly string[]
}

/** What each tree met. */
export async function conflictsIn(scene: Scene): Promise<ReadonlyMap<string, readonly DescribedConflict[]>> {
  using folder = testFolder()
  const dir = `${folder.path}/record.git`
  initBare(dir)
  importCommits(dir, scene.commits)
  scene.prepare?.(dir)
  await using shop = await openWorkshop(testGit(), {
    recordDir: dir,
    scratchFolder: folder.path,
    pid: 1,
  })
  shop.useAttributes(scene.attributes ?? [])
  const { scratch, merger } = shop
  const lines = (...args: string[]): string[] => git(scratch.gitDir, args).split('\n').filter(Boolean)
  const found = new Map<string, readonly DescribedConflict[]>()
  const earlier: EarlierMerge[] = []
  const [upstream = ''] = git(dir, ['rev-parse', 'refs/heads/main']).split('\n')
  let head = upstream
  for (const name of scene.trees) {
    const tree = treeName(name)
    const version = git(dir, ['rev-parse', `refs/heads/${name}`]) as CommitOid
    const bases = lines('merge-base', '--all', head, version) as CommitOid[]
    const [ours = ''] = lines('rev-parse', `${head}^{tree}`)
    const commits = lines('rev-list', version, ...bases.map((base) => `^${base}`)) as CommitOid[]
    const answer = await merger.merge(head as CommitOid, version)
    if ('refused' in answer) throw new Error(answer.refused)
    if (answer.clean) {
      const [changes = []] = await diffTrees(shop.git, [{ from: ours as TreeOid, to: answer.tree }])
      const changed = new Set(changes.map(({ path }) => path))
      earlier.push({ tree, version, bases, commits, result: answer.tree, changed })
      head = git(scratch.gitDir, ['commit-tree', answer.tree, '-p', head, '-p', version, '-m', `Merge ${name}`])
      continue
    }
    const known = { shop, tree, version, bases, commits, upstream: upstream as CommitOid, earlier: [...earlier] }
    found.set(name, await describeConflicts(new ClashReading({ ...known, ours: ours as TreeOid, answer })))
  }
  return found
}

/** The single conflict that one tree met. */
export async function conflictIn(scene: Scene, tree = scene.trees.at(-1) ?? ''): Promise<DescribedConflict> {
  const described = (await conflictsIn(scene)).get(tree) ?? []
  const [only] = described
  if (only === undefined || described.length > 1) {
    throw new Error(
      `${tree} met ${described.length} conflicts: ${described.map(({ conflict }) => conflict.path).join(', ')}`,
    )
  }
  return only
}

/** `net: change two, change one`: who is named, by tree and subjects. */
export function named({ tree, commits }: Culprit): string {
  return `${tree ?? 'upstream'}: ${commits.map((commit) => commit.subject).join(', ')}`
}

/** The pair that is named where there is room for one. */
export function pairOf(conflict: Conflict): string[] {
  return [named(conflict.oursBy), named(conflict.theirsBy)]
}

/** The trees and commits named for each hunk. */
export function pairsOf(conflict: Conflict): string[][] {
  return conflict.pairs.map(({ ours, theirs }) => [...ours.map(named), named(theirs)])
}

/** A file of numbered lines, some of them replaced: a string stands for the line, the empty one for none. */
export function numbered(replaced: Readonly<Record<number, string>> = {}, count = 30): string {
  return Array.from({ length: count }, (_, index) => replaced[index + 1] ?? `line ${index + 1}\n`).join('')
}
