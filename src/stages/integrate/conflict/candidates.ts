/** From where a side's state of a file can come: upstream, and each version merged so far that changed it. */
import type { CommitOid } from '../../../base/model/oid.ts'
import type { TreeName } from '../../../base/model/names.ts'
import type { Clash } from './clash.ts'
import type { View } from './view.ts'

export interface Candidate {
  /** Undefined is upstream. */
  readonly tree: TreeName | undefined
  readonly version: CommitOid
  /** What it stands on: its history beyond these is what it brought. */
  readonly bases: readonly CommitOid[]
  /** Its commits beyond these, where they are known: upstream's are not. */
  readonly commits: readonly CommitOid[] | undefined
}

/** Most merges looked at: the newest. Of 404 trees 134 touch the busiest file of a kernel cycle, most of them elsewhere in it. */
const CANDIDATES_MAX = 150

/** Whose work the integration holds at raw paths of files or folders, in the order it was merged. */
export async function ourCandidates(view: View, paths: readonly string[]): Promise<Candidate[]> {
  const { clash } = view
  const upstream: Candidate = {
    tree: undefined,
    version: clash.upstream,
    bases: upstreamBases(clash),
    commits: undefined,
  }
  const merged = clash.earlier.filter(({ changed }) => paths.some((path) => changesAt(changed, path)))
  const candidates = [upstream, ...merged.slice(-CANDIDATES_MAX)]
  const changes = await Promise.all(candidates.map((candidate) => isChangedBy(view, candidate, paths)))
  return candidates.filter((_, index) => changes[index])
}

/** A version that brings its own history has all the commits that clash. */
export function theirCandidate({ tree, version, bases, commits, upstream }: Clash): Candidate {
  return { tree, version, bases: bases.length > 0 ? bases : [upstream], commits }
}

/** Without anything in common, only what the other side lacks could be told apart; it is all of upstream's history. */
function upstreamBases({ bases, version }: Clash): readonly CommitOid[] {
  return bases.length > 0 ? bases : [version]
}

/** Whether one of these raw paths is the path, or stands below it. */
export function changesAt(changed: ReadonlySet<string>, path: string): boolean {
  if (changed.has(path)) return true
  const below = `${path}/`
  for (const one of changed) if (one.startsWith(below)) return true
  return false
}

/** Whether it differs from what it stands on. */
async function isChangedBy(view: View, { version, bases }: Candidate, paths: readonly string[]): Promise<boolean> {
  for (const path of paths) {
    const [before, after] = [await view.entry(bases[0], path), await view.entry(version, path)]
    if (before?.oid !== after?.oid || before?.mode !== after?.mode) return true
  }
  return false
}
