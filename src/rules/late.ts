/** Work that came into a tree when the merge window was open already, and work that is for a later version than next is for. */
import { type KnownCalendar, versionForNext } from '../base/model/cycle.ts'
import type { CommitFacts } from '../base/model/commit-facts.ts'
import type { Arrivals, Facts, TreeFacts } from '../base/model/facts.ts'
import type { Finding } from '../base/model/finding.ts'
import { type Instant, isoDay } from '../base/model/instant.ts'
import { compareVersions, parseVersionTag } from '../base/text/version-tag.ts'
import { parseMessage } from '../base/text/trailers.ts'
import { commitFinding, treeFinding } from './make-finding.ts'

export function late({ trees, calendar, arrivals }: Facts): readonly Finding[] {
  if (calendar.kind === 'unknown') return []
  return trees.flatMap((tree) => [
    ...(arrivals === undefined ? [] : afterOpening(tree, calendar, arrivals)),
    ...forLaterBranch(tree, calendar),
    ...tree.brings.flatMap((commit) => forLaterCommit(tree, commit, calendar)),
  ])
}

/** A record that is younger than the window cannot say what was there when it opened. Fixes are welcome at any time. */
function afterOpening(
  { tree, brings }: TreeFacts,
  { current }: KnownCalendar,
  { recordedSince, firstSeen }: Arrivals,
): Finding[] {
  const opened = current.opens?.at
  if (opened === undefined || tree.kind === 'fixes' || !isBefore(recordedSince, opened)) return []
  return brings
    .filter((commit) => !isFix(commit) && !isBefore(firstSeen.get(commit.oid), opened))
    .map((commit) => {
      const seen = firstSeen.get(commit.oid)
      return commitFinding(tree.name, commit, {
        rule: 'late',
        what: `It was in no release when the merge window for ${current.version} opened.`,
        evidence: [
          `the window is open since ${isoDay(opened)}`,
          seen === undefined ? 'it has been in no release yet' : `the first release with it is of ${isoDay(seen)}`,
        ],
        remedy: `If it is not for ${current.version}, take it out until the window closes; if it is, tell whoever pulls it that it is new.`,
      })
    })
}

function isBefore(one: Instant | undefined, other: Instant): boolean {
  return one !== undefined && one.epochSeconds < other.epochSeconds
}

function isFix({ message }: CommitFacts): boolean {
  return parseMessage(message).trailers.some(
    ({ key, value }) => /^fixes$/i.test(key) || (/^cc$/i.test(key) && /\bstable@/i.test(value)),
  )
}

function forLaterBranch({ tree, commits }: TreeFacts, calendar: KnownCalendar): Finding[] {
  const version = laterVersion(tree.branch, /(?:^|[^a-z])for[-_/]?v?(\d+(?:\.\d+)+)/i, calendar)
  if (version === undefined || commits.length === 0) return []
  const text = {
    rule: 'late',
    what: `Its branch is for ${version}, and next is for ${versionForNext(calendar)}.`,
  } as const
  const evidence = [`the branch is called ${tree.branch}`]
  return [treeFinding(tree.name, { ...text, evidence, remedy: remedyFor(tree.name, version) }, version)]
}

/** `[PATCH for-4.16]`, as patches are marked that shall wait. */
function forLaterCommit({ tree }: TreeFacts, commit: CommitFacts, calendar: KnownCalendar): Finding[] {
  const { subject } = parseMessage(commit.message)
  const marks = subject.match(/^(?:\[[^\]]*\]\s*)+/)?.[0] ?? ''
  const version = laterVersion(marks, /\bfor[-_ ]?v?(\d+(?:\.\d+)+)/i, calendar)
  if (version === undefined) return []
  const text = {
    rule: 'late',
    what: `It is marked for ${version}, and next is for ${versionForNext(calendar)}.`,
  } as const
  return [
    commitFinding(
      tree.name,
      commit,
      { ...text, evidence: [marks.trim()], remedy: remedyFor(tree.name, version) },
      version,
    ),
  ]
}

function remedyFor(tree: string, version: string): string {
  return `Take it out until then, or: tributary defer ${tree} --to ${version}`
}

/** The version that a text names, as upstream would call it, when it comes after the one that next is for. */
function laterVersion(text: string, pattern: RegExp, calendar: KnownCalendar): string | undefined {
  const named = pattern.exec(text)?.[1]
  const current = versionForNext(calendar)
  const prefix = /^\D*/.exec(current)?.[0] ?? ''
  const [wanted, now] = [parseVersionTag(named ?? '', ''), parseVersionTag(current, prefix)]
  if (named === undefined || wanted === undefined || now === undefined) return undefined
  return compareVersions(wanted, now) > 0 ? `${prefix}${named}` : undefined
}
