/** Names a commit as git does: the one place where what a person typed is looked up. */
import { type CommitOid, isOid } from '../model/oid.ts'
import type { Git } from './spawn.ts'

/** Longest name taken: no ref is longer. */
const NAME_LENGTH_MAX = 300

/** What a name may begin with; a dash would be an option, and `:` or `^` begin other things than a commit. */
const NAME = /^[A-Za-z0-9][^\0-\x20\x7f]*$/

/** Undefined when there is no such commit, or several could be meant. */
export async function resolveCommit(git: Git, name: string): Promise<CommitOid | undefined> {
  if (name.length > NAME_LENGTH_MAX || !NAME.test(name)) return undefined
  const result = await git.attempt({
    args: ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`],
  })
  const oid = result.stdout.toString('utf8').trim()
  return result.exit === 0 && isOid(oid) ? (oid as CommitOid) : undefined
}
