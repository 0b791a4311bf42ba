/** Reads what the roster says about settling conflicts: which tiers need nobody's word, and the operator's own rules. */
import type { ResolutionSettings } from '../../base/model/roster.ts'
import type { SettlingRule, Take, Tier } from '../../base/model/settling.ts'
import { checkGlob, checkTake, checkTier, TAKES, TIERS } from './checks.ts'
import type { TableReader } from './table-reader.ts'

/** A person who sees the same conflict in the same file answers alike; hunks of another file are only proposed. */
export const DEFAULT_AUTOMATIC: readonly Tier[] = TIERS

export function readResolutionSettings(settings: TableReader, rules: readonly TableReader[]): ResolutionSettings {
  const tiers = settings.texts('automatic', checkTier)
  settings.refuseUnknown()
  const automatic = tiers === undefined ? DEFAULT_AUTOMATIC : TIERS.filter((tier) => tiers.includes(tier))
  return { automatic, rules: rules.map(readRule) }
}

function readRule(reader: TableReader): SettlingRule {
  reader.require('path', 'Which files: path = "drivers/net/*.c"')
  reader.require('take', `What is taken: take = "${TAKES.join('" | "')}"`)
  const glob = reader.text('path', checkGlob) ?? ''
  const take = (reader.text('take', checkTake) ?? 'ours') as Take
  reader.refuseUnknown()
  return { glob, take }
}
