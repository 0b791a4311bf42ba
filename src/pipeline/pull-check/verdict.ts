/** Whether to pull, with the reasons. Pure. */
import type { PulledCommit, PulledFinding, PullFacts, PullReason, PullVerdict } from '../../base/model/pull-check.ts'
import { short } from '../../base/model/oid.ts'
import { groupBy } from '../../base/std/collections.ts'
import { count } from '../../base/text/count.ts'
import { showPath } from '../../base/text/show-path.ts'

/** Fewest days in next after which a commit counts as tried there: a week has builds on every machine, and a weekend. */
const SETTLED_DAYS = 7

/** Names in one reason; the report lists them all. */
const NAMES_MAX = 5

/** One reason against is enough. */
export function pullVerdict(facts: PullFacts): PullVerdict {
  const reasons = [
    ...nothingToPull(facts),
    ...mergeReasons(facts),
    ...nextReasons(facts.commits),
    ...windowReasons(facts.commits),
    ...findingReasons(facts.findings),
    ...gateReasons(facts),
    ...neighbourReasons(facts),
  ]
  return { pull: !reasons.some(({ against }) => against), reasons }
}

function nothingToPull({ commits, merges, asked, tip }: PullFacts): PullReason[] {
  return [
    ...(commits.length + merges === 0 ? [against('It has nothing that is not upstream.')] : []),
    ...(asked === undefined
      ? []
      : [against(`The branch is at ${short(tip)}, and the request is for ${short(asked)}.`)]),
  ]
}

function mergeReasons({ conflicts, refused }: PullFacts): PullReason[] {
  if (refused !== undefined) return [against(`It cannot be merged with upstream: ${refused}.`)]
  const open = conflicts.filter(({ settledBy }) => settledBy.length === 0)
  const settled = conflicts.filter(({ settledBy }) => settledBy.length > 0)
  return [
    ...(open.length === 0
      ? []
      : [
          against(
            `It conflicts with upstream, and nothing on record settles ${listed(open.map(({ path }) => showPath(path)))}.`,
          ),
        ]),
    ...settled.map(({ path, settledBy }) =>
      note(`${showPath(path)} conflicts with upstream, and is settled by ${settledBy.join(', ')}.`),
    ),
  ]
}

function nextReasons(commits: readonly PulledCommit[]): PullReason[] {
  const by = groupBy(commits, ({ inNext }) => inNext)
  const of = (known: PulledCommit['inNext']): number => by.get(known)?.length ?? 0
  const young = commits.filter(({ inNext, days }) => inNext !== 'never' && days < SETTLED_DAYS)
  return [
    ...(of('never') === 0 ? [] : [against(`${count(of('never'), 'commit')} never ${were(of('never'))} in next.`)]),
    ...(of('changed') === 0
      ? []
      : [against(`${count(of('changed'), 'commit')} ${were(of('changed'))} in next as another version only.`)]),
    ...(of('rebased') === 0
      ? []
      : [note(`${count(of('rebased'), 'commit')} ${were(of('rebased'))} in next under another id.`)]),
    ...(young.length === 0
      ? []
      : [note(`${count(young.length, 'commit')} ${were(young.length)} in next for less than a week.`)]),
  ]
}

/** By the last window that opened while they waited. */
function windowReasons(commits: readonly PulledCommit[]): PullReason[] {
  const before = groupBy(
    commits.filter(({ windows }) => windows.length > 0),
    ({ windows }) => windows.at(-1),
  )
  return [...before].map(([version, there]) =>
    note(
      `${count(there.length, 'commit')} ${were(there.length)} in next before the merge window of ${version} opened.`,
    ),
  )
}

function were(amount: number): string {
  return amount === 1 ? 'was' : 'were'
}

/** What the roster has rules report or hold speaks against; notes do not. */
function findingReasons(findings: readonly PulledFinding[]): PullReason[] {
  const isAgainst = ({ severity }: PulledFinding): boolean => severity !== 'note'
  return [...groupBy(findings, (finding) => `${finding.rule} ${isAgainst(finding)}`).values()].flatMap((found) => {
    const [first] = found
    if (first === undefined) return []
    const of = first.commit === undefined ? '' : `${short(first.commit)}: `
    const words = found.length === 1 ? `${of}${first.what}` : `${found.length} findings.`
    return [{ against: isAgainst(first), what: `${first.rule}: ${words}` }]
  })
}

function gateReasons({ gates }: PullFacts): PullReason[] {
  return gates
    .filter(({ isGreen }) => isGreen !== true)
    .map(({ gate, release, outcome, isGreen, brokenBy }) => ({
      against: isGreen === false && brokenBy.length === 0,
      what: `The gate ${gate} said of ${release}, which has it: ${outcome}${others(brokenBy)}.`,
    }))
}

function others(brokenBy: readonly string[]): string {
  return brokenBy.length === 0 ? '' : `, by ${listed(brokenBy)} and not by it`
}

function neighbourReasons({ waiting, shared }: PullFacts): PullReason[] {
  const open = waiting.filter(({ isSettled }) => !isSettled)
  const settled = waiting.length - open.length
  return [
    ...(open.length === 0 ? [] : [note(`It conflicts with what waits in ${listed(open.map(({ tree }) => tree))}.`)]),
    ...(settled === 0
      ? []
      : [note(`It conflicts with ${count(settled, 'other tree')} where resolutions are on record.`)]),
    ...shared.map(({ tree, commits }) => note(`It brings ${count(commits, 'commit')} of the ${tree} tree along.`)),
  ]
}

function listed(names: readonly string[]): string {
  const more = names.length - NAMES_MAX
  return more > 0 ? `${names.slice(0, NAMES_MAX).join(', ')} and ${more} more` : names.join(', ')
}

function against(what: string): PullReason {
  return { against: true, what }
}

function note(what: string): PullReason {
  return { against: false, what }
}
