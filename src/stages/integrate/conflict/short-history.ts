/** The commits that touched a file, out of a few known ones, read object by object: cheaper than a process when they are few. */
import type { Entry } from '../../../base/git/folder.ts'
import { type ParsedCommit, subjectOf } from '../../../base/git/objects.ts'
import type { PathChange } from '../../../base/git/patch-reader.ts'
import { NAME_MAX, type PathCommit, SUBJECT_MAX } from '../../../base/git/path-history.ts'
import { type CommitOid, NO_OID } from '../../../base/model/oid.ts'
import type { Person } from '../../../base/model/person.ts'
import { diffLines } from '../../../base/text/line-diff.ts'
import { oneLine } from '../../../base/text/printable.ts'
import type { View } from './view.ts'

/** The file as a commit has it, under the first of its names that is there. */
interface Found extends Entry {
  readonly path: string
}

/**
 * What `pathHistory` gives of these commits, for the names of one file; commits that did not touch it are among them, without changes.
 * `commits` must be all of a range.
 */
export async function readShortHistory(
  view: View,
  tip: CommitOid,
  commits: readonly CommitOid[],
  paths: readonly string[],
): Promise<PathCommit[]> {
  const parsed = new Map(await Promise.all(commits.map(async (oid) => [oid, await view.commit(oid)] as const)))
  const around = new Set([...commits, ...[...parsed.values()].flatMap(({ parents }) => parents)])
  const found = new Map(await Promise.all([...around].map(async (oid) => [oid, await find(view, oid, paths)] as const)))
  const edges = [...parsed].flatMap(([oid, { parents }]) =>
    parents.map((parent) => [found.get(parent), found.get(oid)]),
  )
  await view.load(
    edges.filter(([before, after]) => !isSame(before, after)).flatMap((edge) => edge.map((one) => one?.oid)),
  )
  return newestFirst(tip, parsed).map(([commit, { parents, author, committer, message }]) => ({
    commit,
    parents,
    subject: oneLine(subjectOf(message), SUBJECT_MAX),
    author: shortened(author),
    committer: shortened(committer),
    changes: (parents.length === 0 ? [undefined] : parents).map((parent) =>
      changesBetween(view, parent && found.get(parent), found.get(commit)),
    ),
  }))
}

async function find(view: View, commit: CommitOid, paths: readonly string[]): Promise<Found | undefined> {
  for (const path of paths) {
    const entry = await view.entry(commit, path)
    if (entry) return { path, ...entry }
  }
  return undefined
}

function isSame(a: Found | undefined, b: Found | undefined): boolean {
  return a?.oid === b?.oid && a?.mode === b?.mode && a?.path === b?.path
}

function changesBetween(view: View, before: Found | undefined, after: Found | undefined): PathChange[] {
  if (isSame(before, after)) return []
  const old = before === undefined ? [] : view.lines(before.oid)
  const own = after === undefined ? [] : view.lines(after.oid)
  const isOtherType = before && after && (before.mode & 0o170000) !== (after.mode & 0o170000)
  return [
    {
      oldPath: before?.path,
      newPath: after?.path,
      oldMode: before?.mode ?? 0,
      newMode: after?.mode ?? 0,
      oldOid: before?.oid ?? NO_OID,
      newOid: after?.oid ?? NO_OID,
      edits: old === undefined || own === undefined || isOtherType ? undefined : diffLines(old, own),
    },
  ]
}

/** Children before parents; of those that could come next, the one committed last. */
function newestFirst(tip: CommitOid, parsed: ReadonlyMap<CommitOid, ParsedCommit>): [CommitOid, ParsedCommit][] {
  const children = new Map<CommitOid, number>()
  for (const { parents } of parsed.values()) {
    for (const parent of parents) children.set(parent, (children.get(parent) ?? 0) + 1)
  }
  const ready = [tip]
  const sorted: [CommitOid, ParsedCommit][] = []
  const age = (oid: CommitOid): number => parsed.get(oid)?.committedAt ?? 0
  for (let next = ready.pop(); next !== undefined; next = ready.pop()) {
    const commit = parsed.get(next)
    if (commit === undefined) continue
    sorted.push([next, commit])
    for (const parent of commit.parents) {
      const left = (children.get(parent) ?? 0) - 1
      children.set(parent, left)
      if (left === 0) ready.push(parent)
    }
    ready.sort((a, b) => age(a) - age(b))
  }
  return sorted
}

function shortened({ name, email }: Person): Person {
  return { name: oneLine(name, NAME_MAX), email: oneLine(email, NAME_MAX) }
}
