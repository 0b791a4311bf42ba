/** Who is asked about patches, for people, as a table in Markdown. */
import type { OwnersFigures } from './measure/owners.ts'
import { median } from './rounds.ts'

/** How many times sooner than the script the people have to be known. */
const GOAL = 300

export function ownersText({ compared, same, differences, script, patches, tookMs }: OwnersFigures): string[] {
  const scriptMs = median(script) ?? 0
  const ownMs = tookMs / patches
  const times = scriptMs / ownMs
  return [
    '| | patches | a patch | |',
    '| --- | --- | --- | --- |',
    `| get_maintainer.pl | ${compared} | ${scriptMs.toFixed(0)} ms | |`,
    `| Tributary, reading MAINTAINERS included | ${patches} | ${ownMs.toFixed(3)} ms | ${times.toFixed(0)}× faster, goal ≥ ${GOAL}×: ${times >= GOAL ? 'met' : 'missed'} |`,
    '',
    `The same people and lists for ${same} of ${compared} patches.`,
    ...differences.slice(0, 20).map((line) => `- ${line}`),
  ]
}
