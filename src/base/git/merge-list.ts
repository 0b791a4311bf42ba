/** The merges of a history. */
import { type CommitOid } from '../model/oid.ts'
import { type CommitLink, linksIn } from './commit-walk.ts'
import type { Git } from './spawn.ts'

/** All merges that `to` has and `from` has not: parents before children, and by date where history leaves a choice. */
export async function listMerges(git: Git, from: CommitOid | undefined, to: CommitOid): Promise<CommitLink[]> {
  const input = [to, ...(from === undefined ? [] : [`^${from}`])].map((line) => `${line}\n`).join('')
  const args = ['rev-list', '--merges', '--parents', '--date-order', '--reverse', '--stdin']
  return [...linksIn(await git.text({ args, input }))]
}

/** From just above `from` up to `to`, by first parents alone, oldest first. */
export async function listFirstParents(git: Git, from: CommitOid, to: CommitOid): Promise<CommitLink[]> {
  const args = ['rev-list', '--first-parent', '--parents', '--reverse', '--stdin']
  return [...linksIn(await git.text({ args, input: `${to}\n^${from}\n` }))]
}

/** The newest commit, merges aside, that `to` has and `from` lack and that changed one of these raw paths. */
export async function lastChange(
  git: Git,
  from: readonly CommitOid[],
  to: CommitOid,
  paths: readonly string[],
): Promise<CommitOid | undefined> {
  const input = [
    to,
    ...from.map((commit) => `^${commit}`),
    '--',
    ...paths.filter((path) => !path.includes('\n')).map((path) => `:(literal)${path}`),
  ]
  const text = await git.text({
    args: ['rev-list', '--no-merges', '--max-count=1', '--parents', '--stdin'],
    input: Buffer.from(input.map((line) => `${line}\n`).join(''), 'latin1'),
  })
  const [first] = linksIn(text)
  return first?.commit
}
