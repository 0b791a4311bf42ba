/** What is wrong with a private key, as far as its file shows: ssh itself only says afterwards that nobody was let in. */
import { readFile } from 'node:fs/promises'

export type KeyFault = 'missing' | 'unreadable' | 'locked' | 'no-key'

/** Undefined when nothing is. */
export async function keyFault(path: string): Promise<KeyFault | undefined> {
  try {
    return contentFault(await readFile(path, 'latin1'))
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'missing' : 'unreadable'
  }
}

/** OpenSSH's own format begins with the name of the cipher (PROTOCOL.key); older ones say in words that they are encrypted. */
export function contentFault(content: string): 'locked' | 'no-key' | undefined {
  const [, kind, body = ''] = /-----BEGIN ([A-Z ]*)PRIVATE KEY-----([^-]*)/.exec(content) ?? []
  if (kind === undefined) return 'no-key'
  if (kind === 'ENCRYPTED ' || /^Proc-Type: 4,ENCRYPTED/m.test(content)) return 'locked'
  if (kind !== 'OPENSSH ') return undefined
  const key = Buffer.from(body, 'base64')
  const start = OWN_FORMAT.length + 4
  if (key.length < start) return 'no-key'
  const cipher = key.toString('latin1', start, start + key.readUInt32BE(start - 4))
  return cipher === 'none' ? undefined : 'locked'
}

const OWN_FORMAT = 'openssh-key-v1\0'
