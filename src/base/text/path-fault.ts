/** Whether a raw path may stand in a tree: none that leads outside, none that some file system takes for git's own folder. */

/** Longest path that Linux opens, and longest name. Bytes. */
const PATH_MAX_BYTES = 4096
const NAME_MAX_BYTES = 255

/** Why not, in plain words; undefined when it may. One character a byte. */
export function pathFault(raw: string): string | undefined {
  if (raw === '') return 'a path is empty'
  if (raw.length > PATH_MAX_BYTES) return `a path is longer than ${PATH_MAX_BYTES} bytes`
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what is no byte, and the byte that ends a path, are looked for
  if (/[^\u0001-\u00ff]/.test(raw)) return 'a path holds what no path can hold'
  for (const name of raw.split('/')) {
    if (name === '' || name === '.' || name === '..') return 'a path leads outside, or nowhere'
    if (name.length > NAME_MAX_BYTES) return `a name in a path is longer than ${NAME_MAX_BYTES} bytes`
    if (isGitsOwn(name)) return 'a path leads into .git'
  }
  return undefined
}

/** Characters that HFS+ overlooks in names (git's utf8.c, next_hfs_char). */
const OVERLOOKED = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g

/** `.git` under any spelling: NTFS has a short name for it, overlooks blanks and dots at the end, and streams behind a colon. */
function isGitsOwn(name: string): boolean {
  const text = Buffer.from(name, 'latin1').toString('utf8').replace(OVERLOOKED, '').toLowerCase()
  return text.split('\\').some((part) => /^(\.git|git~1)[ .]*(:|$)/.test(part))
}
