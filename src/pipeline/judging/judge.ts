/** Asks every rule, and says what is to become of what they find. */
import { type AcceptVerb, type Decided, type Decision, isAcceptance } from '../../base/model/decision.ts'
import type { Facts } from '../../base/model/facts.ts'
import { type Finding, RULES, type RuleSettings, type Severity } from '../../base/model/finding.ts'
import { byText } from '../../base/std/collections.ts'
import { ALL_RULES } from '../../rules/all-rules.ts'

export interface Judged {
  readonly finding: Finding
  readonly severity: Exclude<Severity, 'off'>
  /** The last decision that lets it be so. */
  readonly accepted: Decided<AcceptVerb> | undefined
}

/** Tree by tree in roster order, then by rule. What the roster says of one tree goes before what it says of all. */
export function judge(facts: Facts, settings: RuleSettings = {}, decisions: readonly Decision[] = []): Judged[] {
  const accepted = new Map(decisions.filter(isAcceptance).map((decision) => [decision.finding, decision]))
  const places = new Map(facts.trees.map(({ tree }, place) => [tree.name, place]))
  const ofTrees = new Map(facts.trees.map(({ tree }) => [tree.name, tree.rules]))
  const judged = ALL_RULES.flatMap((rule) => rule(facts)).flatMap((finding): Judged[] => {
    const { rule, tree } = finding
    const severity: Severity = ofTrees.get(tree)?.[rule] ?? settings[rule] ?? RULES[rule]
    return severity === 'off' ? [] : [{ finding, severity, accepted: accepted.get(finding.id) }]
  })
  const placeOf = ({ finding }: Judged): number => places.get(finding.tree) ?? places.size
  return judged.sort((a, b) => placeOf(a) - placeOf(b) || byText(a.finding.rule, b.finding.rule))
}
