/** What making an adopted branch anew takes, for people, as a table in Markdown. */
import type { Rebuilt } from './measure/adopted.ts'
import { median } from './rounds.ts'

/** So many times faster than in a work tree. */
const GOAL = 10

export function adoptedText({ merges, adopt, run, verify, workTree }: Rebuilt): string[] {
  const ratio = (median(workTree) ?? 0) / (median(run) ?? 1)
  return [
    `| ${merges} merges, made anew | median, s | slowest, s | |`,
    '| --- | ---: | ---: | --- |',
    row('in a work tree, with rerere', workTree),
    row('tributary run --offline', run, `${ratio.toFixed(1)}×, goal ≥ ${GOAL}×: ${ratio >= GOAL ? 'met' : 'missed'}`),
    row('tributary adopt, once', [adopt]),
    row('tributary verify', verify),
  ]
}

function row(name: string, seconds: readonly number[], said = ''): string {
  return `| ${name} | ${(median(seconds) ?? 0).toFixed(2)} | ${Math.max(...seconds).toFixed(2)} | ${said} |`
}
