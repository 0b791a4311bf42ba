/** Reads what commits are recognised by when they come back as others: patch, subject and author. */
import type { CommitKeys } from '../model/passport.ts'
import { type CommitOid, commitOid } from '../model/oid.ts'
import { assert } from '../std/assert.ts'
import { chunksOf } from '../std/collections.ts'
import { readPatches } from './patch-ids.ts'
import type { Git } from './spawn.ts'

/** Commits in one question: their patches come to some 10 MB of text. */
const COMMITS_PER_QUESTION = 500

const FORMAT = [
  '--no-walk=unsorted',
  '--no-patch',
  '--encoding=UTF-8',
  '--no-notes',
  '-z',
  '--format=%H%x00%an%x00%ae%x00%cn%x00%ce%x00%s',
]

const FIELDS = 6

/** In the order they are asked for. */
export async function readCommitKeys(git: Git, commits: readonly CommitOid[]): Promise<CommitKeys[]> {
  const keys: CommitKeys[] = []
  for (const chunk of chunksOf(commits, COMMITS_PER_QUESTION)) {
    const [patches, people] = await Promise.all([readPatches(git, chunk), readSubjects(git, chunk)])
    for (const one of people) keys.push({ ...one, patchId: patches.get(one.oid)?.id })
  }
  return keys
}

/** Six fields a commit, each closed by NUL. */
async function readSubjects(git: Git, commits: readonly CommitOid[]): Promise<Omit<CommitKeys, 'patchId'>[]> {
  const input = commits.map((commit) => `${commit}\n`).join('')
  const fields = (await git.text({ args: ['log', '--stdin', ...FORMAT], input })).split('\0')
  const read = commits.map((_, place) => {
    const at = place * FIELDS
    const [oid = '', an = '', ae = '', cn = '', ce = '', subject = ''] = fields.slice(at, at + FIELDS)
    return { oid: commitOid(oid), subject, author: { name: an, email: ae }, committer: { name: cn, email: ce } }
  })
  assert(fields.length <= commits.length * FIELDS + 1, `git log told of more than ${commits.length} commits`)
  return read
}
