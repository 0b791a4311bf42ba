/** A fetched path as a path on our own disk: of the same shape, and harmless whatever it is called. */

/** Longest part: with an ending of ours it stays below the 255 bytes a file name may have. */
const PART_LENGTH_MAX = 120

/** Parts deeper than that are flattened. */
const DEPTH_MAX = 30

/** Never absolute, never leads upwards, and holds neither control characters nor what a program could take for an option or for git's. */
export function safePath(path: string): string {
  const parts = path.split('/').map(safePart)
  return [...parts.slice(0, DEPTH_MAX), ...(parts.length > DEPTH_MAX ? [parts.at(-1) ?? '_'] : [])].join('/')
}

function safePart(part: string): string {
  const plain = part.replace(/[^A-Za-z0-9._+@=,-]/g, '_').slice(0, PART_LENGTH_MAX)
  return plain === '' || /^[.-]/.test(plain) ? `_${plain}` : plain
}
