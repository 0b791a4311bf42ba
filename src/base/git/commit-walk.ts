/** Walks history: which commits stand beyond others, and which of several is nobody's ancestor. */
import { type CommitOid, commitOid } from '../model/oid.ts'
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
  if (tips.length === 0) return []
  const input = [...tips, ...known.map((commit) => `^${commit}`)].map((line) => `${line}\n`).join('')
  const text = await git.text({ args: ['rev-list', '--parents', '--topo-order', '--stdin'], input })
  return parseLinks(text)
}

/** Lines of `rev-list --parents`. */
export function parseLinks(text: string): CommitLink[] {
  const links: CommitLink[] = []
  for (const line of text.split('\n')) {
    if (line === '') continue
    const [commit = '', ...parents] = line.split(' ')
    links.push({ commit: commitOid(commit), parents: parents.map(commitOid) })
  }
  return links
}

/** How many commits are reachable from `tips` and from none of `known`. */
export async function countBeyond(git: Git, tips: readonly CommitOid[], known: readonly CommitOid[]): Promise<number> {
  const input = [...tips, ...known.map((commit) => `^${commit}`)].map((line) => `${line}\n`).join('')
  return Number(await git.text({ args: ['rev-list', '--count', '--stdin'], input }))
}

/** Those of `commits` that no other of them has as an ancestor, in no particular order. */
export async function independent(git: Git, commits: readonly CommitOid[]): Promise<CommitOid[]> {
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
