/** A tree's topics as `topics --json` prints them. The shape is documented in docs/guide/json.md and only ever grows. */
import type { GateStands } from '../../../base/model/topic-stand.ts'
import { showPath } from '../../../base/text/show-path.ts'
import type { TreeTopics } from '../../../pipeline/topics/topics.ts'

export function topicsJson(
  { tree, tip, upstream, topics, byMerges }: TreeTopics,
  gates: readonly GateStands[] | undefined,
) {
  return {
    tree,
    tip: tip ?? null,
    upstream,
    topics: topics.map(({ name, commits, needs, series, parts, entangled }) => ({
      name,
      needs,
      parts,
      entangled,
      series: series ?? null,
      commits: commits.map(({ commit, subject, author, needs, alsoIn }) => ({
        commit,
        subject,
        author,
        needs: needs.map((need) => ({ commit: need.commit, paths: need.paths.map(showPath) })),
        alsoIn,
      })),
    })),
    byMerges: byMerges.map(showPath),
    ...(gates === undefined ? {} : { gates }),
  }
}
