/** What came into releases since the merge window opened, tree by tree. */
import type { Calendar } from '../base/model/cycle.ts'
import type { TreeName } from '../base/model/names.ts'
import type { Tree } from '../base/model/roster.ts'
import type { RunChain } from '../memory/record/runs.ts'
import { followPassports } from './passports/follow-passports.ts'
import type { Workspace } from './workspace.ts'

export interface ArrivedInTree {
  readonly tree: TreeName
  readonly changes: number
}

/** In roster order, without trees of fixes. Undefined while no window is open, and where the record is younger than it. */
export async function arrivalsInWindow(
  workspace: Workspace,
  runs: RunChain,
  trees: readonly Tree[],
  calendar: Calendar,
): Promise<readonly ArrivedInTree[] | undefined> {
  const opens = calendar.kind === 'known' && calendar.phase === 'window' ? calendar.current.opens : undefined
  if (opens === undefined || runs.head === undefined) return undefined
  using book = await followPassports(workspace, runs)
  const releases = book.releases()
  const first = releases.findIndex(({ at }) => at.epochSeconds >= opens.at.epochSeconds)
  // None of them could tell what was there before.
  if (first === 0 || releases.length === 0) return undefined
  const place = releases[first]?.place
  const arrived = place === undefined ? new Map<TreeName, number>() : book.arrivedSince(place)
  return trees.flatMap(({ name, kind }) => {
    const changes = kind === 'fixes' ? undefined : arrived.get(name)
    return changes === undefined ? [] : [{ tree: name, changes }]
  })
}
