/** Finds the repository that a folder of the operator's is, or belongs to. */
import type { Git } from './spawn.ts'

/** Where it has its objects and refs; undefined when the folder belongs to none. */
export async function findRepository(git: Git, folder: string): Promise<string | undefined> {
  const args = ['-C', folder, 'rev-parse', '--path-format=absolute', '--git-common-dir']
  const { exit, stdout } = await git.attempt({ args })
  return exit === 0 ? stdout.toString('utf8').replace(/\n$/, '') : undefined
}
