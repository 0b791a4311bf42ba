/** Asks every rule, and says what is to become of what they find. */
import type { Facts } from '../../base/model/facts.ts'
import { type Finding, RULES, type Severity } from '../../base/model/finding.ts'
import { byText } from '../../base/std/collections.ts'
import { ALL_RULES } from '../../rules/all-rules.ts'

export interface Judged {
  readonly finding: Finding
  readonly severity: Exclude<Severity, 'off'>
}

/** Tree by tree in roster order, then by rule. */
export function judge(facts: Facts): Judged[] {
  const places = new Map(facts.trees.map(({ tree }, place) => [tree.name, place]))
  const judged = ALL_RULES.flatMap((rule) => rule(facts)).map((finding) => ({
    finding,
    severity: RULES[finding.rule],
  }))
  const placeOf = ({ finding }: Judged): number => places.get(finding.tree) ?? places.size
  return judged.sort((a, b) => placeOf(a) - placeOf(b) || byText(a.finding.rule, b.finding.rule))
}
