/** What a gate printed, as lines of plain text: what terminals act on is taken out, and progress that overwrites itself becomes lines. */
import { printable } from '../../../base/text/printable.ts'

// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are exactly what is taken out
const SEQUENCES =
  /\u001b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[ -/]*[0-~])|\u009b[0-?]*[ -/]*[@-~]/g

// biome-ignore lint/suspicious/noControlCharactersInRegex: what man pages and old tests print bold is printed twice over itself
const OVERPRINTED = /[^\n]\u0008/g

export function plainLog(log: string): string {
  return printable(log.replace(SEQUENCES, '').replace(OVERPRINTED, '').replace(/\r\n?/g, '\n'))
}
