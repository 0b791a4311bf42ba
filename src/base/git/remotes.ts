/** The remotes that a repository of the operator's is set up with. */
import type { Git } from './spawn.ts'

/** Name to URL. Lines are `remote.<name>.url LF <url> NUL` (git-config(1), `--null`). */
export async function readRemotes(git: Git): Promise<Map<string, string>> {
  const args = ['config', '--null', '--get-regexp', '^remote\\..*\\.url$']
  const { stdout } = await git.run({ args, answers: [1] })
  const remotes = new Map<string, string>()
  for (const entry of stdout.toString('utf8').split('\0')) {
    const [, name, url] = /^remote\.(.*)\.url\n(.*)$/s.exec(entry) ?? []
    if (name !== undefined && url !== undefined && !remotes.has(name)) remotes.set(name, url)
  }
  return remotes
}
