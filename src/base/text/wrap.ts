/** Prose for mails: filled to a width, one paragraph at a time. */

/** Width of a mail's prose, in characters: quoted a few times over it still fits into 80 columns. */
export const PROSE_COLUMNS = 72

/** Fills one paragraph. A word longer than the width stands on a line of its own; every line begins with `indent`. */
export function wrap(paragraph: string, indent = ''): string {
  const lines: string[] = []
  let line = ''
  for (const word of paragraph.split(/\s+/)) {
    if (word === '') continue
    const longer = line === '' ? word : `${line} ${word}`
    if (line !== '' && indent.length + columns(longer) > PROSE_COLUMNS) {
      lines.push(indent + line)
      line = word
    } else line = longer
  }
  return [...lines, indent + line].join('\n')
}

/** `one`, `one and two`, `one, two and three`. */
export function enumerate(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
}

/** Characters, not code units: enough for names and subjects; wide scripts only make a line look longer. */
function columns(text: string): number {
  return Array.from(text).length
}
