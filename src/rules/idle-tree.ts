/** A tree has not moved for a year, has nothing that is not upstream, or stands on something ancient. */
import type { CommitFacts } from '../base/model/commit-facts.ts'
import type { Facts, TreeFacts } from '../base/model/facts.ts'
import type { Finding } from '../base/model/finding.ts'
import { daysBetween, type Instant, isoDay } from '../base/model/instant.ts'
import { short } from '../base/model/oid.ts'
import { count } from '../base/text/count.ts'
import { treeFinding } from './make-finding.ts'

/** After a year without a commit linux-next asks whether a tree is still wanted. */
const IDLE_DAYS = 365

/** Releases of the kernel are kept up for about a year, and nobody tests against older ones. */
const ANCIENT_DAYS = 365

export function idleTree(facts: Facts): readonly Finding[] {
  return facts.trees.flatMap((tree) => [
    ...idle(tree, facts.now),
    ...allUpstream(tree),
    ...onlyMerges(tree),
    ...ancient(tree, facts.now),
  ])
}

/** With a row of the table that the mail about trees to be removed has. */
function idle({ tree, end, commits }: TreeFacts, now: Instant): Finding[] {
  if (end === undefined || daysBetween(end.committer.when, now) <= IDLE_DAYS) return []
  const beyond = commits.length === 0 ? 'nothing beyond upstream' : `${count(commits.length, 'commit')} beyond upstream`
  const row = [tree.name, isoDay(end.committer.when), `${tree.url}#${tree.branch}`, beyond]
  return [
    treeFinding(
      tree.name,
      {
        rule: 'idle-tree',
        what: `Its last commit is of ${isoDay(end.committer.when)}, more than a year ago.`,
        evidence: [row.join('  ')],
        row,
        remedy: 'Ask its contacts whether it is still wanted; if not: tributary trees remove',
      },
      'idle',
    ),
  ]
}

function allUpstream({ tree, commits, twins }: TreeFacts): Finding[] {
  if (commits.length === 0 || !commits.every(({ oid }) => twins.has(oid))) return []
  return [
    treeFinding(
      tree.name,
      {
        rule: 'idle-tree',
        what: `All its ${count(commits.length, 'commit')} ${commits.length === 1 ? 'is' : 'are'} upstream as other commits.`,
        evidence: commits.map(({ oid }) => `${short(oid)} is ${short(twins.get(oid)?.commit ?? '')} upstream`),
        remedy: 'Reset the branch to upstream: what stands in it only makes later work conflict.',
      },
      'all upstream',
    ),
  ]
}

function onlyMerges({ tree, commits, merges }: TreeFacts): Finding[] {
  if (commits.length > 0 || merges.length === 0) return []
  return [
    treeFinding(
      tree.name,
      {
        rule: 'idle-tree',
        what: `It has ${count(merges.length, 'merge')} beyond upstream, and no other commit.`,
        evidence: merges.map(({ oid }) => short(oid)),
        remedy: 'Reset the branch to upstream.',
      },
      'only merges',
    ),
  ]
}

function ancient({ tree, commits, bases }: TreeFacts, now: Instant): Finding[] {
  const newest = bases.reduce<CommitFacts | undefined>((best, base) => (isNewer(base, best) ? base : best), undefined)
  if (commits.length === 0 || newest === undefined || daysBetween(newest.committer.when, now) <= ANCIENT_DAYS) return []
  return [
    treeFinding(
      tree.name,
      {
        rule: 'idle-tree',
        what: `The newest of upstream that it stands on is of ${isoDay(newest.committer.when)}, more than a year ago.`,
        evidence: [`it stands on ${short(newest.oid)}`],
        remedy:
          'Rebase it, or merge a release of upstream: nobody tests what it has together with what upstream has become.',
      },
      'ancient',
    ),
  ]
}

function isNewer(one: CommitFacts, other: CommitFacts | undefined): boolean {
  return other === undefined || one.committer.when.epochSeconds > other.committer.when.epochSeconds
}
