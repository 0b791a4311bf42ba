/** Commands that make the conflict again in anybody's clone, from the two trees alone. */
import type { TreeName } from '../../base/model/names.ts'
import { type CommitOid, short } from '../../base/model/oid.ts'
import type { RunRecord } from '../../base/model/run.ts'
import type { EpisodeGroup } from './episode-groups.ts'
import { isFetchable, shellWord } from './words.ts'

/** Empty when one of the two cannot be fetched by others. Trees merged in between may shift the picture; these two nearly always make it. */
export function reproduceCommands(group: EpisodeGroup, record: RunRecord): string[] {
  const base = fetchedFrom(group.partner, record)
  const merged = fetchedFrom(group.tree, record)
  const [conflict] = group.conflicts
  if (base?.commit === undefined || merged === undefined || conflict === undefined) return []
  return [
    base.fetch,
    `git checkout --detach ${short(base.commit)}`,
    merged.fetch,
    `git merge ${short(conflict.version)}`,
  ]
}

interface Fetched {
  readonly fetch: string
  /** What of it is in the release. */
  readonly commit: CommitOid | undefined
}

function fetchedFrom(tree: TreeName | undefined, { plan, trees }: RunRecord): Fetched | undefined {
  const source = tree === undefined ? plan.upstream : plan.trees.find(({ name }) => name === tree)
  if (source === undefined || !isFetchable(source.url)) return undefined
  return {
    fetch: `git fetch ${shellWord(source.url)} ${shellWord(source.branch)}`,
    commit: tree === undefined ? plan.upstream.tip : trees.find(({ name }) => name === tree)?.version,
  }
}
