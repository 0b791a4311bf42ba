/** Work trees for gates: a folder made to hold a commit's files, with an index of its own, by touching only what differs. */
import { join } from 'node:path'
import type { CommitOid, TreeOid } from '../model/oid.ts'
import { assert } from '../std/assert.ts'
import { LooseObjects } from './loose-objects.ts'
import type { ObjectReader } from './object-reader.ts'
import { makeCommit } from './objects.ts'
import type { Git } from './spawn.ts'

/** A folder with files and the index that says what git knows of them, both by absolute path. */
export interface WorkTree {
  readonly folder: string
  readonly index: string
}

/** Longest a switch may take, in milliseconds. A first checkout of a kernel takes 10 s on a good disk, minutes on a bad one. */
const SWITCH_TIMEOUT_MS = 1_800_000

/**
 * As many processes write files as there are cores; it pays from a few thousand files on (git-config(1), checkout.workers). An index of
 * the fourth version is shorter by a third, and is written anew with each switch.
 */
const SETTINGS = ['-c', 'checkout.workers=0', '-c', 'index.version=4'] as const

/** Where a switch happens: in a repository that nobody else uses, whose objects `reader` reads. */
export interface Switching {
  readonly git: Git
  readonly reader: ObjectReader
  readonly workTree: WorkTree
}

/**
 * Files that a gate changed are restored, files of the earlier candidate that this one has not are removed, and all that is the same keeps
 * its times. What no candidate had stays. git goes by ctime too, which no gate can set back; it follows no symlink on the way to a file.
 * No hook runs, no filter is configured, no submodule is entered. `read-tree --reset -u` does the same and takes nearly twice as long: it
 * looks at one file after the other, where checkout begins by looking at many at once (core.preloadIndex).
 */
export async function switchWorkTree(
  { git, reader, workTree }: Switching,
  candidate: CommitOid | TreeOid,
  signal?: AbortSignal,
): Promise<void> {
  const commit = await commitOf(git, reader, candidate)
  await git.run({
    args: [...SETTINGS, 'checkout', '--force', '--quiet', '--detach', commit],
    ...callIn(workTree, signal),
  })
}

/** checkout takes nothing but commits, so a tree becomes one, always the same. */
async function commitOf(git: Git, reader: ObjectReader, candidate: CommitOid | TreeOid): Promise<CommitOid> {
  const found = await reader.find(candidate)
  if (found?.type !== 'tree') return candidate as CommitOid
  assert(git.gitDir !== undefined, 'a work tree has a repository')
  const commit = makeCommit({
    tree: candidate as TreeOid,
    parents: [],
    by: { name: 'Tributary', email: '' },
    at: { epochSeconds: 0, zoneMinutes: 0 },
    message: 'a candidate\n',
  })
  new LooseObjects(join(git.gitDir, 'objects')).write(commit)
  return commit.oid
}

/** Removes what the candidate does not have, ignored files and repositories within included. */
export async function removeUntracked(git: Git, workTree: WorkTree, signal?: AbortSignal): Promise<void> {
  await git.run({ args: ['clean', '-ffdxq'], ...callIn(workTree, signal) })
}

function callIn({ folder, index }: WorkTree, signal: AbortSignal | undefined) {
  return {
    env: { GIT_WORK_TREE: folder, GIT_INDEX_FILE: index },
    timeoutMs: SWITCH_TIMEOUT_MS,
    ...(signal === undefined ? {} : { signal }),
  }
}
