/** A reader of mails that forgives nothing: written against the RFCs and not against the code it checks. */
import { expect } from 'vitest'

/** The fields that our mails have, and the order they stand in. */
const FIELDS = [
  'From',
  'To',
  'Cc',
  'Date',
  'Subject',
  'Message-ID',
  'In-Reply-To',
  'References',
  'Auto-Submitted',
  'MIME-Version',
  'Content-Type',
  'Content-Transfer-Encoding',
  'Content-Length',
]

export interface StrictMail {
  readonly fields: ReadonlyMap<string, string>
  readonly to: readonly StrictAddress[]
  readonly cc: readonly StrictAddress[]
  readonly subject: string
  readonly body: string
}

export interface StrictAddress {
  readonly name: string
  readonly email: string
}

/** Reads a mail, or fails the test that asked: at any field that is not ours, comes twice, or stands in the wrong place. */
export function readStrictly(text: string): StrictMail {
  expect(text).not.toMatch(/[\r\0]/)
  const end = text.indexOf('\n\n')
  const fields = readFields(text.slice(0, end))
  for (const line of text.split('\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(998)
  expect(fields.get('MIME-Version')).toBe('1.0')
  expect(fields.get('Content-Type')).toBe('text/plain; charset=utf-8')
  return {
    fields,
    to: readAddresses(fields.get('To') ?? ''),
    cc: readAddresses(fields.get('Cc') ?? ''),
    subject: decodeWords(fields.get('Subject') ?? ''),
    body: readBody(text.slice(end + 2), fields.get('Content-Transfer-Encoding') ?? ''),
  }
}

function readFields(head: string): Map<string, string> {
  const fields = new Map<string, string>()
  let last = -1
  for (const line of head.replace(/\n (?=\S)/g, ' ').split('\n')) {
    expect(line).toMatch(/^[A-Za-z-]+:( [ -~]*)?$/)
    const [name = '', ...rest] = line.split(': ')
    const place = FIELDS.indexOf(name.replace(/:$/, ''))
    expect(place, `${line} is a field of ours, once and in its place`).toBeGreaterThan(last)
    last = place
    fields.set(name, rest.join(': '))
  }
  for (const line of head.split('\n')) if (line.includes('=?')) expect(line.length).toBeLessThanOrEqual(76)
  return fields
}

function readBody(body: string, encoding: string): string {
  if (encoding === '7bit') expect(body).toMatch(/^[\t\n -~]*$/)
  if (encoding !== 'quoted-printable') return body
  for (const line of body.split('\n')) {
    expect(line.length).toBeLessThanOrEqual(76)
    expect(line).toMatch(/^([\t !-<>-~]|=[0-9A-F]{2})*=?$/)
    expect(line).not.toMatch(/[ \t]$/)
  }
  return decodeURIComponent(body.replace(/=\n/g, '').replace(/%/g, '=25').replace(/=/g, '%'))
}

/** Address list of RFC 5322 §3.4, as far as our mails use it: atoms, one quoted string, or encoded words, then the address in brackets. */
function readAddresses(value: string): StrictAddress[] {
  const addresses: StrictAddress[] = []
  let rest = value
  while (rest !== '') {
    const match =
      /^(?:(?:"((?:[^"\\]|\\.)*)"|([A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+?)) <([^<>\s,"]+@[^<>\s,"]+)>|([^<>\s,"]+@[^<>\s,"]+))(?:, |$)/.exec(
        rest,
      )
    expect(match, `an address list reads: ${rest}`).not.toBeNull()
    const [all = '', quoted, phrase, email, bare] = match ?? []
    const name = quoted === undefined ? decodeWords(phrase ?? '') : quoted.replace(/\\(.)/g, '$1')
    addresses.push({ name, email: email ?? bare ?? '' })
    rest = rest.slice(all.length)
  }
  return addresses
}

/** RFC 2047, UTF-8 in Q only. Every word must be whole characters by itself. */
function decodeWords(value: string): string {
  const word = /=\?UTF-8\?Q\?([!->@-~]*)\?=/g
  return value.replace(/\?= =\?/g, '?==?').replace(word, (all, content: string) => {
    expect(all.length).toBeLessThanOrEqual(75)
    return decodeURIComponent(content.replaceAll('_', ' ').replaceAll('%', '=25').replace(/=/g, '%'))
  })
}

/** Splits a mailbox at its `From ` lines and takes the quoting off: the whole of the mboxrd format. */
export function splitStrictly(mbox: string): string[] {
  const messages: string[][] = []
  for (const line of mbox.replace(/\n$/, '').split('\n')) {
    if (line.startsWith('From ')) {
      expect(line).toMatch(/^From \S+@\S+ \w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d+$/)
      messages.push([])
    } else messages.at(-1)?.push(line.replace(/^>(>*From )/, '$1'))
  }
  return messages.map((lines) => lines.join('\n'))
}
