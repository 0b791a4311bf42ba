/** Walks history: which commits stand beyond others, and which of several is nobody's ancestor. */
import { type CommitOid, commitOid } from '../model/oid.ts'
import { distinct } from '../std/collections.ts'
import { Lanes } from '../std/lanes.ts'
import type { Git } from './spawn.ts'

/** A commit and its parents. */
export interface CommitLink {
  readonly commit: CommitOid
  readonly parents: readonly CommitOid[]
}

/** All commits reachable from `tips` and from none of `known`, children before parents. */
export async function commitsBeyond(
  git: Git,
  tips: readonly CommitOid[],
  known: readonly CommitOid[],
): Promise<CommitLink[]> {
  return [...(await linksBeyond(git, tips, known))]
}

/** The same one after the other, for who keeps few of them: a million are 90 MB as text and five times that as values. */
export async function linksBeyond(
  git: Git,
  tips: readonly CommitOid[],
  known: readonly CommitOid[],
): Promise<Iterable<CommitLink>> {
  if (tips.length === 0) return []
  const input = [...tips, ...known.map((commit) => `^${commit}`)].map((line) => `${line}\n`).join('')
  const { stdout } = await git.run({ args: ['rev-list', '--parents', '--topo-order', '--stdin'], input })
  return linksIn(stdout.toString('latin1'))
}

/** Lines of `rev-list --parents`. */
export function* linksIn(text: string): Generator<CommitLink> {
  for (let from = 0; from < text.length; ) {
    const end = text.indexOf('\n', from)
    const [commit = '', ...parents] = text.slice(from, end === -1 ? undefined : end).split(' ')
    yield { commit: commitOid(commit), parents: parents.map(commitOid) }
    from = end === -1 ? text.length : end + 1
  }
}

/** How many commits are reachable from `tips` and from none of `known`. */
export async function countBeyond(git: Git, tips: readonly CommitOid[], known: readonly CommitOid[]): Promise<number> {
  const input = [...tips, ...known.map((commit) => `^${commit}`)].map((line) => `${line}\n`).join('')
  return Number(await git.text({ args: ['rev-list', '--count', '--stdin'], input }))
}

/** Commits of a set that are compared pair by pair; of more there are too many pairs, and they get a process of their own. */
const SMALL_SET = 3

/** Pairs asked of one git: a command line holds two megabytes. */
const PAIRS_AT_ONCE = 2_000

/** git processes for large sets at a time. */
const PROCESSES = 3

/**
 * Of each set, those commits that no other of the set has as an ancestor. `merge-base --independent` answers for one set a process; of many
 * small ones `rev-parse` is asked once: of `A...B` it tells both and what they have in common, which is A when B stands on A (gitrevisions(7)).
 */
export async function independentOfEach(
  git: Git,
  sets: readonly (readonly CommitOid[])[],
): Promise<(readonly CommitOid[])[]> {
  const inner = await ancestorsIn(git, distinct(sets.filter((set) => set.length <= SMALL_SET).flatMap(pairsOf)))
  const lanes = new Lanes(PROCESSES)
  return Promise.all(
    sets.map((set) => {
      if (set.length > SMALL_SET) return lanes.run(() => independent(git, set))
      return Promise.resolve(set.filter((commit) => !set.some((of) => inner.has(`${commit} ${of}`))))
    }),
  )
}

function pairsOf(set: readonly CommitOid[]): string[] {
  const sorted = [...set].sort()
  return sorted.flatMap((one, at) => sorted.slice(at + 1).map((other) => `${one}...${other}`))
}

/** Of pairs `A...B`: `A B` for each A that is in the history of its B, and the other way round. */
async function ancestorsIn(git: Git, pairs: readonly string[]): Promise<Set<string>> {
  const found = new Set<string>()
  for (let at = 0; at < pairs.length; at += PAIRS_AT_ONCE) {
    const text = await git.text({ args: ['rev-parse', ...pairs.slice(at, at + PAIRS_AT_ONCE)] })
    let [one, other] = ['', '']
    for (const line of text.split('\n')) {
      const base = line.startsWith('^') ? line.slice(1) : undefined
      if (base === undefined) [one, other] = [other, line]
      else if (base === one) found.add(`${one} ${other}`)
      else if (base === other) found.add(`${other} ${one}`)
    }
  }
  return found
}

async function independent(git: Git, commits: readonly CommitOid[]): Promise<CommitOid[]> {
  const text = await git.text({ args: ['merge-base', '--independent', ...commits] })
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map(commitOid)
}

/** Whether the one is in the history of the other. Exit 1 is git's no; a commit that is not here is none either. */
export async function isAncestor(git: Git, commit: CommitOid, of: CommitOid): Promise<boolean> {
  return (await git.attempt({ args: ['merge-base', '--is-ancestor', commit, of] })).exit === 0
}
