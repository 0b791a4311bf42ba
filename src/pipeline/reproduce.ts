/** Does again what a verdict is about: in a fresh checkout, with the same command, and nothing is kept. */
import { rm } from 'node:fs/promises'
import { describeObjects } from '../base/git/batch-check.ts'
import type { Gate } from '../base/model/gate.ts'
import type { Probe, SearchReport } from '../base/model/search-report.ts'
import type { Verdict } from '../base/model/verdict.ts'
import { OperatingError, usageError } from '../base/std/operating-error.ts'
import { shellQuoted } from '../base/text/shell-quoted.ts'
import { readSearches } from '../memory/record/searches.ts'
import { typedCommand } from '../stages/gate/pool/command.ts'
import { openPool } from '../stages/gate/pool/open-pool.ts'
import type { Tried } from '../stages/gate/pool/pool.ts'
import { openWorkshop, type Workshop } from '../stages/integrate/workshop.ts'
import { openCandidates } from './gating/open-candidates.ts'
import { searchedTrees } from './gating/standing-trees.ts'
import { poolSetting } from './gating/pool-setting.ts'
import { verdictNamed } from './gates-on-record.ts'
import { findRelease, look, type Look } from './look.ts'
import { rosterOf } from './roster.ts'
import type { Machine, Workspace } from './workspace.ts'

export interface Reproduction {
  readonly verdict: Verdict
  /** What to type into a shell, from the checkout to the command; undefined when the record does not hold what was tried. */
  readonly commands: readonly string[] | undefined
}

/** How anybody at the record can do it by hand. */
export async function howToReproduce(workspace: Workspace, beginning: string): Promise<Reproduction> {
  await using looked = await look(workspace)
  const verdict = await verdictNamed(looked, beginning)
  const { git, gitDir } = workspace.record
  if (!(await holds(git, verdict))) return { verdict, commands: undefined }
  const folder = `again-${verdict.key.slice(0, 12)}`
  return {
    verdict,
    commands: [
      `git clone --quiet --shared --no-checkout ${shellQuoted(gitDir)} ${folder}`,
      `cd ${folder}`,
      `git read-tree --reset -u ${verdict.tree}`,
      verdict.command,
    ],
  }
}

/** Runs the roster's gate of that name, which must still have the same command. */
export async function reproduce(workspace: Workspace, machine: Machine, beginning: string): Promise<Tried> {
  await using looked = await look(workspace)
  const verdict = await verdictNamed(looked, beginning)
  const roster = await rosterOf(workspace)
  const gate = sameGate(roster.gates, verdict)
  const { pid, scratchFolder, git } = machine
  await using shop = await openWorkshop(git, { recordDir: workspace.record.gitDir, scratchFolder, pid })
  if (!(await holds(workspace.record.git, verdict))) await putTogether(workspace, machine, { looked, shop, verdict })
  const folder = `${workspace.gatesFolder}-again-${pid}`
  try {
    await using pool = await openPool(git, { ...poolSetting(workspace, machine, roster, shop), folder })
    return await pool.try(gate, verdict.tree, { clean: true })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function holds(git: Workspace['record']['git'], { tree }: Verdict): Promise<boolean> {
  return (await describeObjects(git, [tree])).length > 0
}

function sameGate(gates: readonly Gate[], { gate: name, command }: Verdict): Gate {
  const gate = gates.find((one) => one.name === name)
  if (gate !== undefined && typedCommand(gate) === command) return gate
  throw usageError(
    gate === undefined ? `the roster has no gate ${name} any more` : `the gate ${name} runs another command now`,
    `Write it into tributary.toml as it was: ${command}`,
  )
}

interface Lost {
  readonly looked: Look
  readonly shop: Workshop
  readonly verdict: Verdict
}

/** What a search put together for one probe is put together again, as the search's own record says. */
async function putTogether(workspace: Workspace, machine: Machine, { looked, shop, verdict }: Lost): Promise<void> {
  const { folders, reader, heads } = looked
  const searches = await readSearches(folders, reader, heads.searches)
  const asked = searches.flatMap((search) => probesOn(search, verdict)).at(-1)
  if (asked === undefined)
    throw new OperatingError(
      'record-corrupt',
      `the record neither holds what the verdict ${verdict.key.slice(0, 12)} is about nor says how it was put together`,
      'It can be done again from a mirror of the record that is whole.',
    )
  const release = await findRelease(looked.runs, asked.search.release)
  const isPublished = asked.search.isDraft !== true
  const trees = isPublished ? {} : { trees: searchedTrees(release.record, asked.search) }
  using opened = await openCandidates(workspace, machine, shop, { release, runs: heads.runs, isPublished, ...trees })
  const made = await opened.candidates.make(asked.probe.places, asked.probe.upTo)
  if (made.kind === 'made' && made.tree === verdict.tree) return
  throw new OperatingError(
    'git-failed',
    `what the verdict ${verdict.key.slice(0, 12)} is about does not come out as it did under this git`,
    `It was made with git ${release.record.plan.gitVersion}.`,
  )
}

function probesOn(search: SearchReport, { key, tree }: Verdict): { search: SearchReport; probe: Probe }[] {
  return search.probes
    .filter((probe) => probe.verdict === key && probe.tree === tree)
    .map((probe) => ({ search, probe }))
}
