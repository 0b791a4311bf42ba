/** Finds conflict markers that were left in a text, of any length git gives them: an unfinished merge. */
import { splitLines } from './line-diff.ts'

/**
 * Lines that are markers and of no version's own: a text about merging has some, and a heading may be underlined with `=======`. Those
 * of a conflict within a conflict are longer. A label may be missing, since people delete it, and so do the texts that rerere keeps.
 */
export function leftMarkers(text: string, versions: readonly (string | undefined)[]): string[] {
  if (!ANY.test(text)) return []
  const found = splitLines(text).filter((line) => MARKER.test(line))
  if (found.length === 0) return []
  const own = new Set(versions.flatMap((version) => splitLines(version ?? '')))
  return found.filter((line) => !own.has(line))
}

/** `=` is one of seven only: longer ones underline headings. */
const MARKER = /^(?:[<]{7,}|[>]{7,}|[|]{7,})(?: |[\r\n]|$)|^={7}(?:[ \t\r\n]|$)/

/** Most texts have none, and are not taken apart. */
const ANY = /^(?:[<]{7}|[>]{7}|[|]{7}|={7})/m
