/** A commit is of a time that cannot be, so that nothing that goes by dates can be trusted about it. */
import type { CommitFacts, Signed } from '../base/model/commit-facts.ts'
import type { Facts } from '../base/model/facts.ts'
import type { Finding } from '../base/model/finding.ts'
import { gitDate, type Instant, isoDay } from '../base/model/instant.ts'
import type { Tree } from '../base/model/roster.ts'
import { commitFinding } from './make-finding.ts'

const DAY_SECONDS = 86_400

/** How far ahead a clock may be: a day forgives every confusion of zones. */
const AHEAD_MAX_SECONDS = DAY_SECONDS

/** 7 April 2005, when git was begun. What was committed before was committed by a clock that stood at nought. */
const FIRST_GIT_SECONDS = 1_112_832_000

/** How long a patch may lie about before it is committed: longer, and it is more likely that the author's clock was wrong. */
const LAIN_MAX_SECONDS = 5 * 365 * DAY_SECONDS

export function oddDate(facts: Facts): readonly Finding[] {
  return facts.trees.flatMap(({ tree, brings }) => brings.flatMap((commit) => oddly(tree, commit, facts.now)))
}

function oddly(tree: Tree, commit: CommitFacts, now: Instant): Finding[] {
  const { author, committer } = commit
  const faults = [
    ...ahead('authored', author, now),
    ...ahead('committed', committer, now),
    ...(committer.when.epochSeconds < FIRST_GIT_SECONDS ? [`committed ${day(committer)}, before there was git`] : []),
    ...(committer.when.epochSeconds - author.when.epochSeconds > LAIN_MAX_SECONDS
      ? [`authored ${day(author)}, more than five years before it was committed`]
      : []),
  ]
  const [first] = faults
  if (first === undefined) return []
  return [
    commitFinding(tree.name, commit, {
      rule: 'odd-date',
      what: `By its own dates it was ${first}.`,
      evidence: [`authored ${gitDate(author.when)}`, `committed ${gitDate(committer.when)}`],
      remedy:
        'Set the clock right and commit it anew: git commit --amend --date=now --no-edit, or git rebase --ignore-date.',
    }),
  ]
}

function ahead(what: string, signed: Signed, now: Instant): string[] {
  return signed.when.epochSeconds - now.epochSeconds > AHEAD_MAX_SECONDS
    ? [`${what} ${day(signed)}, which is yet to come`]
    : []
}

/** A forged date may be beyond what a calendar has (ECMA-262, "Time Values"). */
const CALENDAR_MAX_SECONDS = 8_640_000_000_000

function day({ when }: Signed): string {
  return Math.abs(when.epochSeconds) >= CALENDAR_MAX_SECONDS ? `at ${gitDate(when)}` : isoDay(when)
}
