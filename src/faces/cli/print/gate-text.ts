/** What gates said, and whom searches found, as a person reads it. */
import type { GateReport } from '../../../base/model/gate-report.ts'
import { short } from '../../../base/model/oid.ts'
import type { CulpritCommit, NamedCulprit, Probe, SearchReport } from '../../../base/model/search-report.ts'
import type { Amender } from '../../../base/model/settling.ts'
import type { FirstError, Verdict, VerdictOutcome } from '../../../base/model/verdict.ts'
import { unreachable } from '../../../base/std/assert.ts'
import { count } from '../../../base/text/count.ts'
import { oneLine } from '../../../base/text/printable.ts'
import { showPath } from '../../../base/text/show-path.ts'
import { enumerate } from '../../../base/text/wrap.ts'
import { type Colours, columns } from './screen.ts'

export function gateLines({ results }: GateReport, colours: Colours): string[] {
  return columns(
    results.map(({ verdict, isKnown }) => [
      `  ${verdict.gate}`,
      coloured(verdict.outcome, colours),
      isKnown ? 'known' : seconds(verdict.tookMs),
      // What could not run is not on record, so there is nothing to look up.
      colours.dim(verdict.outcome.kind === 'could-not-run' ? '-' : verdict.key.slice(0, 12)),
      detail(verdict.outcome),
    ]),
  )
}

/** Where what the gates built stands, gate by gate. */
export function artefactLines({ results }: GateReport, folderOf: (verdict: Verdict) => string | undefined): string[] {
  return results.flatMap(({ verdict }) => {
    const folder = folderOf(verdict)
    return folder === undefined ? [] : [`  what ${verdict.gate} built: ${folder}`]
  })
}

/** `passed`, `failed`: what a gate did. */
export function outcomeWord(kind: VerdictOutcome['kind']): string {
  switch (kind) {
    case 'passed':
    case 'failed':
      return kind
    case 'warned':
      return 'passed, with warnings'
    case 'flaky':
      return 'is flaky'
    case 'timed-out':
      return 'did not end in time'
    case 'could-not-run':
      return 'could not run'
    default:
      return unreachable(kind)
  }
}

function coloured({ kind }: VerdictOutcome, { green, red, yellow }: Colours): string {
  const colour = kind === 'passed' ? green : kind === 'failed' || kind === 'timed-out' ? red : yellow
  return colour(outcomeWord(kind))
}

function detail(outcome: VerdictOutcome): string {
  switch (outcome.kind) {
    case 'passed':
      return ''
    case 'warned':
      return count(outcome.warnings.length, 'warning')
    case 'failed':
      return outcome.error === undefined ? `exit ${outcome.exit}` : errorText(outcome.error)
    case 'flaky':
      return `failed ${outcome.failed} times of ${outcome.runs}`
    case 'timed-out':
      return `after ${outcome.seconds} s`
    case 'could-not-run':
      return oneLine(outcome.why)
    default:
      return unreachable(outcome)
  }
}

/** `core/main.c:12: unknown type`; the words often begin with the place already. */
export function errorText({ text, file, line }: FirstError): string {
  const words = oneLine(text)
  if (file === undefined || words.includes(file)) return words
  return `${oneLine(file)}${line === undefined ? '' : `:${line}`}: ${words}`
}

export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`
}

/** Whom a search found, in a few lines. */
export function searchLines(search: SearchReport, colours: Colours): string[] {
  const { outcome, gate } = search
  switch (outcome.kind) {
    case 'upstream':
      return [`  ${gate} is red on upstream by itself: no tree is to blame.`]
    case 'flaky':
      return [
        `  ${gate} is flaky: it failed ${outcome.failed} times of ${outcome.runs} on the same content. Nobody is blamed.`,
      ]
    case 'found':
      return [...outcome.culprits.flatMap((culprit) => culpritLines(search, culprit, colours)), ...restLines(search)]
    default:
      return unreachable(outcome)
  }
}

function culpritLines({ gate, isDraft }: SearchReport, culprit: NamedCulprit, colours: Colours): string[] {
  const { trees, suspects, isConfirmed, removed } = culprit
  const who = suspects.length > 1 ? `one of ${enumerate(suspects)}` : `${trees.at(-1)}${withOthers(trees.slice(0, -1))}`
  const sure = isConfirmed ? `green without ${enumerate(removed)}` : colours.yellow('not confirmed')
  return [
    `  ${gate} ${isDraft === true ? 'was' : 'is'} red by ${colours.bold(who)} (${sure})`,
    ...(culprit.commit ? [`    commit ${commitText(culprit.commit)}`] : []),
    ...(culprit.with ? [`    with commit ${commitText(culprit.with)} of ${culprit.with.tree}`] : []),
    ...mergeLines(culprit),
    ...(culprit.error ? [`    ${errorText(culprit.error)}`] : []),
  ]
}

function withOthers(others: readonly string[]): string {
  return others.length === 0 ? '' : ` with ${enumerate(others)}`
}

function commitText({ commit, subject }: CulpritCommit): string {
  return `${short(commit)} ("${oneLine(subject)}")`
}

function mergeLines({ merge, trees }: NamedCulprit): string[] {
  if (merge === undefined) return []
  const by = merge.settled.map(({ path, by }) => `${showPath(path)} by ${by.map(amenderText).join(', ')}`)
  const settled = by.length === 0 ? 'git saw no conflict in it' : `settled in it: ${by.join('; ')}`
  return [`    ${trees.at(-1)} passes by itself on upstream: the merge is wrong (${settled})`]
}

function amenderText(amender: Amender): string {
  if (amender.kind === 'revert') return `the revert of ${short(amender.commit)}`
  return amender.kind === 'rule' ? `the rule ${amender.take}` : `resolution ${amender.id.slice(0, 12)}`
}

function restLines({ outcome, gate }: SearchReport): string[] {
  if (outcome.kind !== 'found' || outcome.rest === 'green') return []
  return [
    outcome.rest === 'red'
      ? `  ${gate} is red without them, too: the search was given up.`
      : `  What is left without them could not be tried.`,
  ]
}

/** Every probe, in the order it was answered. */
export function probeTable(search: SearchReport, colours: Colours): string[] {
  const head = ['  #', 'about', 'trees', 'held', 'said', 'verdict', ''].map((word) => colours.dim(word))
  const rows = search.probes.map((probe, at) => [
    `  ${at + 1}`,
    probe.about,
    `${probe.places.length}`,
    heldText(probe, search),
    saidText(probe, colours),
    probe.verdict?.slice(0, 12) ?? '-',
    [...(probe.isKnown ? ['known'] : []), ...(probe.why === undefined ? [] : [oneLine(probe.why)])].join(', '),
  ])
  return columns([head, ...rows])
}

/** How many probes each question took. */
export function probeTally({ probes }: SearchReport): string {
  const about = (what: Probe['about']): number => probes.filter((probe) => probe.about === what).length
  const built = probes.filter(({ isKnown, verdict }) => !isKnown && verdict !== undefined).length
  return `${count(probes.length, 'probe')}, ${built} built: ${about('trees')} about trees, ${about('again')} again, ${about('commits')} about commits`
}

/** `up to net`, `all but usb`, or the names. */
function heldText({ places, upTo }: Probe, { trees }: SearchReport): string {
  const name = (place: number): string => trees[place]?.name ?? `${place}`
  const before = upTo?.onto.at(-1)
  const onto = before === undefined ? '' : ` on ${short(before)}`
  const until = upTo === undefined ? '' : `, ${name(upTo.place)} at ${short(upTo.commit)}${onto}`
  if (places.length === 0) return 'upstream alone'
  const last = places.at(-1) ?? 0
  if (last === places.length - 1) return `${places.length === trees.length ? 'all' : `up to ${name(last)}`}${until}`
  const lacking = trees.flatMap((_, place) => (place <= last && !places.includes(place) ? [place] : []))
  if (lacking.length <= 3 && lacking.length < places.length)
    return `${last === trees.length - 1 ? 'all' : `up to ${name(last)}`} but ${enumerate(lacking.map(name))}${until}`
  const few = places.slice(0, 4).map(name)
  return `${few.join(', ')}${places.length > few.length ? `, ${places.length - few.length} more` : ''}${until}`
}

function saidText({ said }: Probe, { green, red, yellow }: Colours): string {
  return said === 'green' ? green(said) : said === 'red' ? red(said) : yellow(said)
}

/** What a verdict is, before its log. */
export function verdictLines(verdict: Verdict, colours: Colours): string[] {
  return [
    `${colours.bold(verdict.gate)}  ${coloured(verdict.outcome, colours)}  ${detail(verdict.outcome)}`.trimEnd(),
    `verdict ${verdict.key}`,
    `on tree ${verdict.tree}, in ${seconds(verdict.tookMs)}`,
    `command ${oneLine(verdict.command, 1000)}`,
    ...verdict.environment.map(([name, value]) => `with    ${oneLine(`${name}: ${value}`, 300)}`),
  ]
}
