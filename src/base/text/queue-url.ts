/** The address of a queue on Redis or Valkey: `redis://user@host:6379/0`, or `rediss://` for TLS. A password never stands in it. */

export interface QueueAddress {
  readonly host: string
  readonly port: number
  readonly user: string | undefined
  /** Redis numbers its databases. Every record has one for itself. */
  readonly database: number
  readonly tls: boolean
  /** As people are shown it. */
  readonly text: string
}

export const QUEUE_HINT =
  'Such as redis://queue.example.org:6379/0, or rediss:// for TLS; the password goes into the variable TRIBUTARY_QUEUE_PASSWORD.'

const PORT = 6379

/** Why it is no such address; never repeats it, for it may hold a password. */
export function queueUrlFault(text: string): string | undefined {
  const reading = readQueueUrl(text)
  return typeof reading === 'string' ? reading : undefined
}

/** The address, or why it is none. */
export function readQueueUrl(text: string): QueueAddress | string {
  if (!/^[\u0021-\u007e]{1,500}$/.test(text) || !URL.canParse(text)) return 'is no URL'
  const { protocol, password, username, hostname, port, pathname, search, hash } = new URL(text)
  if (protocol !== 'redis:' && protocol !== 'rediss:') return 'is no redis:// or rediss:// URL'
  if (password !== '') return 'holds a password'
  if (hostname === '' || search !== '' || hash !== '')
    return 'holds more or less than a host, a port and the number of a database'
  const digits = /^\/?(\d{0,4})$/.exec(pathname)?.[1]
  if (digits === undefined) return 'has no number of a database behind the slash'
  const user = username === '' ? undefined : username
  const database = Number(digits)
  const at = port === '' ? PORT : Number(port)
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: at,
    user,
    database,
    tls: protocol === 'rediss:',
    text: `${protocol}//${user === undefined ? '' : `${user}@`}${hostname}:${at}/${database}`,
  }
}
