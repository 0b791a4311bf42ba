/**
 * Mail header fields: RFC 5322 structure, RFC 2047 for what is not ASCII. Every text goes through `headerText` first, so a line end or a
 * NUL in it has become a space or U+FFFD before the field is built, and no text can begin a field of its own.
 */
import type { Person } from '../model/person.ts'
import { oneLine } from './printable.ts'

/** Columns of a header line (RFC 5322 §2.1.1); with encoded words RFC 2047 §2 allows 76. */
const LINE_COLUMNS = 76

/** Characters of a subject that are kept. The longest subject on the linux-next list has 170. */
const SUBJECT_MAX = 250

/** Characters of a person's name that are kept; nobody's is longer, and a field stays far below the 998 bytes a line may have. */
const NAME_MAX = 100

/** Characters between `=?UTF-8?Q?` and `?=`: then the first word stands on one line with `Subject: ` before it. */
const ENCODED_MAX = 54

/** `Subject: …`, folded. */
export function subjectField(subject: string): string {
  const text = headerText(subject, SUBJECT_MAX)
  return foldField('Subject', isPlain(text) ? text.split(' ') : encodedWords(text))
}

/** `To: Net Maintainer <net@example.org>, …`, folded between addresses; undefined when none of the people has an address that works. */
export function addressField(name: 'From' | 'To' | 'Cc', people: readonly Person[]): string | undefined {
  const addresses = people.filter((person) => isMailAddress(person.email)).map(addressWords)
  if (addresses.length === 0) return undefined
  const last = addresses.length - 1
  return foldField(
    name,
    addresses.flatMap((words, n) => together(n < last ? [...words.slice(0, -1), `${words.at(-1)},`] : words)),
  )
}

/** `<id>`, with anything replaced that RFC 5322 §3.6.4 does not allow in one. */
export function messageIdText(messageId: string): string {
  return `<${messageId.replace(/[^A-Za-z0-9!#$%&'*+/=?^_`{|}~.@-]/g, '_').slice(0, 200)}>`
}

/** What may stand before the `@` unquoted (RFC 5322 §3.2.3); not a leading dash, which a mail program could take for an option. */
const LOCAL_PART = /^(?!-)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/

const DOMAIN = /^[A-Za-z0-9_][A-Za-z0-9_-]*(\.[A-Za-z0-9_][A-Za-z0-9_-]*)*$/

/**
 * Whether mail can be sent there: the plain form of an address (RFC 5321 §4.1.2 without quoted strings, literals and comments),
 * so that it needs no quoting anywhere and cannot be read as two, nor as an encoded word.
 */
export function isMailAddress(email: string): boolean {
  const [local = '', domain = '', ...more] = email.split('@')
  if (more.length > 0 || local.length > 64 || domain.length > 253) return false
  return LOCAL_PART.test(local) && DOMAIN.test(domain) && !email.includes('=?')
}

/** Joins words with spaces, and begins a new line before one that would pass the margin. */
export function foldField(name: string, words: readonly string[]): string {
  const lines: string[] = []
  let line = `${name}:`
  for (const [n, word] of words.entries()) {
    if (n > 0 && line.length + 1 + word.length > LINE_COLUMNS) {
      lines.push(line)
      line = ''
    }
    line = `${line} ${word}`
  }
  return [...lines, line].join('\n')
}

/** One line, with single spaces, so that folding never makes a line of nothing but spaces. */
function headerText(text: string, max: number): string {
  return oneLine(text.replace(/\s+/g, ' '), max)
}

/** Whether the text may stand unencoded: printable ASCII that a reader cannot take for an encoded word. */
function isPlain(text: string): boolean {
  return /^[ -~]*$/.test(text) && !text.includes('=?')
}

/** The words of one address: a name as atoms, as a quoted string or as encoded words, then the address itself. */
function addressWords(person: Person): string[] {
  const name = headerText(person.name, NAME_MAX)
  if (name === '') return [person.email]
  if (!isPlain(name)) return [...encodedWords(name), `<${person.email}>`]
  const phrase = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+$/.test(name) ? name : `"${name.replace(/["\\]/g, '\\$&')}"`
  return [phrase, `<${person.email}>`]
}

/** An address that fits on a line, behind the field's name too, is not broken within. */
function together(words: readonly string[]): readonly string[] {
  const whole = words.join(' ')
  return whole.length <= LINE_COLUMNS - 'From: '.length ? [whole] : words
}

/** RFC 2047 encoded words. Spaces between them do not count, so the text may be cut anywhere between characters. */
function encodedWords(text: string): string[] {
  const words: string[] = []
  let word = ''
  for (const character of text) {
    const encoded = encodedCharacter(character)
    if (word.length + encoded.length > ENCODED_MAX) {
      words.push(word)
      word = ''
    }
    word += encoded
  }
  return [...words, word].map((content) => `=?UTF-8?Q?${content}?=`)
}

/** The narrow alphabet of RFC 2047 §5 (3), which is right in names as well as in subjects. */
function encodedCharacter(character: string): string {
  if (character === ' ') return '_'
  if (/^[A-Za-z0-9!*+/-]$/.test(character)) return character
  return [...Buffer.from(character)].map(hexByte).join('')
}

function hexByte(byte: number): string {
  return `=${byte.toString(16).toUpperCase().padStart(2, '0')}`
}
