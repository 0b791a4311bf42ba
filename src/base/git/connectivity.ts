/** Whether all that a commit leads to is in the repository. */
import type { CommitOid } from '../model/oid.ts'
import type { Git } from './spawn.ts'

/** What refs reach is whole already, so only the rest is walked. */
export async function isWhole(git: Git, commit: CommitOid): Promise<boolean> {
  const { exit } = await git.attempt({
    args: ['rev-list', '--objects', '--quiet', '--stdin'],
    input: `${commit}\n--not\n--all\n`,
  })
  return exit === 0
}
