/** Findings for a terminal: tree by tree, each with its evidence and what to do. */
import { daysBetween, isoDay, type Instant } from '../../../base/model/instant.ts'
import { short } from '../../../base/model/oid.ts'
import type { Finding } from '../../../base/model/finding.ts'
import { groupBy } from '../../../base/std/collections.ts'
import { count } from '../../../base/text/count.ts'
import { oneLine } from '../../../base/text/printable.ts'
import type { PastFinding } from '../../../memory/record/findings.ts'
import type { FindingsNow, StandingFinding } from '../../../pipeline/findings.ts'
import { type Colours, columns } from './screen.ts'

/** Lines of evidence shown of one finding; all of them are in `--json`. */
const EVIDENCE_MAX = 8

export function findingLines({ findings, commits, trees, at }: FindingsNow, colours: Colours): string[] {
  const judged = `${count(commits, 'commit')} in ${count(trees, 'tree')}`
  if (findings.length === 0) return [`Nothing was found in ${judged}.`]
  const lines = [`${count(findings.length, 'finding')} in ${judged}.`]
  for (const [tree, ofTree] of groupBy(findings, ({ finding }) => finding.tree)) {
    lines.push('', colours.bold(tree))
    for (const one of ofTree) lines.push(...standingLines(one, at, colours))
  }
  return lines
}

function standingLines(standing: StandingFinding, at: Instant, colours: Colours): string[] {
  const { finding, severity, since, accepted } = standing
  const { id, rule, what, evidence, remedy } = finding
  const shown = evidence.length > EVIDENCE_MAX ? evidence.slice(0, EVIDENCE_MAX - 1) : evidence
  const more = evidence.length - shown.length
  const isHolding = severity === 'hold' && accepted === undefined
  return [
    '',
    `  ${id}  ${isHolding ? colours.red(`${rule}, held`) : colours.yellow(rule)}  ${aboutWords(finding)}${ageWords(since, at)}`,
    `    ${oneLine(what)}`,
    ...shown.map((line) => `      ${colours.dim(oneLine(line))}`),
    ...(more > 0 ? [`      ${colours.dim(`and ${more} more`)}`] : []),
    `    ${accepted === undefined ? oneLine(remedy, 400) : acceptedWords(accepted)}`,
  ]
}

function aboutWords({ commit, subject }: Finding): string {
  return commit === undefined ? oneLine(subject) : `${short(commit)} ("${oneLine(subject)}")`
}

/** Nothing is said of what no run has met: without `[rules]` that is all. */
function ageWords(since: Instant | undefined, at: Instant): string {
  if (since === undefined) return ''
  const days = daysBetween(since, at)
  return days < 1 ? ', new' : `, for ${count(days, 'day')}`
}

function acceptedWords({ who, when, why, until }: NonNullable<StandingFinding['accepted']>): string {
  const end = until === undefined ? '' : ` until ${isoDay(until)}`
  return `Accepted${end} by ${oneLine(who.name)} on ${isoDay(when)}: ${oneLine(why)}`
}

/** A line each. */
export function goneLines(past: readonly PastFinding[], colours: Colours): string[] {
  if (past.length === 0) return ['Nothing that a run met is over.']
  return columns(
    past.map(({ finding, since, gone }) => [
      finding.id,
      colours.yellow(finding.rule),
      finding.tree,
      `${isoDay(since)} to ${isoDay(gone)}`,
      aboutWords(finding),
    ]),
  )
}
