/** Paths as git has them: bytes, held as one character each. */

/** `a`, `a/b` for `a/b/c`. */
export function foldersAbove(path: string): string[] {
  const above: string[] = []
  for (let slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) above.push(path.slice(0, slash))
  return above
}
