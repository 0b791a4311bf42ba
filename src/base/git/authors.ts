/** Who wrote a history's commits. */
import type { CommitOid } from '../model/oid.ts'
import type { Git } from './spawn.ts'

/** Those of `emails` that wrote one of the newest `most` commits reachable from `tip`. Letter case does not count. */
export async function authorsAmong(
  git: Git,
  tip: CommitOid,
  emails: readonly string[],
  most: number,
): Promise<string[]> {
  if (emails.length === 0) return []
  const text = await git.text({ args: ['log', `--max-count=${most}`, '--no-mailmap', '--format=%ae', tip, '--'] })
  const authors = new Set(text.toLowerCase().split('\n'))
  return emails.filter((email) => authors.has(email.toLowerCase()))
}
