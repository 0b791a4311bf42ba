/** Which URLs may be handed to git: a positive list of shapes, so that no URL can be an option, a command or another protocol. */
import { isPlainLine } from './printable.ts'

/** A URL that was checked. */
export interface RemoteUrl {
  readonly scheme: Scheme
  /** Lower case; empty for `file`. IPv6 addresses stand in brackets. */
  readonly host: string
  /** As written; undefined means the scheme's own. */
  readonly port: number | undefined
  /** As written; begins with a slash, but for `host:path`, where it may begin at the user's home. */
  readonly path: string
  /** What is handed to git. */
  readonly text: string
  /** Equal for two URLs that surely mean one repository, however they are written. */
  readonly sameRepository: string
}

export type Scheme = 'https' | 'ssh' | 'git' | 'file'

export type RemoteUrlReading =
  | { readonly kind: 'ok'; readonly url: RemoteUrl }
  | { readonly kind: 'refused'; readonly why: string; readonly hint: string }

/** All that can be allowed; `file` stands for absolute paths too. */
export const SCHEMES: readonly Scheme[] = ['https', 'ssh', 'git', 'file']

const DEFAULT_PORTS: Readonly<Record<Scheme, number | undefined>> = { https: 443, ssh: 22, git: 9418, file: undefined }

/** Longest URL taken. Servers and proxies refuse longer ones. */
const LENGTH_MAX = 2000

/**
 * Reads a URL, an absolute path or ssh's `user@host:path`, and refuses all else. `schemes` are those the operator allows.
 * The reason never repeats the URL, for it may hold a password.
 */
export function parseRemoteUrl(text: string, schemes: readonly string[]): RemoteUrlReading {
  const refusal = textRefusal(text)
  if (refusal) return refusal
  const [, scheme, rest = ''] = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/(.*)$/.exec(text) ?? []
  if (scheme !== undefined) return fromScheme(scheme.toLowerCase(), rest, schemes)
  if (text.startsWith('/')) return allowed('file', schemes) ?? fromPath(text)
  const [, user, host = '', path = ''] = /^(?:([^@/:]*)@)?([^@/:]+):(.*)$/.exec(text) ?? []
  if (host === '') return refused('is neither a URL nor an absolute path', FORMS)
  return allowed('ssh', schemes) ?? fromHostAndPath({ user, host, path })
}

const FORMS = 'Write https://host/path, ssh://user@host/path, user@host:path or git://host/path.'
const PLAIN = 'Copy the URL from the page of the repository, or write it with plain characters only.'

function refused(why: string, hint: string): RemoteUrlReading & { kind: 'refused' } {
  return { kind: 'refused', why, hint }
}

function textRefusal(text: string): RemoteUrlReading | undefined {
  if (text === '') return refused('is empty', FORMS)
  if (text.startsWith('-')) return refused('starts with a dash, which a program could take for an option', FORMS)
  if (!isPlainLine(text)) return refused('holds a control character', PLAIN)
  if (text.length > LENGTH_MAX) return refused(`is longer than ${LENGTH_MAX} characters`, PLAIN)
  if (/^[A-Za-z0-9+.-]*::/.test(text)) {
    return refused('names a program of git to fetch with ("x::y")', `Such programs can run commands. ${FORMS}`)
  }
  return undefined
}

function fromScheme(scheme: string, rest: string, schemes: readonly string[]): RemoteUrlReading {
  const refusal = allowed(scheme, schemes)
  if (refusal) return refusal
  if (scheme === 'file') return fromFileUrl(rest)
  const slash = rest.indexOf('/')
  if (slash < 0) return refused('names no repository behind the host', FORMS)
  return fromParts(scheme as Scheme, rest.slice(0, slash), rest.slice(slash))
}

/** The refusal of a scheme that is not on the list. */
function allowed(scheme: string, schemes: readonly string[]): RemoteUrlReading | undefined {
  const isKnown = (SCHEMES as readonly string[]).includes(scheme)
  if (isKnown && schemes.includes(scheme)) return undefined
  if (scheme === 'file') {
    const hint = 'Add "file" to schemes under [fetch] if repositories on this machine may be fetched from.'
    return refused('is on this machine, which is not allowed', hint)
  }
  if (isKnown) {
    const hint = `Add "${scheme}" to schemes under [fetch], or use one of: ${schemes.join(', ')}.`
    return refused(`uses ${scheme}, which is not allowed`, hint)
  }
  if (scheme === 'http') {
    return refused('uses http, where anyone on the way can change what is fetched', 'Most servers answer https:// too.')
  }
  return refused(`uses ${scheme}, which Tributary does not fetch by`, FORMS)
}

function fromFileUrl(rest: string): RemoteUrlReading {
  const path = rest.replace(/^localhost(?=\/)/i, '')
  if (!path.startsWith('/'))
    return refused('names a host, but file:// means this machine', 'Write file:///absolute/path.')
  const decoded = percentDecoded(path)
  if (decoded === undefined) return refused('has a "%" that encodes no character', PLAIN)
  return fromPath(decoded)
}

/** Spaces may stand in the name of a local folder, and nowhere else. */
function fromPath(path: string): RemoteUrlReading {
  const why = pathFault(path) ?? (/[^\S ]/.test(path) ? 'holds white space other than plain spaces' : undefined)
  if (why !== undefined) return refused(why, 'Write the absolute path of the repository, such as /srv/git/linux.git.')
  const text = `file://${path.replaceAll('%', '%25')}`
  return {
    kind: 'ok',
    url: { scheme: 'file', host: '', port: undefined, path, text, sameRepository: sameKey('file', '', path) },
  }
}

function fromParts(scheme: Scheme, authority: string, path: string): RemoteUrlReading {
  const at = authority.lastIndexOf('@')
  const user = at < 0 ? undefined : authority.slice(0, at)
  const hostAndPort = authority.slice(at + 1)
  const [, host = '', portText] = /^(\[[^[\]]*\]|[^:]*)(?::(.*))?$/.exec(hostAndPort.toLowerCase()) ?? []
  const port = portText === undefined ? undefined : Number(portText)
  const refusal =
    userRefusal(scheme, user) ??
    hostRefusal(host) ??
    portRefusal(portText) ??
    urlPathRefusal(path, percentDecoded(path))
  if (refusal) return refusal
  const login = user === undefined ? '' : `${user}@`
  const text = `${scheme}://${login}${host}${port === undefined ? '' : `:${port}`}${path}`
  const sameRepository = sameKey(scheme, `${login}${host}:${port ?? DEFAULT_PORTS[scheme]}`, path)
  return { kind: 'ok', url: { scheme, host, port, path, text, sameRepository } }
}

/** ssh's own form. A path without a leading slash begins at the user's home, which no ssh:// URL says as simply; so it stays as it is. */
function fromHostAndPath(parts: { user: string | undefined; host: string; path: string }): RemoteUrlReading {
  const { user, path } = parts
  const host = parts.host.toLowerCase()
  if ([...SCHEMES, 'http'].includes(host)) return refused('lacks the "//" behind its scheme', FORMS)
  if (path.startsWith('/~')) return refused('has "~" behind a slash', FORMS)
  const refusal = userRefusal('ssh', user) ?? hostRefusal(host) ?? urlPathRefusal(path, path)
  if (refusal) return refusal
  const login = user === undefined ? '' : `${user}@`
  const fromHome = path.startsWith('~') ? `/${path}` : `/~/${path}`
  const sameRepository = sameKey('ssh', `${login}${host}:22`, path.startsWith('/') ? path : fromHome)
  const text = `${login}${host}:${path}`
  return { kind: 'ok', url: { scheme: 'ssh', host, port: undefined, path, text, sameRepository } }
}

/** Only slashes that mean nothing are evened out: whether `x` and `x.git` are one is for the server to say. */
function sameKey(scheme: Scheme, authority: string, path: string): string {
  return `${scheme}://${authority}${path.replace(/\/+/g, '/').replace(/\/$/, '')}`
}

function userRefusal(scheme: Scheme, user: string | undefined): RemoteUrlReading | undefined {
  if (user === undefined) return undefined
  if (scheme !== 'ssh' || user.includes(':')) {
    const hint = 'Take it out, and let credential_helper under [fetch] know it; URLs are published and logged.'
    return refused('holds a user name or password', hint)
  }
  if (/^[A-Za-z0-9_][A-Za-z0-9._+-]*$/.test(user)) return undefined
  return refused('has a user name that ssh could take for something else', FORMS)
}

const HOST = /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*$/
const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/

/** Zones of IPv6, numbers that only some programs read as an address, and letters that look like others do not pass. */
function hostRefusal(host: string): RemoteUrlReading | undefined {
  if (host === '') return refused('names no host', FORMS)
  if (host.startsWith('[')) {
    const isAddress = /^\[[0-9a-f:.]+\]$/.test(host) && URL.canParse(`http://${host}/`)
    return isAddress ? undefined : refused('has no plain IPv6 address in its brackets', PLAIN)
  }
  if (host.startsWith('-')) return refused('has a host that starts with a dash', FORMS)
  if (!HOST.test(host)) return refused('has a host with something in it that no host name holds', PLAIN)
  const looksNumeric = /^(?:\d+|0x[0-9a-f]*)$/.test(host.slice(host.lastIndexOf('.') + 1))
  if (looksNumeric && !IPV4.test(host))
    return refused('has a number for a host that is not a plain IPv4 address', PLAIN)
  return undefined
}

function portRefusal(port: string | undefined): RemoteUrlReading | undefined {
  if (port === undefined) return undefined
  if (/^[1-9]\d{0,4}$/.test(port) && Number(port) <= 65_535) return undefined
  return refused('has a port that is not a number from 1 to 65535', FORMS)
}

/** RFC 3986's characters of a path. git decodes percent signs in URLs, so what they stand for is judged too. */
function urlPathRefusal(path: string, decoded: string | undefined): RemoteUrlReading | undefined {
  if (path.includes('#')) return refused('holds a "#"', 'The branch is a key of its own: branch = "…".')
  if (decoded === undefined) return refused('has a "%" that encodes no character', PLAIN)
  const why = pathFault(decoded)
  if (why !== undefined) return refused(why, FORMS)
  if (/^[A-Za-z0-9._~%!$&'()*+,;=:@/-]*$/.test(path)) return undefined
  return refused('holds a space or another character that no URL holds', PLAIN)
}

function pathFault(path: string): string | undefined {
  if (/^\/*$/.test(path)) return 'names no repository'
  if (!isPlainLine(path)) return 'holds a control character'
  if (/^\/*-/.test(path)) return 'has a path that starts with a dash, which a program could take for an option'
  if (path.split('/').some((part) => part === '.' || part === '..')) return 'has "." or ".." in its path'
  return undefined
}

/** Undefined when a percent sign is not part of encoded UTF-8. */
function percentDecoded(path: string): string | undefined {
  if (!path.includes('%')) return path
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}
