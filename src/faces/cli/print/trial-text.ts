/** What a branch came to, as its maintainer reads it. */
import type { Conflict, Culprit } from '../../../base/model/conflict.ts'
import { short } from '../../../base/model/oid.ts'
import { unreachable } from '../../../base/std/assert.ts'
import { oneLine, printable, rawText } from '../../../base/text/printable.ts'
import { showPath } from '../../../base/text/show-path.ts'
import type { Tried } from '../../../pipeline/fetch-aside.ts'
import type { Trial } from '../../../pipeline/try.ts'
import { count } from '../../../base/text/count.ts'
import { sideName } from '../../../base/text/side-name.ts'
import { amenderText } from './release-text.ts'
import { type Colours, safe } from './screen.ts'

/** Commits named on each side of a conflict; the others are counted. */
const COMMITS_SHOWN = 5

/** Lines of a conflict's diff that are shown; the rest stands in `--json`. */
const DIFF_LINES_SHOWN = 40

export function trialText(trial: Trial, tried: Tried, colours: Colours): string[] {
  const { outcome } = trial
  const what = `${colours.bold(safe(tried.source.branch))}${trial.tip === undefined ? '' : ` ${short(trial.tip)}`}`
  const place = tried.as === undefined ? '' : ` in place of the ${tried.as} tree`
  const ground = `upstream ${short(trial.upstream)} and ${count(trial.trees, 'tree')}`
  switch (outcome.kind) {
    case 'merged': {
      const { files, insertions, deletions } = outcome.stat
      const size = `${count(outcome.commits, 'commit')}, ${count(files, 'file')}, +${insertions} -${deletions}`
      const how = outcome.settled.length === 0 ? 'merges clean' : 'merges'
      const settled = outcome.settled.map(
        ({ path, by }) => `  ${safe(showPath(path))} is settled: ${by.map(amenderText).join(', ')}`,
      )
      return [
        `${what} ${colours.green(how)}${place}, with ${ground}: ${size}.`,
        ...settled,
        ...metLines(trial, colours),
      ]
    }
    case 'already-in':
      return [`${what} is ${colours.green('in already')}: trees that are merged before contain all of it.`]
    case 'empty':
      return [`${what} is ${colours.green('empty')}: upstream contains all of it.`]
    case 'conflicted': {
      const { conflicts } = outcome
      const head = `${what} ${colours.red('conflicts')}${place}, with ${ground}, in ${count(conflicts.length, 'place')}:`
      return [head, ...conflicts.flatMap((conflict) => conflictText(conflict, trial, colours))]
    }
    case 'gone':
    case 'unreachable':
      return [`${what} ${colours.red('could not be fetched')}: ${safe(outcome.why)}.`]
    case 'refused':
      return [`${what} is ${colours.red('refused')}: ${safe(outcome.why)}.`]
    default:
      return unreachable(outcome)
  }
}

function metLines(trial: Trial, colours: Colours): string[] {
  if (trial.met.length === 0) return []
  return [
    '',
    `But ${count(trial.met.length, 'conflict')} of trees that come after it ${trial.met.length === 1 ? 'is' : 'are'} with it:`,
    ...trial.met.flatMap((conflict) => conflictText(conflict, trial, colours)),
  ]
}

function conflictText(conflict: Conflict, trial: Trial, colours: Colours): string[] {
  const { oursBy, theirsBy } = conflict
  return [
    '',
    `${colours.bold(safe(showPath(conflict.path)))}: ${conflict.kind}`,
    ...sideLines('between', oursBy, trial, colours),
    ...sideLines('and', theirsBy, trial, colours),
    ...diffLines(trial.diffs.get(conflict.id), colours),
  ]
}

function sideLines(word: string, { tree, commits }: Culprit, trial: Trial, colours: Colours): string[] {
  const from = tree === trial.tree ? 'the branch' : sideName(tree)
  if (commits.length === 0) return [`  ${word} ${from}`]
  const more = commits.length - COMMITS_SHOWN
  return [
    `  ${word} ${from}:`,
    ...commits
      .slice(0, COMMITS_SHOWN)
      .map(
        (one) => `    ${colours.yellow(short(one.commit))} ("${oneLine(one.subject)}") by ${oneLine(one.author.name)}`,
      ),
    ...(more > 0 ? [`    and ${count(more, 'other')}`] : []),
  ]
}

function diffLines(diff: string | undefined, colours: Colours): string[] {
  if (diff === undefined || diff === '') return []
  const lines = printable(rawText(diff)).replace(/\n$/, '').split('\n')
  const shown = lines.slice(0, DIFF_LINES_SHOWN).map((line) => `  ${coloured(line, colours)}`)
  const more = lines.length - DIFF_LINES_SHOWN
  return ['', ...shown, ...(more > 0 ? [`  … and ${count(more, 'line')} more`] : [])]
}

/** A combined diff has one column of signs for each side. */
function coloured(line: string, colours: Colours): string {
  if (/^(diff|index|---|\+\+\+)/.test(line)) return colours.dim(line)
  if (line.startsWith('@@')) return colours.cyan(line)
  const signs = line.slice(0, 2)
  if (signs.includes('+')) return colours.green(line)
  return signs.includes('-') ? colours.red(line) : line
}
