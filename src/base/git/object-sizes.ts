/** How large objects are, before anyone reads them into memory: `git cat-file --batch-check`. */
import { distinct } from '../std/collections.ts'
import type { Git } from './spawn.ts'

/** Bytes of each object that the repository has. Answers are `<oid> SP <type> SP <size>` or `<oid> SP missing`, a line each. */
export async function objectSizes(git: Git, oids: readonly string[]): Promise<Map<string, number>> {
  const sizes = new Map<string, number>()
  if (oids.length === 0) return sizes
  const input = distinct(oids)
    .map((oid) => `${oid}\n`)
    .join('')
  const text = await git.text({ args: ['cat-file', '--batch-check', '--buffer'], input })
  for (const line of text.split('\n')) {
    const [oid, , size] = line.split(' ')
    if (oid !== undefined && size !== undefined) sizes.set(oid, Number(size))
  }
  return sizes
}
