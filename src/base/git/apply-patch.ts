/** Applies a patch to a tree without a work tree: on an index of its own in a throw-away repository, whole or not at all. */
import { join } from 'node:path'
import { type TreeOid, treeOid } from '../model/oid.ts'
import { gitSays } from './complaint.ts'
import type { Git } from './spawn.ts'

/** The largest series that a kernel maintainer sends has 3 MB. Git would hold a patch several times over. */
export const PATCH_MAX_BYTES = 32 * 1024 * 1024

export type Patched =
  | { readonly kind: 'applied'; readonly tree: TreeOid }
  /** `why` stands in a sentence; git's words are named as such. */
  | { readonly kind: 'refused'; readonly why: string }

/** `git` is bound to a throw-away repository that sees the tree. Nothing is written outside of it: --cached touches no file. */
export async function applyPatch(git: Git, scratchDir: string, tree: TreeOid, patch: Uint8Array): Promise<Patched> {
  if (patch.length > PATCH_MAX_BYTES)
    return { kind: 'refused', why: `it is larger than ${PATCH_MAX_BYTES / 1024 / 1024} MiB, and no fix of a merge is` }
  const env = { GIT_INDEX_FILE: join(scratchDir, 'patch-index') }
  await git.run({ args: ['read-tree', tree], env })
  const applied = await git.attempt({ args: ['apply', '--cached', '--whitespace=nowarn', '-'], env, input: patch })
  if (applied.exit !== 0) return { kind: 'refused', why: gitSays(applied.stderr) }
  const written = await git.text({ args: ['write-tree'], env })
  return { kind: 'applied', tree: treeOid(written.trim()) }
}
