/** People as a roster writes them: `Net Maintainer <net@example.org>`, or the address alone. */
import type { Person } from '../model/person.ts'
import { isPlainLine } from './printable.ts'

export type ContactReading =
  | { readonly kind: 'ok'; readonly person: Person }
  | { readonly kind: 'refused'; readonly why: string }

/** Longest name taken. Longer ones are a mistake, and would fill a mail's headers. */
const NAME_LENGTH_MAX = 100

/** RFC 5321 §4.5.3.1.3: a path is at most 256 bytes with its angle brackets. */
const ADDRESS_LENGTH_MAX = 254

/** What may stand before the `@` unquoted (RFC 5322 §3.2.3). A leading dash, which it allows, could pass for an option. */
const LOCAL_PART = /^(?!-)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/

const DOMAIN = /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*$/

/** Reads one person. Line ends and other control characters never pass, so what is read can stand in a mail's header. */
export function parseContact(text: string): ContactReading {
  const match = /^(?:(.*?)\s*<([^<>]*)>|([^<>]*))$/.exec(text.trim())
  if (!isPlainLine(text)) return refused('holds a control character')
  if (!match) return refused('is not of the form "Name <address>"')
  const name = unquoted(match[1] ?? '')
  const email = match[2] ?? match[3] ?? ''
  const why = addressFault(email) ?? nameFault(name)
  return why === undefined ? { kind: 'ok', person: { name, email } } : refused(why)
}

/** Why mail cannot be sent to that address, or undefined when it can. */
export function addressFault(email: string): string | undefined {
  const at = email.lastIndexOf('@')
  if (email === '') return 'has no address'
  if (/[,;]/.test(email)) return 'holds more than one address'
  if (at < 0) return 'has no "@" in its address'
  if (email.length > ADDRESS_LENGTH_MAX) return `has an address of more than ${ADDRESS_LENGTH_MAX} characters`
  if (!LOCAL_PART.test(email.slice(0, at))) return 'has something before the "@" that an address cannot hold'
  if (!DOMAIN.test(email.slice(at + 1))) return 'has no valid domain behind the "@"'
  return undefined
}

/** Why a person cannot be called that in a mail's header, or undefined when they can. */
export function nameFault(name: string): string | undefined {
  if (!isPlainLine(name)) return 'holds a control character'
  if (name.length > NAME_LENGTH_MAX) return `is longer than ${NAME_LENGTH_MAX} characters`
  if (name.includes('@')) return 'holds more than one address'
  if (/[<>"\\]/.test(name)) return 'holds <, >, a quote or a backslash'
  return undefined
}

/** A name may come in quotes, as mail programs write those with commas. */
function unquoted(name: string): string {
  return /^"[^"\\]*"$/.test(name) ? name.slice(1, -1).trim() : name.trim()
}

function refused(why: string): ContactReading {
  return { kind: 'refused', why }
}
