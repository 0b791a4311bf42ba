/** The best common ancestors of two commits. */
import { type CommitOid, commitOid } from '../model/oid.ts'
import type { Git } from './spawn.ts'

/** Several in a criss-cross, none when the histories have nothing in common. */
export async function mergeBases(git: Git, one: CommitOid, other: CommitOid): Promise<CommitOid[]> {
  const { stdout } = await git.run({ args: ['merge-base', '--all', one, other], answers: [1] })
  return stdout
    .toString('latin1')
    .split('\n')
    .filter((line) => line !== '')
    .map(commitOid)
    .sort()
}

/** A best common ancestor of all of them; undefined when there is none. */
export async function octopusBase(git: Git, commits: readonly CommitOid[]): Promise<CommitOid | undefined> {
  const { stdout } = await git.run({ args: ['merge-base', '--octopus', ...commits], answers: [1] })
  const [first = ''] = stdout.toString('latin1').split('\n')
  return first === '' ? undefined : commitOid(first)
}
