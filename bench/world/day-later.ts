/** Makes it a day later in a record: some trees have moved, by new work or by a rebase. */
import { git } from '../git.ts'
import type { World } from './world.ts'

/** One tree in so many moves in a day: the median of linux-next's 15 %. */
const ONE_IN = 7

/** Every seventh tree moves: by one commit on top, or by all of its commits made anew, in turns. */
export function moveTrees(record: string, world: World) {
  let fresh = 0
  let rebased = 0
  let moved = 0
  const named = { someTree: '', someCommit: '' }
  for (const tree of world.trees.filter((_, place) => place % ONE_IN === 0)) {
    const range = [`${world.upstream.tip}..refs/trees/${tree.name}`]
    const commits = git(record, ['rev-list', '--reverse', ...range])
      .split('\n')
      .filter(Boolean)
    const isStraight = git(record, ['rev-list', '--merges', ...range]) === ''
    if (commits.length === 0) continue
    moved += 1
    const isRebase = isStraight && moved % 2 === 0
    const tip = isRebase ? madeAnew(record, commits) : oneMore(record, tree.tip)
    git(record, ['update-ref', `refs/trees/${tree.name}`, tip])
    if (isRebase) rebased += commits.length
    else fresh += 1
    if (isRebase) Object.assign(named, { someTree: tree.name, someCommit: tip })
  }
  return { fresh, rebased, moved, ...named }
}

/** The same patches by another committer's clock. */
function madeAnew(record: string, commits: readonly string[]): string {
  const anew = new Map<string, string>()
  for (const commit of commits) {
    const text = git(record, ['cat-file', 'commit', commit])
      .replace(/^parent (\w+)$/gm, (_, parent: string) => `parent ${anew.get(parent) ?? parent}`)
      .replace(
        /^(committer .* )(\d+)( [+-]\d{4})$/m,
        (_, head: string, at: string, zone: string) => `${head}${Number(at) + 1}${zone}`,
      )
    anew.set(commit, git(record, ['hash-object', '-t', 'commit', '-w', '--stdin'], text).trim())
  }
  return anew.get(commits.at(-1) ?? '') ?? ''
}

/** A commit that adds a file of its own. */
function oneMore(record: string, tip: string): string {
  const blob = git(record, ['hash-object', '-w', '--stdin'], `one more on ${tip}\n`).trim()
  const entries = git(record, ['ls-tree', tip])
  const tree = git(record, ['mktree'], `${entries}100644 blob ${blob}\tone-more-${tip.slice(0, 12)}.txt\n`).trim()
  return git(record, ['commit-tree', tree, '-p', tip, '-m', `bench: one more on ${tip.slice(0, 12)}`]).trim()
}
