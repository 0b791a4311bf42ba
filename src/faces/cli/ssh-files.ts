/** `--identity` and `--known-hosts`, of the commands that reach a record before there is a roster to name them. */
import { resolve } from 'node:path'
import type { SshFiles } from '../../base/git/ssh-words.ts'
import type { Options } from './options.ts'

export const SSH_OPTIONS = [
  ['--identity <file>', 'the private key for ssh (the agent’s and those in ~/.ssh unless given)'],
  ['--known-hosts <file>', 'the host keys that ssh trusts (those in ~/.ssh unless given)'],
] as const

export function sshFilesOf(options: Options): SshFiles {
  return { identity: path(options['identity']), knownHosts: path(options['knownHosts']) }
}

function path(option: string | boolean | undefined): string | undefined {
  return typeof option === 'string' ? resolve(option) : undefined
}
