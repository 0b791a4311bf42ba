/** A replay's figures for people. */
import type { Replayed, Tally } from './measure/replay.ts'

export function replayText({ files, merges, before, mistakes, rules, mergesASecond }: Replayed): string[] {
  return [
    ...mistakes.map((mistake) => `wrong: ${mistake}`),
    ...rules.map(({ glob, take }) => `rule: ${glob} takes ${take}`),
    `${before} conflicted merges were learned from before counting began`,
    `files:  ${shares(files)}`,
    `merges: ${shares(merges)}`,
    `${Math.round(mergesASecond)} merges a second, learning included`,
  ]
}

function shares(tally: Tally): string {
  const total = tally.right + tally.wrong + tally.open
  const share = (number: number): string => `${((100 * number) / Math.max(1, total)).toFixed(1)} %`
  return `${total}, right ${share(tally.right)}, wrong ${share(tally.wrong)} (${tally.wrong}), open ${share(tally.open)}`
}
