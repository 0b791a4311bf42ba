/** `tributary status`. */
import { count } from '../../../base/text/count.ts'
import { isoTime } from '../../../base/model/instant.ts'
import type { TreeName } from '../../../base/model/names.ts'
import type { Release } from '../../../base/model/run.ts'
import { decisionsInForce } from '../../../pipeline/decide.ts'
import { idleDecisions, standings, stillMeant } from '../../../pipeline/status.ts'
import { look } from '../../../pipeline/look.ts'
import { makeMachine, theWorkspace } from '../machine.ts'
import { decisionJson, decisionWords } from '../print/decision-text.ts'
import { NO_TREES } from '../print/no-trees.ts'
import { outcomeWord } from '../print/release-text.ts'
import { columns, makeScreen, safe } from '../print/screen.ts'
import type { Options } from '../options.ts'
import { tipJson, tipWords } from './fetch.ts'

export async function status(_args: readonly string[], options: Options): Promise<void> {
  const machine = makeMachine()
  const workspace = theWorkspace(machine, options)
  await using looked = await look(workspace)
  const [now, all] = await Promise.all([
    standings(workspace, looked),
    decisionsInForce(workspace, looked, machine.clock()),
  ])
  const decisions = stillMeant(all, now, machine.clock())
  const idle = await idleDecisions(workspace, machine, looked, { decisions, standings: now })
  const screen = makeScreen(options)
  if (options['json'] === true) {
    screen.json({
      release: now.release?.name ?? null,
      upstream: now.upstream ? tipJson(now.upstream) : null,
      trees: now.trees.map(({ tree, tip, outcome }) => ({
        name: tree.name,
        kind: tree.kind,
        ...(tip ? tipJson(tip) : { state: null, commit: null }),
        outcome: outcome ?? null,
      })),
      decisions: decisions.map((one) => ({ ...decisionJson(one), idle: idle.get(one.id) ?? null })),
    })
    return
  }
  screen.line(
    now.release === undefined
      ? 'No release yet. Make the first with: tributary run'
      : `Last release: ${screen.colours.bold(now.release.name)}`,
  )
  const words = outcomeWords(now.release)
  const rows = now.trees.flatMap(({ tree, tip, outcome }) => {
    const quiet =
      tip !== undefined &&
      (tip.state === 'same' || tip.state === 'empty') &&
      (outcome === undefined || ['merged', 'empty', 'already-in'].includes(outcome))
    return quiet
      ? []
      : [
          [
            `  ${tree.name}`,
            words.get(tree.name) ?? 'not merged yet',
            ...(tip ? tipWords(tip) : ['not fetched yet', '']),
          ],
        ]
  })
  if (now.trees.length === 0) screen.line(NO_TREES)
  else screen.line(`${count(now.trees.length, 'tree')}, ${now.trees.length - rows.length} of them quiet.`)
  for (const line of columns(rows)) screen.line(line)
  if (decisions.length > 0) screen.line('\nDecisions in force (take one back with: tributary undo <id>):')
  const inForce = decisions.map((decision) => {
    const why = idle.get(decision.id)
    const said = `${isoTime(decision.when).slice(0, 10)} ${safe(decision.who.name)}: ${safe(decision.why)}`
    const mark = why === undefined ? '' : screen.colours.yellow(` (without effect: ${safe(why)})`)
    return [`  ${decision.id}`, decisionWords(decision), `${said}${mark}`]
  })
  for (const line of columns(inForce)) screen.line(line)
}

/** What the release did with each tree, by the trees' names. */
function outcomeWords(release: Release | undefined): ReadonlyMap<TreeName, string> {
  if (release === undefined) return new Map()
  const { trees, plan } = release.record
  const planned = new Map(plan.trees.map((tree) => [tree.name, tree]))
  return new Map(
    trees.flatMap((tree) => {
      const plannedTree = planned.get(tree.name)
      return plannedTree === undefined ? [] : [[tree.name, outcomeWord(tree, plannedTree)]]
    }),
  )
}
