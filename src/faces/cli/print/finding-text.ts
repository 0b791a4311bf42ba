/** Findings for a terminal: tree by tree, each with its evidence and what to do. */
import { isoDay } from '../../../base/model/instant.ts'
import { short } from '../../../base/model/oid.ts'
import { groupBy } from '../../../base/std/collections.ts'
import { count } from '../../../base/text/count.ts'
import { oneLine } from '../../../base/text/printable.ts'
import type { FindingsNow } from '../../../pipeline/findings.ts'
import type { Judged } from '../../../pipeline/judging/judge.ts'
import type { Colours } from './screen.ts'

/** Lines of evidence shown of one finding; all of them are in `--json`. */
const EVIDENCE_MAX = 8

export function findingLines({ findings, commits, trees }: FindingsNow, colours: Colours): string[] {
  const judged = `${count(commits, 'commit')} in ${count(trees, 'tree')}`
  if (findings.length === 0) return [`Nothing was found in ${judged}.`]
  const lines = [`${count(findings.length, 'finding')} in ${judged}.`]
  for (const [tree, ofTree] of groupBy(findings, ({ finding }) => finding.tree)) {
    lines.push('', colours.bold(tree))
    for (const judgedOne of ofTree) lines.push(...oneFinding(judgedOne, colours))
  }
  return lines
}

function oneFinding({ finding, severity, accepted }: Judged, colours: Colours): string[] {
  const { id, rule, commit, subject, what, evidence, remedy } = finding
  const shown = evidence.length > EVIDENCE_MAX ? evidence.slice(0, EVIDENCE_MAX - 1) : evidence
  const about = commit === undefined ? oneLine(subject) : `${short(commit)} ("${oneLine(subject)}")`
  const more = evidence.length - shown.length
  return [
    '',
    `  ${id}  ${severity === 'hold' ? colours.red(rule) : colours.yellow(rule)}  ${about}`,
    `    ${oneLine(what)}`,
    ...shown.map((line) => `      ${colours.dim(oneLine(line))}`),
    ...(more > 0 ? [`      ${colours.dim(`and ${more} more`)}`] : []),
    `    ${accepted === undefined ? oneLine(remedy, 400) : acceptedWords(accepted)}`,
  ]
}

function acceptedWords({ who, when, why, until }: NonNullable<Judged['accepted']>): string {
  const end = until === undefined ? '' : ` until ${isoDay(until)}`
  return `Accepted${end} by ${oneLine(who.name)} on ${isoDay(when)}: ${oneLine(why)}`
}
