/** Lets what one side put in follow the names that the other side changed. Pure. */
import type { ClashedFile } from '../../../base/model/clashed-file.ts'
import { renamedWords, withRenames } from '../../../base/text/renamed-words.ts'
import type { SameLines } from './same-lines.ts'

/** What either side renamed all over the file, by the old name. */
export interface Renames {
  readonly ours: ReadonlyMap<string, string>
  readonly theirs: ReadonlyMap<string, string>
}

export function renamesIn({ texts: { base, ours, theirs } }: ClashedFile): Renames {
  const to = (side: string | undefined): ReadonlyMap<string, string> =>
    base === undefined || side === undefined ? new Map() : renamedWords(base, side)
  return { ours: to(ours), theirs: to(theirs) }
}

/** With the names that a side changed among these lines: of what is local to a function, other functions keep theirs. */
export function withLocal(renames: Renames, { base, ours, theirs }: SameLines): Renames {
  const local = (side: readonly string[]) => renamedWords(base.join(''), side.join(''))
  return { ours: new Map([...local(ours), ...renames.ours]), theirs: new Map([...local(theirs), ...renames.theirs]) }
}

/** As if both sides had begun with the new names: then only what else they did is left. Undefined where no line is another by it. */
export function afterRenames({ base, ours, theirs }: SameLines, renames: Renames): SameLines | undefined {
  const both = new Map([...renames.ours, ...renames.theirs])
  const rename = (lines: readonly string[], names: ReadonlyMap<string, string>): string[] =>
    lines.map((line) => withRenames(line, names))
  const renamed = { base: rename(base, both), ours: rename(ours, renames.theirs), theirs: rename(theirs, renames.ours) }
  const isNew = (side: 'ours' | 'theirs', lines: readonly string[]): boolean =>
    lines.some((line, place) => line !== renamed[side][place])
  return isNew('ours', ours) || isNew('theirs', theirs) ? renamed : undefined
}
