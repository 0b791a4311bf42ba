/**
 * Why ssh did not get through, and what can be done about it. It ends with 255 whatever happened, so its sentences are all there is to
 * go by; a server may say the same before it lets anybody in, so nothing follows from them but what people are told, and how long is waited.
 */
import { unreachable } from '../std/assert.ts'
import type { KeyFault } from './ssh-key.ts'

export type SshTrouble =
  | { readonly kind: 'unknown-host' | 'changed-host' | 'open-key' | 'turned-away' }
  /** `fault` is what is wrong with the key that the operator named, as far as its file shows. */
  | { readonly kind: 'not-let-in'; readonly fault: KeyFault | undefined }

/** `silent`: no answer in the time it had. */
type Found = SshTrouble['kind'] | 'silent'

/** The private key and the known hosts that the operator named, by path; undefined means ssh's own. */
export interface SshFiles {
  readonly identity: string | undefined
  readonly knownHosts: string | undefined
}

/** Where ssh was to go, and with what. */
export interface SshRoute extends SshFiles {
  readonly host: string
  readonly port: number | undefined
}

/** Sentences of OpenSSH 7 to 10, each a line of its own. */
const SENTENCES: readonly (readonly [RegExp, Found])[] = [
  [/^No .+ host key is known for .+ and you have requested strict checking\.$/, 'unknown-host'],
  [/^Host key for .+ has changed and you have requested strict checking\.$/, 'changed-host'],
  [/^Load key ".+": bad permissions$/, 'open-key'],
  [/^.+: Permission denied \(.+\)\.$/, 'not-let-in'],
  [/^(?:ssh|kex)_exchange_identification: /, 'turned-away'],
  [
    /^(?:ssh: connect to host .+: (?:Connection|Operation) timed out|Connection timed out during banner exchange)$/,
    'silent',
  ],
]

/** Undefined when ssh got through, or gave another reason. Of several the last one counts, but where a key was passed over that is why nobody was let in. */
export function sshTrouble(stderr: string): Found | undefined {
  const found = stderr
    .split('\n')
    .flatMap((line) => SENTENCES.find(([sentence]) => sentence.test(line.trim()))?.[1] ?? [])
  return found.includes('open-key') ? 'open-key' : found.at(-1)
}

/** Stands behind `unreachable: `. */
export function inOurWords(trouble: SshTrouble, route: SshRoute): string {
  const known = route.knownHosts ?? 'known_hosts in ~/.ssh'
  switch (trouble.kind) {
    case 'unknown-host':
      return `ssh does not know the key of its host ${placeOf(route)}, so anybody could stand there. Ask its owner for the fingerprint, compare it with that of \`${keyscan(route)}\`, and add what it prints to ${known}`
    case 'changed-host':
      return `the key of its host ${placeOf(route)} is another than the one in ${known}: its owner has changed it, or somebody stands in between. Ask the owner; if all is well, take the old line out and add that of \`${keyscan(route)}\``
    case 'open-key':
      return `ssh does not use ${keyOf(route)}, because others may read it. Let only its owner do so: chmod 600`
    case 'not-let-in':
      return notLetIn(route, trouble.fault)
    case 'turned-away':
      return `its host ${placeOf(route)} hung up before ssh could begin: no ssh server listens on that port, or it lets in fewer connections at a time than connections_per_host under [fetch]`
    default:
      return unreachable(trouble)
  }
}

function notLetIn({ identity, ...route }: Omit<SshRoute, 'knownHosts'>, fault: KeyFault | undefined): string {
  const refusal = `its host ${placeOf(route)} lets nobody in by`
  if (identity === undefined)
    return `${refusal} a key of the agent or of ~/.ssh. Name the right private key as identity; one with a passphrase has to be in the agent (ssh-add), and SSH_AUTH_SOCK has to lead there`
  switch (fault) {
    case 'missing':
      return `there is no private key in ${identity}, which was named as identity`
    case 'unreadable':
      return `the private key in ${identity} may not be read by who runs this`
    case 'locked':
      return `the private key in ${identity} has a passphrase, and nobody is asked for it. Put it into an agent (ssh-add) whose SSH_AUTH_SOCK is set here, or use a key without one`
    case 'no-key':
      return `what is in ${identity} is no private key`
    case undefined:
      return `${refusal} the private key in ${identity}. Whoever runs it has to add the public key, ${identity}.pub, to those of that user`
    default:
      return unreachable(fault)
  }
}

function keyOf({ identity }: SshRoute): string {
  return identity === undefined ? 'a private key in ~/.ssh' : `the private key in ${identity}`
}

type Place = Pick<SshRoute, 'host' | 'port'>

function placeOf({ host, port }: Place): string {
  return port === undefined ? host : `${host} (port ${port})`
}

function keyscan({ host, port }: Place): string {
  const address = host.replace(/^\[(.*)\]$/, '$1')
  return port === undefined ? `ssh-keyscan ${address}` : `ssh-keyscan -p ${port} ${address}`
}
