/**
 * A run with its gates. Where the roster only wants to hear of what they say, the release goes out first and is asked about afterwards.
 * Where its policy may keep a tree out, what would be released is asked about before: merge, build, find the culprit, go on without.
 */
import { OperatingError } from '../base/std/operating-error.ts'
import { actingGates } from './gating/decide-give-ups.ts'
import { gateDraft } from './gate-draft.ts'
import { type GatedRelease, gateRelease } from './gate-release.ts'
import { followHandOvers } from './hand-over/follow.ts'
import { run, type RunOptions, type RunReport } from './run.ts'
import type { Machine, Workspace } from './workspace.ts'

/** How often the integration is put together anew at most, for what the gates said. A day that needs more is one for people. */
const ROUNDS_MAX = 8

export interface GatedRun {
  readonly report: RunReport
  /** Undefined when there are no gates, or they were not to be asked. */
  readonly gated: GatedRelease | undefined
}

export interface GatedRunOptions extends Omit<RunOptions, 'isDraft' | 'isFetched'> {
  readonly asksGates: boolean
  /** Hears of the release as soon as it is out. */
  readonly released: (report: RunReport) => void
}

export async function gatedRun(workspace: Workspace, machine: Machine, options: GatedRunOptions): Promise<GatedRun> {
  const { asksGates, dryRun, released } = options
  // The day is that on which it began, however long the gates take.
  const order = { ...options, at: options.at ?? machine.clock() }
  const isDraft: RunOptions['isDraft'] = (roster) => asksGates && actingGates(roster).length > 0
  const first = await run(workspace, machine, { ...order, isDraft })
  const acts = !dryRun && isDraft(first.roster)
  const known =
    acts && first.outcome.kind === 'unchanged' ? await gateRelease(workspace, machine, first, { acts }) : undefined
  // What is out already, and what policy has nothing to say to, is neither put together nor asked about again.
  const stands = known?.decisions.length === 0
  const report = acts && !stands ? await settled(workspace, machine, order, first) : first
  released(report)
  if (!dryRun && (asksGates || report.roster.gates.length === 0))
    await takeFurther(workspace, { ...machine, clock: () => order.at }, report)
  if (stands) return { report, gated: known }
  const isOut = asksGates && report.outcome.kind !== 'planned'
  return { report, gated: isOut ? await gateRelease(workspace, machine, report) : undefined }
}

/** Only where somebody decided something: the next run does it when another command has the record. */
async function takeFurther(workspace: Workspace, machine: Machine, { outcome }: RunReport): Promise<void> {
  if (outcome.release.record.plan.decisions === undefined) return
  try {
    await followHandOvers(workspace, machine)
  } catch (error) {
    if (!(error instanceof OperatingError) || error.code !== 'busy') throw error
    machine.listen({ kind: 'warning', what: 'another command has the record, so hand-overs wait for the next run' })
  }
}

/** Round by round, until the gates pass or nothing is left to be done; then it is published, as of the tips that were fetched at first. */
async function settled(
  workspace: Workspace,
  machine: Machine,
  options: RunOptions,
  first: RunReport,
): Promise<RunReport> {
  const order = { ...options, isFetched: true }
  const drafted = (): Promise<RunReport> => run(workspace, machine, { ...order, isDraft: () => true })
  // Of a release that is out, it was decided already.
  let draft = first.outcome.kind === 'unchanged' ? await drafted() : first
  for (let round = 1; round <= ROUNDS_MAX; round += 1) {
    const decisions = await gateDraft(workspace, machine, draft, round)
    if (decisions.length === 0) break
    draft = await drafted()
  }
  return run(workspace, machine, order)
}
