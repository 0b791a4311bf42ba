/** What asking all rules takes, for people, as a table in Markdown. */
import type { RulesFigures } from './measure/rules.ts'
import { median } from './rounds.ts'

/** Seconds on a machine of two cores, for a kernel's 404 trees. */
const COLD_SECONDS = 30
const DAY_SECONDS = 3

export function rulesText({ trees, commits, findings, cold, day, again }: RulesFigures): string[] {
  const row = (what: string, took: readonly number[], goal?: number): string => {
    const seconds = median(took) ?? 0
    const judged = goal === undefined ? ' | ' : `≤ ${goal} s | ${seconds <= goal ? 'met' : 'missed'}`
    return `| ${what} | ${seconds.toFixed(2)} | ${judged} |`
  }
  return [
    `${commits} commits of ${trees} trees, ${findings} findings.`,
    '',
    '| tributary findings | median, s | goal | |',
    '| --- | ---: | --- | --- |',
    row('the first time', cold, COLD_SECONDS),
    row('a day later, every seventh tree moved', day, DAY_SECONDS),
    row('once more', again),
  ]
}
