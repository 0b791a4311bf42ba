/** Reads what becomes of findings: `[rules]` for all trees, and `rules` within one. */
import { RULES, type RuleName, type RuleSettings, SEVERITIES, type Severity } from '../../base/model/finding.ts'
import { oneOf } from './checks.ts'
import type { TableReader } from './table-reader.ts'

const NAMES = Object.keys(RULES) as RuleName[]

/** An empty table asks every rule, at its own severity; without one a run asks none. */
export function readRules(roster: TableReader): RuleSettings | undefined {
  const settings = readSeverities(roster.table('rules'))
  return roster.has('rules') ? settings : undefined
}

/** One tree's own. */
export function readTreeRules(tree: TableReader): RuleSettings {
  const reader = tree.table('rules', 'rules = { ownership = "note" }')
  return tree.has('rules') ? readSeverities(reader) : {}
}

function readSeverities(reader: TableReader): RuleSettings {
  const severities: { -readonly [rule in RuleName]?: Severity } = {}
  for (const name of NAMES) {
    const severity = reader.text(name, oneOf(SEVERITIES))
    if (severity !== undefined) severities[name] = severity as Severity
  }
  reader.refuseUnknown()
  return severities
}
