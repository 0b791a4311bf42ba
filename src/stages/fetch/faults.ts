/** Faults of objects: which are harmless in old history, and how the others are told in plain words. */
import type { PackFault } from '../../base/git/index-pack.ts'
import { FSCK_NEVER_TOLERATED } from '../../base/model/fsck-messages.ts'
import { short } from '../../base/model/oid.ts'

/**
 * Faults that old tools left behind in histories people still build on, and that no reader of a commit trips over.
 * Large hosts let the same ones in. Refusing them would refuse a tree for what its maintainer cannot change.
 */
const HARMLESS = [
  // A zone such as +51800: early converters from other systems wrote seconds for minutes.
  'badTimezone',
  // `Name<mail>`: hand-made commits of the first years.
  'missingSpaceBeforeDate',
  // 040000 for a folder: web hosts once wrote it; only the id differs from what git would write.
  'zeroPaddedFilemode',
] as const

const NEVER_TOLERATED: ReadonlySet<string> = new Set(FSCK_NEVER_TOLERATED.map((id) => id.toLowerCase()))

/** What git is told to overlook for a tree. Ids are letters only, as anything else could be read as more of the option. */
export function toleratedFaults(ofTree: readonly string[]): string[] {
  const more = ofTree.filter((id) => /^[A-Za-z]+$/.test(id) && !NEVER_TOLERATED.has(id.toLowerCase()))
  return [...new Set([...HARMLESS, ...more])]
}

const WORDS: Readonly<Record<string, string>> = {
  duplicateEntries: 'a folder lists one name twice',
  emptyName: 'a folder lists a file without a name',
  fullPathname: 'a folder lists a file whose name holds a slash',
  hasDot: 'a folder lists a file called "."',
  hasDotdot: 'a folder lists a file called ".."',
  hasDotgit: 'a folder lists a file called ".git", or one that some file systems take for it',
  nullSha1: 'a folder lists an object that cannot exist',
  treeNotSorted: 'a folder lists its files out of order',
  badTree: 'a folder cannot be read',
  gitmodulesSymlink: '.gitmodules is a symbolic link',
  gitmodulesUrl: '.gitmodules names a URL that could run a command',
  gitmodulesName: '.gitmodules gives a submodule a name that leads outside',
  gitmodulesPath: '.gitmodules gives a submodule a path that could be an option',
  gitmodulesUpdate: '.gitmodules would run a command',
  nulInHeader: 'a header holds a NUL byte',
  nulInCommit: 'a commit message holds a NUL byte',
  unterminatedHeader: 'a header has no end',
  badDate: 'a date is no date',
  missingEmail: 'an author or committer has no mail address',
  missingNameBeforeEmail: 'an author or committer has no name',
  badEmail: 'an author or committer has a mail address that is none',
  multipleAuthors: 'a commit has several authors',
}

export function faultInWords({ object, id, text }: PackFault): string {
  if (object === undefined) return `what it sent is not sound: ${text}`
  const words = id === undefined ? text : (WORDS[id] ?? text)
  return `object ${short(object)} is at fault: ${words}${id === undefined ? '' : ` (${id})`}`
}
