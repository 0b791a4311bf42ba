/** A pull-check as text that can answer a mail as it is, or as Markdown. */
import { short } from '../../../base/model/oid.ts'
import type { PulledCommit } from '../../../base/model/pull-check.ts'
import { count } from '../../../base/text/count.ts'
import { oneLine } from '../../../base/text/printable.ts'
import { showPath } from '../../../base/text/show-path.ts'
import { daysHistogram } from '../../../pipeline/pull-check/days-histogram.ts'
import type { PullCheck } from '../../../pipeline/pull-check/pull-check.ts'
import { columns } from './screen.ts'

/** How the two kinds of text mark things. */
interface Markup {
  readonly heading: (text: string) => string
  readonly item: (text: string) => string
  readonly fixed: (lines: readonly string[]) => readonly string[]
}

const PLAIN: Markup = {
  heading: (text) => `${text}:`,
  item: (text) => `  - ${text}`,
  fixed: (lines) => lines.map((line) => `  ${line}`),
}

/** Outside text keeps its meaning: what could be markup is escaped. */
const MARKDOWN: Markup = {
  heading: (text) => `### ${text}`,
  item: (text) => `- ${text.replace(/[\\`*_{}[\]<>#|~]/g, '\\$&')}`,
  fixed: (lines) => ['```', ...lines.map((line) => line.replaceAll('```', "'''")), '```'],
}

export function pullCheckText(check: PullCheck): string[] {
  return lines(check, PLAIN)
}

export function pullCheckMarkdown(check: PullCheck): string[] {
  return lines(check, MARKDOWN)
}

function lines({ facts, verdict }: PullCheck, markup: Markup): string[] {
  const { tree, tip, upstream, commits, merges, findings, waiting } = facts
  const what = tree === undefined ? short(tip) : `the ${tree} tree at ${short(tip)}`
  const size = `${count(commits.length, 'commit')} and ${count(merges, 'merge')} beyond upstream ${short(upstream)}`
  const section = (title: string, body: readonly string[]): string[] =>
    body.length === 0 ? [] : ['', markup.heading(title), ...body]
  const reasons = (isAgainst: boolean): string[] =>
    verdict.reasons
      .filter(({ against }) => against === isAgainst)
      .map((reason) => markup.item(oneLine(reason.what, 400)))
  return [
    `${verdict.pull ? 'Pull' : 'Do not pull'} ${what}: ${size}.`,
    ...section('Against it', reasons(true)),
    ...section('Good to know', reasons(false)),
    ...section('In next before, in days', commits.length === 0 ? [] : markup.fixed(histogramLines(commits))),
    ...section(
      'Not in next as they are',
      markup.fixed(strangers(commits)).filter(() => strangers(commits).length > 0),
    ),
    ...section(
      'Found by the rules',
      findings.map(({ rule, commit, subject, what, remedy }) =>
        markup.item(
          oneLine(`${rule}: ${commit === undefined ? '' : `${short(commit)} ("${subject}") `}${what} ${remedy}`, 600),
        ),
      ),
    ),
    ...section(
      'Conflicts with what else waits',
      waiting.map(({ tree: other, paths, isSettled }) =>
        markup.item(
          oneLine(
            `${other}: ${paths.map(showPath).join(', ')}${isSettled ? ' (settled by what is on record)' : ''}`,
            400,
          ),
        ),
      ),
    ),
  ]
}

/** Widest bar. */
const BAR_MAX = 30

function histogramLines(commits: readonly PulledCommit[]): string[] {
  const bars = daysHistogram(commits)
  const most = Math.max(...bars.map((bar) => bar.commits))
  const bar = (amount: number): string => '#'.repeat(Math.ceil((amount / Math.max(1, most)) * BAR_MAX))
  return columns(bars.map((one) => [one.label, String(one.commits).padStart(5), bar(one.commits)]))
}

function strangers(commits: readonly PulledCommit[]): string[] {
  return commits
    .filter(({ inNext }) => inNext === 'never' || inNext === 'changed')
    .map(({ commit, subject, author, inNext }) =>
      oneLine(`${short(commit)} ${inNext === 'never' ? 'never' : 'changed since'}: ${subject} (${author})`),
    )
}
