/** Whether all that commits lead to is in the repository. */
import type { CommitOid } from '../model/oid.ts'
import type { Git } from './spawn.ts'

/** What refs reach is whole already, those of a repository that this one borrows from too, so only the rest is walked. */
export async function areWhole(git: Git, commits: readonly CommitOid[]): Promise<boolean> {
  if (commits.length === 0) return true
  const args = ['rev-list', '--objects', '--quiet', '--stdin', '--not', '--all', '--alternate-refs']
  const { exit } = await git.attempt({ args, input: `${commits.join('\n')}\n` })
  return exit === 0
}
