/** The files for ssh that are named on the command line, where no roster can name them yet. */
import type { SshFiles } from '../base/git/ssh-words.ts'
import { usageError } from '../base/std/operating-error.ts'
import { oneLine } from '../base/text/printable.ts'
import { checkSshFile } from '../stages/roster/checks.ts'

/** ssh's own: the agent, the keys in `~/.ssh`, and the hosts known there. */
export const OWN_SSH_FILES: SshFiles = { identity: undefined, knownHosts: undefined }

/** What the roster would refuse under [fetch] is refused here too. */
export function checkSshFiles({ identity, knownHosts }: SshFiles): SshFiles {
  for (const path of [identity, knownHosts]) {
    const fault = path === undefined ? undefined : checkSshFile(path)
    if (fault !== undefined)
      throw usageError(`the file ${JSON.stringify(oneLine(path ?? ''))} ${fault.why}`, fault.hint)
  }
  return { identity, knownHosts }
}
