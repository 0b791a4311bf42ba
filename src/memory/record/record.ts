/** The record: one bare repository that holds everything that must last. */
import { existsSync } from 'node:fs'
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Git } from '../../base/git/spawn.ts'
import { assert } from '../../base/std/assert.ts'
import { OperatingError } from '../../base/std/operating-error.ts'

export interface Record {
  /** Bound to the repository. */
  readonly git: Git
  readonly gitDir: string
}

/**
 * Candidates are hidden from mirrors, and workers fetch them by their ids. git's second protocol lets them, but over ssh it is spoken only
 * where the server's sshd takes the variable GIT_PROTOCOL, as it does not when it is installed; for the first the repository has to say so.
 */
const HIDDEN_BY_ID = `[uploadpack]
	allowTipSHA1InWant = true
`

/**
 * Nothing is packed, pruned or expired behind our back; loose objects and packs are on disk before a ref names them (git-config(1),
 * core.fsync); a reflog would keep alive what nobody names.
 */
const CONFIG = `[core]
	repositoryformatversion = 0
	bare = true
	logAllRefUpdates = false
	fsync = objects,derived-metadata,reference
	fsyncMethod = fsync
[gc]
	auto = 0
[receive]
	denyNonFastForwards = false
[transfer]
	hideRefs = refs/tributary/candidates
${HIDDEN_BY_ID}`

const INIT = ['init', '--quiet', '--bare', '--template=', '--object-format=sha1'] as const

/** An option of this name is refused before git 2.45, a variable passed over. The configuration above says the same of refs: files. */
const REF_FORMAT = { GIT_DEFAULT_REF_FORMAT: 'files' } as const

export async function createRecord(git: Git, gitDir: string, branch: string): Promise<Record> {
  if (existsSync(gitDir)) {
    throw new OperatingError(
      'usage',
      `there is a record at ${gitDir} already`,
      'Choose another folder, or work with the one that is there.',
    )
  }
  await git.run({ args: [...INIT, `--initial-branch=${branch}`, '--', gitDir], env: REF_FORMAT })
  await mkdir(join(gitDir, 'info'), { recursive: true })
  await writeFile(join(gitDir, 'config'), CONFIG)
  return { git: git.at(gitDir), gitDir }
}

/** Opens a record without a process: what git needs of a repository must be there. */
export function openRecord(git: Git, gitDir: string): Record {
  if (!existsSync(join(gitDir, 'HEAD')) || !existsSync(join(gitDir, 'objects'))) {
    throw new OperatingError(
      'record-missing',
      `there is no record at ${gitDir}`,
      'Run this inside a workspace, or name one with -C <folder>. A new one is made with: tributary init <folder> --upstream <url>#<branch>',
    )
  }
  return { git: git.at(gitDir), gitDir }
}

/** Of a record that was made before this was written into each. */
export async function letWorkersFetch({ gitDir }: Git): Promise<void> {
  assert(gitDir !== undefined, 'a record stands somewhere')
  const config = join(gitDir, 'config')
  if (!(await readFile(config, 'utf8')).includes(HIDDEN_BY_ID)) await appendFile(config, `\n${HIDDEN_BY_ID}`)
}
