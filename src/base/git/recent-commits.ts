/** The newest commits of a history, or some by their ids, as far as a look at their heads tells. */
import { type CommitOid, commitOid } from '../model/oid.ts'
import { assert } from '../std/assert.ts'
import type { Git } from './spawn.ts'

export interface CommitHead {
  readonly commit: CommitOid
  readonly subject: string
  readonly authorEmail: string
  /** In seconds since 1970. */
  readonly authored: number
}

const FORMAT = [
  '--format=%H%x00%ae%x00%at%x00%s',
  '-z',
  '--encoding=UTF-8',
  '--no-notes',
  '--no-mailmap',
  '--no-patch',
] as const

/** Without merges, newest first. */
export async function recentCommits(git: Git, tip: CommitOid, most: number): Promise<CommitHead[]> {
  const { stdout } = await git.run({ args: ['log', `--max-count=${most}`, '--no-merges', ...FORMAT, tip, '--'] })
  return parseHeads(stdout.toString('utf8'))
}

/** Each of them, in their order. */
export async function commitHeads(git: Git, commits: readonly CommitOid[]): Promise<CommitHead[]> {
  if (commits.length === 0) return []
  const input = commits.map((commit) => `${commit}\n`).join('')
  const { stdout } = await git.run({ args: ['log', '--stdin', '--no-walk=unsorted', ...FORMAT], input })
  return parseHeads(stdout.toString('utf8'))
}

/** Four fields a commit; all are closed by NUL but the last of all. */
function parseHeads(text: string): CommitHead[] {
  if (text === '') return []
  const fields = text.replace(/\0$/, '').split('\0')
  assert(fields.length % 4 === 0, 'git log printed heads of commits that do not parse')
  return Array.from({ length: fields.length / 4 }, (_, at) => {
    const [commit = '', authorEmail = '', authored = '', subject = ''] = fields.slice(at * 4, at * 4 + 4)
    return { commit: commitOid(commit), authorEmail, authored: Number(authored) || 0, subject }
  })
}
