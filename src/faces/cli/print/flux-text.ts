/** The flux of trees for a terminal: figures, and a spark line with a character for each release. */
import { type Flux, type FluxDay, unrest } from '../../../base/model/flux.ts'
import { isoDay } from '../../../base/model/instant.ts'
import { count } from '../../../base/text/count.ts'
import type { FluxAnswer, TreeFlux } from '../../../pipeline/flux/flux.ts'
import { columns, type Screen, safe } from './screen.ts'

/** Releases that a spark line shows, the newest: more would push the rest off a narrow terminal. */
const SPARK_RELEASES = 40

/** From one change to as many as the loudest release of all has. */
const BARS = '▁▂▃▄▅▆▇█'

export function allTreesText({ releases, trees }: FluxAnswer, { colours }: Pick<Screen, 'colours'>): string[] {
  const [first] = releases
  const last = releases.at(-1)
  if (first === undefined || last === undefined) return ['There is no release yet. Make the first with: tributary run']
  const loudest = Math.max(1, ...trees.flatMap(({ flux }) => flux.days.map(unrest)))
  const moved = trees.filter(({ flux }) => flux.days.some((day) => day.state === 'in' && unrest(day) > 0))
  const rows = moved.map(({ tree, flux }) => [`  ${tree}`, spark(flux, loudest), ...totals(flux), stable(flux)])
  return [
    `${first.release} to ${last.release}: ${count(moved.length, 'tree')} of ${trees.length} in flux.`,
    ...(rows.length === 0 ? [] : columns([HEAD.map((word) => colours.dim(word)), ...rows])),
    ...(rows.length === 0 ? [] : ['', 'One tree, release by release and by topic: tributary flux <tree>']),
  ]
}

const HEAD = ['  tree', '', 'added', 'dropped', 'rewritten', 'rebased', 'stable since']

function totals({ days }: Flux): string[] {
  const sum = (of: (day: FluxDay) => number): string => String(days.reduce((total, day) => total + of(day), 0))
  return [
    sum(({ added }) => added),
    sum(({ dropped }) => dropped),
    sum(({ rewritten }) => rewritten),
    sum(({ rebased }) => rebased),
  ]
}

export function oneTreeText({ tree, flux, topics }: TreeFlux, { colours }: Pick<Screen, 'colours'>): string[] {
  if (flux.days.length === 0) return [`Nothing of the ${tree} tree was in these releases.`]
  const loudest = Math.max(1, ...flux.days.map(unrest))
  const parts = topics.map(({ topic, flux: own }) => [
    `  ${topic === undefined ? '(no topic)' : safe(topic)}`,
    spark(own, loudest),
    ...totals(own),
    stable(own),
  ])
  return [
    `${colours.bold(tree)} ${spark(flux, loudest)} ${count(flux.changes, 'change')}, stable since ${stable(flux)}.`,
    '',
    ...columns([DAY_HEAD.map((word) => colours.dim(word)), ...flux.days.filter(isTold).map(dayRow)]),
    ...(parts.length === 0 ? [] : ['', ...columns([TOPIC_HEAD.map((word) => colours.dim(word)), ...parts])]),
  ]
}

const DAY_HEAD = ['  release', 'added', 'dropped', 'rewritten', 'rebased', 'upstream', 'reordered', 'lines']
const TOPIC_HEAD = ['  topic', ...HEAD.slice(1)]

/** A quiet release has no row. */
function isTold({ state, added, dropped, landed, rewritten, rebased, more }: FluxDay): boolean {
  return state !== 'in' || added + dropped + landed + rewritten + rebased + (more?.reordered ?? 0) > 0
}

function dayRow({ seen, state, added, dropped, rewritten, rebased, landed, more }: FluxDay): string[] {
  const name = `  ${seen.release}`
  const figures = [added, dropped, rewritten, rebased, landed, more?.reordered ?? 0, more?.lines ?? 0]
  const note = { in: '', out: 'nothing of it is in', begun: 'the first of these' }[state]
  return [name, ...figures.map((figure) => (figure === 0 ? '' : String(figure))), note]
}

/** What was so throughout may have been so for longer. */
function stable({ stableSince, isStableThroughout }: Flux): string {
  if (stableSince === undefined) return ''
  return `${isoDay(stableSince.at)}${isStableThroughout ? ' or before' : ''}`
}

/** A dot is a release that found it as it was, a blank one that it was not in. Lengths grow as square roots, so that one flood does not flatten the rest. */
function spark({ days }: Flux, loudest: number): string {
  return days
    .slice(-SPARK_RELEASES)
    .map((day) => {
      if (day.state === 'out') return ' '
      const size = unrest(day)
      if (size === 0) return '·'
      return BARS[Math.max(0, Math.ceil(Math.sqrt(size / loudest) * BARS.length) - 1)] ?? ''
    })
    .join('')
}
