/** Where commands print: text made safe for a terminal, coloured only on one, and JSON. */
import { stripVTControlCharacters } from 'node:util'
import pc from 'picocolors'
import { printable, printableJson } from '../../../base/text/printable.ts'
import type { Options } from '../options.ts'

export type Colours = ReturnType<typeof pc.createColors>

export interface Screen {
  readonly colours: Colours
  readonly width: number
  line(text?: string): void
  json(value: unknown): void
}

/** Colours are ours, everything else is outside text: each line is made safe before it is coloured. */
export function makeScreen(options: Options): Screen {
  const coloured = isColoured(options['color'])
  return {
    colours: pc.createColors(coloured),
    width: process.stdout.columns || 100,
    line: (text = '') => void process.stdout.write(`${text}\n`),
    json: (value) => void process.stdout.write(`${printableJson(value)}\n`),
  }
}

/**
 * Whether colours are printed: as asked for, or on a terminal, unless `NO_COLOR` is set (no-color.org). Never
 * undefined: the colour library would then guess for itself, and it colours whatever runs where `CI` is set.
 */
function isColoured(wanted: unknown): boolean {
  if (wanted === 'always') return true
  if (wanted === 'never' || process.env['NO_COLOR'] !== undefined) return false
  // Undefined for a pipe, whatever Node's types say.
  const { isTTY }: { isTTY?: boolean } = process.stdout
  return isTTY ?? false
}

/** Outside text for a place in a line. */
export function safe(text: string): string {
  return printable(text)
}

/** Rows as columns, each as wide as its widest cell; the last is left as it is. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = []
  for (const row of rows) for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, visible(cell))
  return rows.map((row) =>
    row
      .map((cell, at) => (at === row.length - 1 ? cell : cell + ' '.repeat((widths[at] ?? 0) - visible(cell))))
      .join('  ')
      .trimEnd(),
  )
}

function visible(cell: string): number {
  return Array.from(stripVTControlCharacters(cell)).length
}
