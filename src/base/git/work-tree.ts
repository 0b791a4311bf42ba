/** Work trees for gates: a folder made to hold a commit's files, with an index of its own, by touching only what differs. */
import type { CommitOid, TreeOid } from '../model/oid.ts'
import type { Git } from './spawn.ts'

/** A folder with files and the index that says what git knows of them, both by absolute path. */
export interface WorkTree {
  readonly folder: string
  readonly index: string
}

/** Longest a switch may take, in milliseconds. A first checkout of a kernel takes 10 s on a good disk, minutes on a bad one. */
const SWITCH_TIMEOUT_MS = 1_800_000

/** As many processes write files as there are cores; it pays from a few thousand files on (git-config(1), checkout.workers). */
const WORKERS = ['-c', 'checkout.workers=0'] as const

/**
 * Files that a gate changed are restored, files of the earlier candidate that this one has not are removed, and all that is the same keeps
 * its times. What no candidate had stays (git-read-tree(1), --reset). git goes by ctime too, which no gate can set back; it follows no
 * symlink on the way to a file. No hook runs, no filter is configured, no submodule is entered.
 */
export async function switchWorkTree(
  git: Git,
  workTree: WorkTree,
  candidate: CommitOid | TreeOid,
  signal?: AbortSignal,
): Promise<void> {
  await git.run({
    args: [...WORKERS, 'read-tree', '--reset', '-u', candidate],
    ...callIn(workTree, signal),
  })
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
