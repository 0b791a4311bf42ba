/** What abbreviated ids name, many at once: `git cat-file --batch-check`. */
import { type CommitOid, commitOid, isOid } from '../model/oid.ts'
import type { Git } from './spawn.ts'

export type Naming =
  | { readonly kind: 'missing' }
  | { readonly kind: 'ambiguous' }
  | { readonly kind: 'commit'; readonly commit: CommitOid }

/** Hexadecimal digits and nothing else: they come out of messages. */
const DIGITS = /^[0-9a-f]{4,40}$/

/** Where a commit and another object fit, the commit is meant. */
const FORMAT = ['-c', 'core.disambiguate=commit', 'cat-file', '--batch-check=%(objectname) %(objecttype)'] as const

/** The ids of tags and other objects name no commit. What is not digits is missing. */
export async function nameCommits(git: Git, ids: readonly string[]): Promise<Map<string, Naming>> {
  const asked = ids.filter((id) => DIGITS.test(id))
  const named = new Map<string, Naming>(ids.map((id) => [id, { kind: 'missing' }]))
  if (asked.length === 0) return named
  const input = asked.map((id) => `${id}\n`).join('')
  const text = await git.text({ args: [...FORMAT], input })
  for (const [at, line] of text.split('\n').slice(0, asked.length).entries()) {
    const id = asked[at] ?? ''
    const [oid = '', type] = line.split(' ')
    if (isOid(oid) && type === 'commit') named.set(id, { kind: 'commit', commit: commitOid(oid) })
    else if (line.endsWith(' ambiguous')) named.set(id, { kind: 'ambiguous' })
  }
  return named
}
