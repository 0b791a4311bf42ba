/** git's object formats, written and read without a process: ids are the SHA-1 of type, length and content (gitformat-pack(5), git-hash-object(1)). */
import { createHash } from 'node:crypto'
import { gitDate, type Instant } from '../model/instant.ts'
import { type BlobOid, type CommitOid, commitOid, type Oid, type TagOid, type TreeOid, treeOid } from '../model/oid.ts'
import type { Person } from '../model/person.ts'
import { assert } from '../std/assert.ts'

export type ObjectType = 'commit' | 'tree' | 'blob' | 'tag'

/** An object in memory, with its id. */
export interface GitObject<Id extends Oid = Oid> {
  readonly oid: Id
  readonly type: ObjectType
  readonly content: Buffer
}

export function makeObject<Id extends Oid>(type: ObjectType, content: Buffer): GitObject<Id> {
  const oid = createHash('sha1').update(`${type} ${content.length}\0`).update(content).digest('hex') as Id
  return { oid, type, content }
}

export function makeBlob(content: string | Buffer): GitObject<BlobOid> {
  return makeObject('blob', Buffer.isBuffer(content) ? content : Buffer.from(content))
}

export interface CommitText {
  readonly tree: TreeOid
  readonly parents: readonly CommitOid[]
  readonly by: Person
  readonly at: Instant
  readonly message: string
}

export function makeCommit(text: CommitText): GitObject<CommitOid> {
  const signature = `${identity(text.by)} ${gitDate(text.at)}`
  const head = [
    `tree ${text.tree}`,
    ...text.parents.map((parent) => `parent ${parent}`),
    `author ${signature}`,
    `committer ${signature}`,
  ]
  return makeObject('commit', Buffer.from(`${head.join('\n')}\n\n${text.message}`))
}

export interface TagText {
  readonly commit: CommitOid
  readonly name: string
  readonly by: Person
  readonly at: Instant
  readonly message: string
}

export function makeTag(text: TagText): GitObject<TagOid> {
  return makeObject(
    'tag',
    Buffer.from(
      `object ${text.commit}\ntype commit\ntag ${text.name}\ntagger ${identity(text.by)} ${gitDate(text.at)}\n\n${text.message}`,
    ),
  )
}

/** git's own rule for names in commits (ident.c): no angle brackets and no line ends. */
function identity(person: Person): string {
  const clean = (text: string): string => text.replace(/[<>\n\r\0]/g, '').trim()
  return `${clean(person.name)} <${clean(person.email)}>`
}

/** A commit as stored. Text that is not UTF-8 is read with replacement characters. */
export interface ParsedCommit {
  readonly tree: TreeOid
  readonly parents: readonly CommitOid[]
  readonly author: Person
  readonly committer: Person
  /** Seconds since 1970. */
  readonly committedAt: number
  /** Minutes east of Greenwich, where it was committed. */
  readonly committedZone: number
  readonly message: string
}

export function parseCommit(content: Buffer): ParsedCommit {
  const end = content.indexOf('\n\n')
  const head = content.subarray(0, end < 0 ? content.length : end).toString('utf8')
  const lines = head.split('\n')
  const value = (key: string): string => lines.find((line) => line.startsWith(`${key} `))?.slice(key.length + 1) ?? ''
  return {
    tree: treeOid(value('tree')),
    parents: lines.filter((line) => line.startsWith('parent ')).map((line) => commitOid(line.slice(7))),
    author: parseIdentity(value('author')),
    committer: parseIdentity(value('committer')),
    committedAt: Number(/ (\d+) [+-]\d+$/.exec(value('committer'))?.[1] ?? 0),
    committedZone: zoneMinutes(value('committer')),
    message: end < 0 ? '' : content.subarray(end + 2).toString('utf8'),
  }
}

/** Zones of old histories can be nonsense; what no clock shows counts as Greenwich. */
function zoneMinutes(identity: string): number {
  const [, sign, hours, minutes] = / ([+-])(\d\d)(\d\d)$/.exec(identity) ?? []
  const east = Number(hours ?? 0) * 60 + Number(minutes ?? 0)
  if (east > 14 * 60) return 0
  return sign === '-' ? -east : east
}

/** First paragraph of a message on one line, as git's `%s`. */
export function subjectOf(message: string): string {
  const paragraph = message.trimStart().split(/\n\s*\n/, 1)[0] ?? ''
  return paragraph
    .split('\n')
    .map((line) => line.trim())
    .join(' ')
    .trim()
}

function parseIdentity(text: string): Person {
  const match = /^(.*?)\s*<([^>]*)>/.exec(text)
  return { name: match?.[1] ?? '', email: match?.[2] ?? '' }
}

/** One line of a tree object. `mode` is the octal number: 0o100644, 0o40000 for a folder, 0o160000 for a submodule. */
export interface TreeEntry {
  readonly mode: number
  /** Raw bytes as latin1 text, one character a byte, so that any file name survives and sorts as git sorts. */
  readonly name: string
  readonly oid: string
}

export const MODE_FOLDER = 0o40000
export const MODE_SUBMODULE = 0o160000
export const MODE_SYMLINK = 0o120000
export const MODE_FILE = 0o100644
export const MODE_EXECUTABLE = 0o100755

export function parseTree(content: Buffer): TreeEntry[] {
  const entries: TreeEntry[] = []
  for (let at = 0; at < content.length; ) {
    const space = content.indexOf(0x20, at)
    const nul = content.indexOf(0, space)
    assert(space > 0 && nul > 0 && nul + 21 <= content.length, 'a tree object that git accepted does not parse')
    entries.push({
      mode: Number.parseInt(content.toString('latin1', at, space), 8),
      name: content.toString('latin1', space + 1, nul),
      oid: content.toString('hex', nul + 1, nul + 21),
    })
    at = nul + 21
  }
  return entries
}

/** Writes entries in git's order: by bytes, folders as if their name ended in a slash. */
export function makeTree(entries: readonly TreeEntry[]): GitObject<TreeOid> {
  const sorted = [...entries].sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))
  return makeObject('tree', Buffer.concat(sorted.map(entryBytes)))
}

function sortKey(entry: TreeEntry): string {
  return entry.mode === MODE_FOLDER ? `${entry.name}/` : entry.name
}

function entryBytes(entry: TreeEntry): Buffer {
  return Buffer.concat([
    Buffer.from(`${entry.mode.toString(8)} ${entry.name}\0`, 'latin1'),
    Buffer.from(entry.oid, 'hex'),
  ])
}
