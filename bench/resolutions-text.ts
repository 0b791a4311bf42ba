/** The figures of recorded resolutions for people, as tables in Markdown. */
import type { LookUp } from './measure/look-up.ts'
import type { Tally } from './measure/replay.ts'
import { CLASSES, type Year } from './measure/year.ts'

/** Most that looking up a conflict may take, in milliseconds. */
const GOAL_MS = 5

export function resolutionsText({ look, years }: { readonly look: LookUp; readonly years: readonly Year[] }): string[] {
  const total = (of: (one: Year) => Tally): Tally => ({
    right: sum(years.map((one) => of(one).right)),
    wrong: sum(years.map((one) => of(one).wrong)),
    open: sum(years.map((one) => of(one).open)),
  })
  return [
    `| ${look.onRecord} resolutions on record | | goal | |`,
    '| --- | --- | --- | --- |',
    `| look up a conflict, median | ${look.median.toFixed(2)} ms | ≤ ${GOAL_MS} ms | ${met(look.median)} |`,
    `| 99 of a hundred within | ${look.slowestOfAHundred.toFixed(2)} ms | ≤ ${GOAL_MS} ms | ${met(look.slowestOfAHundred)} |`,
    `| the index made anew | ${look.indexAnew.toFixed(1)} s | | |`,
    `| the index opened again | ${look.openAgain.toFixed(3)} s | | |`,
    '',
    '| conflicts of a year: right, wrong, open | Tributary | rerere |',
    '| --- | --- | --- |',
    ...years.map(({ name, tributary, rerere }) => `| ${CLASSES[name]} | ${shown(tributary)} | ${shown(rerere)} |`),
    `| all | ${shown(total((one) => one.tributary))} | ${shown(total((one) => one.rerere))} |`,
  ]
}

function met(figure: number): string {
  return figure <= GOAL_MS ? 'met' : 'missed'
}

function shown({ right, wrong, open }: Tally): string {
  return `${right}, ${wrong}, ${open}`
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
