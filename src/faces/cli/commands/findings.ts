/** `tributary findings`. */
import { type Finding, type RuleName, RULES } from '../../../base/model/finding.ts'
import { usageError } from '../../../base/std/operating-error.ts'
import { findingsNow, goneFindings } from '../../../pipeline/findings.ts'
import { look } from '../../../pipeline/look.ts'
import { endOfDay } from '../end-of-day.ts'
import { makeMachine, theWorkspace } from '../machine.ts'
import type { Options } from '../options.ts'
import { findingsJson, goneJson } from '../print/finding-json.ts'
import { findingLines, goneLines } from '../print/finding-text.ts'
import { makeScreen } from '../print/screen.ts'

export async function findings(args: readonly string[], options: Options): Promise<void> {
  const machine = makeMachine()
  const workspace = theWorkspace(machine, options)
  const screen = makeScreen(options)
  const rule = ruleOption(options['rule'])
  const isWanted = ({ finding }: { readonly finding: Finding }): boolean => rule === undefined || finding.rule === rule
  if (options['gone'] === true) {
    await using looked = await look(workspace)
    const past = (await goneFindings(looked, args[0])).filter(isWanted)
    if (options['json'] === true) return screen.json(goneJson(past))
    for (const line of goneLines(past, screen.colours)) screen.line(line)
    return
  }
  const at = endOfDay(options['at']) ?? machine.clock()
  const all = await findingsNow(workspace, { ...machine, clock: () => at }, args[0])
  const now = { ...all, findings: all.findings.filter(isWanted) }
  if (options['json'] === true) return screen.json(findingsJson(now))
  for (const line of findingLines(now, screen.colours)) screen.line(line)
}

function ruleOption(value: Options[string]): RuleName | undefined {
  if (value === undefined) return undefined
  const rules = Object.keys(RULES) as RuleName[]
  const rule = rules.find((one) => one === value)
  if (rule !== undefined) return rule
  throw usageError(`there is no rule ${JSON.stringify(value)}`, `The rules are: ${rules.join(', ')}.`)
}
