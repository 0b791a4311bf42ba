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
  const wanted = options['color']
  const coloured =
    wanted === 'always' || (wanted !== 'never' && process.stdout.isTTY && process.env['NO_COLOR'] === undefined)
  return {
    colours: pc.createColors(coloured),
    width: process.stdout.columns || 100,
    line: (text = '') => void process.stdout.write(`${text}\n`),
    json: (value) => void process.stdout.write(`${printableJson(value)}\n`),
  }
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
