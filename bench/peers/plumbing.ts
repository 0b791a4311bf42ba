/**
 * The bare floor: merges by plumbing and commits as loose objects, nothing else. No record, no refs, no commit pairs, no
 * look at what comes next; just what any tool would pay that calls git in the obvious way.
 */
import { performance } from 'node:perf_hooks'
import { makeCommit } from '../../src/base/git/objects.ts'
import { type CommitOid, commitOid, treeOid } from '../../src/base/model/oid.ts'
import { git, tryGit } from '../git.ts'
import type { World, WorldTree } from '../world/world.ts'
import { conflictedPaths, type Merged, MergeTree } from './merge-tree.ts'
import type { Integration, TreeOutcome } from './outcome.ts'
import { scratchOnDisk, writeLoose } from './scratch.ts'

type MergeOne = (ours: string, theirs: string) => Merged | Promise<Merged>

/** All trees through one `merge-tree --stdin`. */
export async function throughCoProcess(world: World): Promise<Integration> {
  const repository = scratchOnDisk(world)
  const started = performance.now()
  const mergeTree = new MergeTree(repository, 'one-by-one')
  const result = await mergeAll(world, repository, (ours, theirs) => mergeTree.merge(ours, theirs))
  mergeTree.end()
  const seconds = (performance.now() - started) / 1000
  return { ...result, seconds }
}

/** All trees with a `merge-tree` process for each. */
export async function processAMerge(world: World): Promise<Integration> {
  const repository = scratchOnDisk(world)
  const started = performance.now()
  const result = await mergeAll(world, repository, (ours, theirs) => mergeOnce(repository, ours, theirs))
  const seconds = (performance.now() - started) / 1000
  return { ...result, seconds }
}

function mergeOnce(repository: string, ours: string, theirs: string): Merged {
  const { exit, stdout, stderr } = tryGit(repository, [
    'merge-tree',
    '--write-tree',
    '-z',
    '--no-messages',
    ours,
    theirs,
  ])
  if (exit > 1) throw new Error(`git merge-tree ended with ${exit}: ${stderr}`)
  const [tree = '', ...fields] = stdout.split('\0')
  return { clean: exit === 0, tree, paths: conflictedPaths(fields.filter((field) => field !== '')) }
}

async function mergeAll(world: World, repository: string, mergeOne: MergeOne): Promise<Omit<Integration, 'seconds'>> {
  const outcomes = new Map<string, TreeOutcome>()
  let head = commitOid(world.upstream.tip)
  let content = git(world.server, ['rev-parse', `${head}^{tree}`]).trim()
  for (const tree of world.trees) {
    const merged = await mergeOne(head, tree.tip)
    if (!merged.clean) {
      outcomes.set(tree.name, { kind: 'conflicted' })
    } else if (merged.tree === content) {
      // Every tree of a world changes something, so only one that is contained already leaves the content as it is.
      outcomes.set(tree.name, { kind: 'already-in' })
    } else {
      head = writeMerge(repository, head, tree, merged.tree)
      content = merged.tree
      outcomes.set(tree.name, { kind: 'merged', tree: content })
    }
  }
  return { outcomes, contentTree: content }
}

function writeMerge(repository: string, head: CommitOid, tree: WorldTree, content: string): CommitOid {
  const commit = makeCommit({
    tree: treeOid(content),
    parents: [head, commitOid(tree.tip)],
    by: { name: 'Integrator', email: 'integrator@example.org' },
    at: { epochSeconds: 1_675_209_600, zoneMinutes: 0 },
    message: `Merge branch '${tree.branch}'\n`,
  })
  writeLoose(repository, commit)
  return commit.oid
}
