/** Reads who owns what from upstream: its MAINTAINERS, else its CODEOWNERS. */
import { MODE_FOLDER } from '../../base/git/objects.ts'
import { NO_OWNERS, type Owners } from '../../base/model/owners.ts'
import type { BlobOid, CommitOid, TreeOid } from '../../base/model/oid.ts'
import type { Person } from '../../base/model/person.ts'
import { codeowners } from '../../base/text/owners/codeowners.ts'
import { folderMeant } from '../../base/text/owners/file-pattern.ts'
import { parseMailmap } from '../../base/text/owners/mailmap.ts'
import { type MaintainersSection, parseMaintainers } from '../../base/text/owners/maintainers.ts'
import { maintainersOwners } from '../../base/text/owners/maintainers-owners.ts'
import { peopleInFile } from '../../base/text/owners/people-in-file.ts'
import { rootOf } from '../../memory/record/chain.ts'
import type { Reading } from '../workspace.ts'

/** Where the forges look, and which of them. The first that is there holds. */
const CODEOWNERS = [
  { path: '.github/CODEOWNERS', dialect: 'github' },
  { path: '.gitlab/CODEOWNERS', dialect: 'gitlab' },
  { path: 'CODEOWNERS', dialect: undefined },
  { path: 'docs/CODEOWNERS', dialect: undefined },
] as const

/** A tree's own word on it does not count: it could make itself the owner of anything. */
export async function readOwners(reading: Reading, upstream: CommitOid): Promise<Owners> {
  const root = await rootOf(reading.reader, upstream)
  const sections = parseMaintainers((await fileIn(reading, root, 'MAINTAINERS')) ?? '')
  if (sections.some(({ patterns }) => patterns.length > 0)) {
    const folders = await foldersAmong(reading, root, sections)
    const mailmap = parseMailmap((await fileIn(reading, root, '.mailmap')) ?? '')
    return maintainersOwners({ sections, mailmap, isFolder: (path) => folders.has(path) })
  }
  for (const { path, dialect } of CODEOWNERS) {
    const text = await fileIn(reading, root, path)
    if (text !== undefined) return codeowners(text, dialect)
  }
  return NO_OWNERS
}

/** The people in upstream's versions of those files that name some. */
export async function peopleInFiles(
  reading: Reading,
  upstream: CommitOid,
  paths: readonly string[],
): Promise<readonly Person[]> {
  const root = await rootOf(reading.reader, upstream)
  const texts = await Promise.all(paths.map((path) => fileIn(reading, root, path)))
  return texts.flatMap((text) => peopleInFile(text ?? ''))
}

async function fileIn({ folders, reader }: Reading, root: TreeOid, path: string): Promise<string | undefined> {
  const entry = await folders.at(root, path)
  if (entry === undefined || (entry.mode & 0o170000) !== 0o100000) return undefined
  return (await reader.read(entry.oid as BlobOid, 'blob')).toString('utf8')
}

/** Those of the patterns without a slash at the end that name a folder. */
async function foldersAmong(
  { folders }: Reading,
  root: TreeOid,
  sections: readonly MaintainersSection[],
): Promise<ReadonlySet<string>> {
  const found = new Set<string>()
  const covering = sections.flatMap(({ patterns }) => patterns.filter(({ kind }) => kind === 'F' || kind === 'X'))
  for (const { text } of covering) {
    const path = folderMeant(Buffer.from(text, 'utf8').toString('latin1'))
    if (path !== undefined && (await folders.at(root, path))?.mode === MODE_FOLDER) found.add(path)
  }
  return found
}
