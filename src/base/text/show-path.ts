/** File names as people see them: plain where that is safe, quoted as git quotes them where it is not. */
import { printable } from './printable.ts'

/** The escapes of a C string, as git writes them (quote.c). */
const ESCAPES: Readonly<Record<string, string>> = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\u000b': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '"': '\\"',
  '\\': '\\\\',
}

/**
 * A raw path (one character a byte) as text on one line. UTF-8 is shown as it reads, like `core.quotePath=false`; a name with quotes,
 * backslashes, control characters, marks that turn the direction of writing, bytes that are no UTF-8, or a blank at either end is
 * C-quoted: `"a\nb"`.
 */
export function showPath(raw: string): string {
  const bytes = Buffer.from(raw, 'latin1')
  const text = bytes.toString('utf8')
  const plain = Buffer.from(text).equals(bytes) && printable(text) === text && !/[\t\n"\\]|^ | $/.test(text)
  return plain ? text : `"${Array.from(raw, escaped).join('')}"`
}

function escaped(byte: string): string {
  const short = ESCAPES[byte]
  if (short !== undefined) return short
  return byte < ' ' || byte > '~' ? `\\${byte.charCodeAt(0).toString(8).padStart(3, '0')}` : byte
}
