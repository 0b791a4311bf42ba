/** Lists that are cut where they grow too long for whoever reads them. */
import { count } from './count.ts'

/** The first lines, and behind them how many there are besides: `and 3 more`, or with a noun `and 3 more files`. */
export function atMost(max: number, lines: readonly string[], noun?: string): string[] {
  const more = lines.length - max
  if (more <= 0) return [...lines]
  return [...lines.slice(0, max), noun === undefined ? `and ${more} more` : `and ${count(more, `more ${noun}`)}`]
}
