/** Quoted-printable (RFC 2045 §6.7), for bodies with lines longer than mail allows. */

/** Longest encoded line, the closing `=` included. */
const LINE_COLUMNS = 76

/** Encodes lines that end in a newline; every encoded line is ASCII and at most 76 characters long. */
export function encodeQuotedPrintable(text: string): string {
  return text.split('\n').map(encodeLine).join('\n')
}

/** Reads it back. What is no escape stays as it is, as RFC 2045 advises. */
export function decodeQuotedPrintable(text: string): string {
  const joined = text.replace(/[ \t]+$/gm, '').replace(/=\n/g, '')
  const bytes = joined.replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}

function encodeLine(line: string): string {
  const bytes = Buffer.from(line)
  const lines: string[] = []
  let encoded = ''
  for (const [at, byte] of bytes.entries()) {
    const piece = encodeByte(byte, at === bytes.length - 1)
    if (encoded.length + piece.length > LINE_COLUMNS - 1) {
      lines.push(`${encoded}=`)
      encoded = ''
    }
    encoded += piece
  }
  return [...lines, encoded].join('\n')
}

/** A blank at the end of a line is encoded: mail servers may drop it. */
function encodeByte(byte: number, last: boolean): string {
  const blank = byte === 0x20 || byte === 0x09
  const plain = (byte > 0x20 && byte < 0x7f && byte !== 0x3d) || (blank && !last)
  return plain ? String.fromCharCode(byte) : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`
}
