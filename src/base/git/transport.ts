/** How git is let onto the network: one scheme, one address, no prompts, no redirects, nothing the remote may choose. */
import { shellQuoted } from '../text/shell-quoted.ts'
import type { RemoteUrl } from '../text/remote-url.ts'
import type { SshFiles, SshRoute } from './ssh-words.ts'

/** How long a server may take to accept a connection, and how long a connection may be silent. Seconds. */
export const CONNECT_SECONDS = 20
const SILENCE_SECONDS = 45

/** What the operator set for all remotes. */
export interface TransportSetting extends SshFiles {
  /** Name or path of a git credential helper. */
  readonly credentialHelper: string | undefined
  /** Variables handed on by name: ssh agent, proxies, certificates, the home folder. */
  readonly passThrough: Readonly<Record<string, string>>
  /** A file that is git's global configuration for programs started in other people's repositories on this machine. */
  readonly globalConfig: string
}

/** How one remote is reached. */
export interface Transport {
  /** Checked by `parseRemoteUrl`: no option, no path, no helper's name. */
  readonly url: string
  /** `-c` arguments. */
  readonly config: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** What ssh's complaints are understood by; undefined when it is not ssh that is spoken. */
  readonly ssh: SshRoute | undefined
}

/** What the global configuration of a {@link TransportSetting} must hold: `upload-pack` reads other people's repositories once `file` is allowed. */
export const GLOBAL_CONFIG = '[safe]\n\tdirectory = *\n'

/**
 * `addresses` are those that the host's name stood for when they were checked: git is held to them, so that a name which
 * changes its mind meanwhile (DNS rebinding) leads nowhere else. None: the host is trusted, and git looks it up itself.
 */
export function transportTo(url: RemoteUrl, addresses: readonly string[], setting: TransportSetting): Transport {
  const [address] = addresses
  const pinned = url.scheme === 'git' && address !== undefined
  return {
    url: pinned ? `git://${withPort(bracketed(address), url)}${url.path}` : url.text,
    config: [
      ...NETWORK_CONFIG.flatMap((line) => ['-c', line]),
      ...(setting.credentialHelper === undefined ? [] : ['-c', `credential.helper=${setting.credentialHelper}`]),
      ...(url.scheme === 'https' && address !== undefined
        ? ['-c', `http.curloptResolve=${curlResolve(url, addresses)}`]
        : []),
    ],
    env: {
      ...handedOn(setting),
      GIT_ALLOW_PROTOCOL: url.scheme,
      GIT_CONFIG_GLOBAL: setting.globalConfig,
      GIT_SSH_COMMAND: sshCommand(url, address, setting),
      GIT_SSH_VARIANT: 'ssh',
      SSH_ASKPASS_REQUIRE: 'never',
      ...(pinned ? { GIT_OVERRIDE_VIRTUAL_HOST: withPort(url.host, url) } : {}),
    },
    ssh: url.scheme === 'ssh' ? { host: url.host, port: url.port, ...filesOf(setting) } : undefined,
  }
}

function filesOf({ identity, knownHosts }: TransportSetting): SshFiles {
  return { identity, knownHosts }
}

/** The home folder is for the credential helper alone, which keeps its passwords there; git and curl would look there for settings too. */
function handedOn({ passThrough, credentialHelper }: TransportSetting): Readonly<Record<string, string>> {
  const { HOME: home, ...others } = passThrough
  return credentialHelper === undefined || home === undefined ? others : { ...others, HOME: home }
}

/** Bundles and redirects would let a server name another; what a server sends is looked at afterwards, all of it at once, and stays one pack. */
const NETWORK_CONFIG = [
  'protocol.version=2',
  'http.followRedirects=false',
  'http.lowSpeedLimit=1',
  `http.lowSpeedTime=${SILENCE_SECONDS}`,
  'transfer.bundleURI=false',
  'transfer.credentialsInUrl=die',
  'transfer.unpackLimit=1',
  'fetch.unpackLimit=1',
  'fetch.fsckObjects=false',
  'fetch.recurseSubmodules=false',
  'pack.writeReverseIndex=true',
  'core.fsync=none',
  'core.maxTreeDepth=2048',
  'core.askPass=',
  // Of the record, only tips are offered as known: its tags and chains are of no use to another repository.
  'core.alternateRefsPrefixes=refs/trees/ refs/upstream/head',
] as const

/** `HOST:PORT:ADDRESS[,ADDRESS]` (curl's CURLOPT_RESOLVE). */
function curlResolve(url: RemoteUrl, addresses: readonly string[]): string {
  return `${url.host}:${url.port ?? 443}:${addresses.map(bracketed).join(',')}`
}

/** git gives this to a shell, so every value of it stands in quotes. */
function sshCommand(url: RemoteUrl, address: string | undefined, setting: TransportSetting): string {
  const options = [
    'BatchMode=yes',
    'StrictHostKeyChecking=yes',
    'ForwardAgent=no',
    'ControlPath=none',
    `ConnectTimeout=${CONNECT_SECONDS}`,
    `ServerAliveInterval=${SILENCE_SECONDS / 3}`,
    ...(setting.identity === undefined ? [] : [`IdentityFile=${sshPath(setting.identity)}`, 'IdentitiesOnly=yes']),
    ...(setting.knownHosts === undefined ? [] : [`UserKnownHostsFile=${sshPath(setting.knownHosts)}`]),
    // The name stays what its key is looked up by; a port stands beside it there, as ssh writes it.
    ...(address === undefined
      ? []
      : [
          `HostName=${address}`,
          `HostKeyAlias=${url.port === undefined || url.port === 22 ? url.host : `[${url.host}]:${url.port}`}`,
        ]),
  ]
  return ['ssh', '-F', '/dev/null', ...options.flatMap((option) => ['-o', shellQuoted(option)])].join(' ')
}

/** As ssh_config(5) reads a path: in double quotes, with `%` doubled. */
function sshPath(path: string): string {
  return `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('%', '%%')}"`
}

function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address
}

function withPort(host: string, url: RemoteUrl): string {
  return url.port === undefined ? host : `${host}:${url.port}`
}
