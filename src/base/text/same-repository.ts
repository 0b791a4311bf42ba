/** Whether two addresses are of the same repository: by whatever protocol, with or without `.git`, however git.kernel.org is spelled. */

/** What the same repository's addresses have in common: host and path. */
export function repositoryKey(url: string): string {
  const [, host = '', path = ''] =
    /^[a-z+]+:\/\/(?:[^@/]*@)?([^:/]*)(?::\d+)?\/+(.*)$/i.exec(url) ?? /^(?:[^@/]*@)?([^:/]+):(.*)$/.exec(url) ?? []
  if (host === '') return trimmed(url)
  // The same machines, by another name for each protocol.
  const machine = host.toLowerCase().replace(/^(?:gitolite|ra|git)\.kernel\.org$/, 'git.kernel.org')
  return `${machine}/${trimmed(path)}`
}

function trimmed(path: string): string {
  return path.replace(/\/+$/, '').replace(/\.git$/, '')
}
