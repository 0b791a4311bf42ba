/** Subject and author in one: what a change is still known by when its patch has become another. */
import { createHash } from 'node:crypto'
import type { CommitKeys } from '../../../base/model/passport.ts'

/** Letter case and spaces mean nothing; of an author the address counts, for names are spelt in many ways. */
export function nameKey({ subject, author }: Pick<CommitKeys, 'subject' | 'author'>): string {
  const text = `${subject.toLowerCase().replace(/\s+/g, ' ').trim()}\n${author.email.toLowerCase()}`
  return createHash('sha1').update(text).digest('hex')
}
