/** Object ids, told apart by what they name. Only git's SHA-1 object format is spoken so far. */
import { assert } from '../std/assert.ts'
import type { Brand } from '../std/brand.ts'

export type CommitOid = Brand<string, 'CommitOid'>
export type TreeOid = Brand<string, 'TreeOid'>
export type BlobOid = Brand<string, 'BlobOid'>
export type TagOid = Brand<string, 'TagOid'>
/** The id of an object of any type. */
export type Oid = CommitOid | TreeOid | BlobOid | TagOid

const OID = /^[0-9a-f]{40}$/

/** git's id of "no object": the old value of a ref that must not exist yet. */
export const NO_OID = '0'.repeat(40)

/** The tree without entries, which every git knows without having it. */
export const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904' as TreeOid

export function isOid(text: string): boolean {
  return OID.test(text)
}

/** Takes an id that git printed. Anything else there is our own parser's mistake. */
export function commitOid(text: string): CommitOid {
  assert(isOid(text), `not a commit id: ${JSON.stringify(text)}`)
  return text as CommitOid
}

export function treeOid(text: string): TreeOid {
  assert(isOid(text), `not a tree id: ${JSON.stringify(text)}`)
  return text as TreeOid
}

/** How mails and terminals name a commit: the first 12 digits, the kernel's `core.abbrev=12`. */
export function short(oid: string): string {
  return oid.slice(0, 12)
}
