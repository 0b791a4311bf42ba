/** The figures of recorded resolutions for people, as tables in Markdown. */
import type { LookUp } from './measure/look-up.ts'
import type { Tally } from './measure/replay.ts'
import type { Beside, Year } from './measure/year.ts'
import { CLASSES } from './year/stories.ts'

/** Most that looking up a conflict may take, in milliseconds. */
const GOAL_MS = 5

export function lookUpText(look: LookUp): string[] {
  return [
    `| ${look.onRecord} resolutions on record | | goal | |`,
    '| --- | --- | --- | --- |',
    `| look up a conflict, median | ${look.median.toFixed(2)} ms | ≤ ${GOAL_MS} ms | ${met(look.median)} |`,
    `| 99 of a hundred within | ${look.slowestOfAHundred.toFixed(2)} ms | ≤ ${GOAL_MS} ms | ${met(look.slowestOfAHundred)} |`,
    `| the index made anew | ${look.indexAnew.toFixed(1)} s | | |`,
    `| conflicts of an earlier release, 20 of them | ${look.earlier.toFixed(3)} s | | |`,
    `| all of the chain read instead | ${look.wholeChain.toFixed(1)} s | | |`,
    `| the index opened again | ${look.openAgain.toFixed(3)} s | | |`,
  ]
}

export function yearText({ trees, met: times, classes, hunks }: Year): string[] {
  const all = [...classes.values()]
  const total = { tributary: sum(all.map((one) => one.tributary)), rerere: sum(all.map((one) => one.rerere)) }
  return [
    `| ${trees} trees, ${times} conflicts met: right, wrong, open | Tributary | rerere |`,
    '| --- | --- | --- |',
    ...[...classes].map(([name, beside]) => row(CLASSES[name], beside)),
    row('all files', total),
    row('*of files with three hunks, the hunks*', hunks),
  ]
}

function row(name: string, { tributary, rerere }: Beside): string {
  return `| ${name} | ${shown(tributary)} | ${shown(rerere)} |`
}

function met(figure: number): string {
  return figure <= GOAL_MS ? 'met' : 'missed'
}

function shown({ right, wrong, open }: Tally): string {
  return `${right}, ${wrong}, ${open}`
}

function sum(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (total, { right, wrong, open }) => ({
      right: total.right + right,
      wrong: total.wrong + wrong,
      open: total.open + open,
    }),
    { right: 0, wrong: 0, open: 0 },
  )
}
