/** Every object that a commit leads to and others do not: commits, folders and files. */
import type { CommitOid, Oid } from '../model/oid.ts'
import type { Git } from './spawn.ts'

export async function objectsBeyond(git: Git, tip: CommitOid, known: readonly CommitOid[]): Promise<Oid[]> {
  const input = [tip, ...known.map((commit) => `^${commit}`)].map((line) => `${line}\n`).join('')
  const text = await git.text({ args: ['rev-list', '--objects', '--no-object-names', '--stdin'], input })
  return text.split('\n').filter((line) => line !== '') as Oid[]
}
