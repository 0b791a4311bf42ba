/** One commit as text: its message, the files it changes, and its patch, all raw. */
import type { CommitOid } from '../model/oid.ts'
import type { Git } from './spawn.ts'
import { withinLimits } from './within-limits.ts'

/** Beyond this nobody reads a patch for words. */
const PATCH_MAX_BYTES = 64 * 1024 * 1024

const TIMEOUT_MS = 60_000

const SHOW = [
  'show',
  '--format=%B',
  '--stat=1000',
  '--patch',
  '--find-renames',
  '--encoding=UTF-8',
  '--no-notes',
  '--no-color',
  '--no-ext-diff',
  '--no-textconv',
] as const

/** As `git format-patch` would mail it, less the head. Undefined when it is too large. */
export async function commitPatch(git: Git, commit: CommitOid): Promise<string | undefined> {
  const limits = { timeoutMs: TIMEOUT_MS, outputMaxBytes: PATCH_MAX_BYTES }
  const answer = await withinLimits(git, { args: [...SHOW, commit, '--'], ...limits })
  return answer?.toString('latin1')
}
