/** Text from outside, made safe for a terminal, a log or a one-line field. */

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is taken out
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069\ufeff]/g

/**
 * Replaces every control character but tab and newline, and the characters that turn the direction of writing, by U+FFFD.
 * A terminal then gets no escape sequence and a reader no line that reads otherwise than it is stored.
 */
export function printable(text: string): string {
  return text.replace(CONTROL, '\ufffd')
}

/** A value as JSON that a terminal can show: what `printable` replaces is written as an escape, so that nothing is lost. */
export function printableJson(value: unknown): string {
  const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  return JSON.stringify(value, null, 2).replace(CONTROL, escaped)
}

/** Raw text (one character a byte) as what it reads as in UTF-8; bytes that are none become U+FFFD. */
export function rawText(raw: string): string {
  return Buffer.from(raw, 'latin1').toString('utf8')
}

/** The same for what must stay on one line: tabs and newlines become spaces, and more than `max` characters end in an ellipsis. */
export function oneLine(text: string, max = 200): string {
  const line = printable(text.replace(/[\t\r\n]+/g, ' ')).trim()
  return line.length > max ? `${line.slice(0, max - 1)}…` : line
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is looked for
const UNFIT_FOR_LINE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069\ufeff]/

/** Whether a text is one line that reads as it is stored: none of the characters above, and no tab or newline either. */
export function isPlainLine(text: string): boolean {
  return !UNFIT_FOR_LINE.test(text)
}
