/** The commits that a candidate brought, at the names of one file or anywhere below some folders. */
import { type PathCommit, pathHistory } from '../../../base/git/path-history.ts'
import { distinct } from '../../../base/std/collections.ts'
import type { Candidate } from './candidates.ts'
import { FileHistory } from './file-history.ts'
import { readShortHistory } from './short-history.ts'
import type { View } from './view.ts'

/** Commits that are read one by one. Beyond these a walk by git is quicker, though starting it costs 5 to 10 ms. */
const SHORT_MAX = 64

export async function fileHistory(view: View, candidate: Candidate, paths: readonly string[]): Promise<FileHistory> {
  const { version, commits } = candidate
  const isShort = commits !== undefined && commits.length <= SHORT_MAX
  const read = isShort ? readShortHistory(view, version, commits, paths) : folderHistory(view, candidate, paths)
  return new FileHistory(await read, paths)
}

export function folderHistory(
  view: View,
  { version, bases }: Candidate,
  paths: readonly string[],
): Promise<PathCommit[]> {
  const beyond = distinct([...bases, ...view.clash.bases])
  return pathHistory(view.clash.shop.git, { tip: version, beyond, paths })
}
