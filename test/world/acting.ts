/** Runs whose gates may keep a tree out, and what came of them in a word a tree. */
import type { RunRecord, TreeRecord } from '../../src/base/model/run.ts'
import { gatedRun, type GatedRun } from '../../src/pipeline/gated-run.ts'
import type { World } from './world.ts'

/** A run as the command makes it. */
export function actedOn(world: World, day = '2026-01-14'): Promise<GatedRun> {
  world.day(day)
  const options = { offline: false, dryRun: false, at: undefined, asksGates: true, released: () => undefined }
  return gatedRun(world.workspace, world.machine, options)
}

/** Trees that did not go in as they are: `previous from next-20260114`, `held`, `merged without 3f2a…`. */
export function howItWent({ report }: GatedRun): Readonly<Record<string, string>> {
  const { record } = report.outcome.release
  return Object.fromEntries(
    record.trees.flatMap((tree) => {
      const words = wordsFor(tree, record)
      return words === 'merged' ? [] : [[tree.name, words]]
    }),
  )
}

function wordsFor({ name, outcome, versionFrom }: TreeRecord, { plan }: RunRecord): string {
  const reason = plan.trees.find((tree) => tree.name === name)?.reason
  const reverted = reason?.kind === 'given-up' ? reason.reverted.length : 0
  const without = reverted === 0 ? '' : ` without ${reverted}`
  return `${outcome}${versionFrom === undefined ? '' : ` from ${versionFrom}`}${without}`
}

/** `build: passed`, gate by gate, of what was published. */
export function gatesSaid({ gated }: GatedRun): string[] {
  if (gated === undefined) throw new Error('no gate was asked')
  return gated.report.results.map(({ verdict }) => `${verdict.gate}: ${verdict.outcome.kind}`)
}

/** What the searches on the way to it found: `sound: sound: break it`. */
export function foundOnTheWay({ gated }: GatedRun): string[] {
  return (gated?.searches ?? [])
    .filter(({ isDraft }) => isDraft === true)
    .flatMap(({ outcome }) =>
      outcome.kind === 'found'
        ? outcome.culprits.map(({ trees, commit }) => `${trees.join(' + ')}: ${commit?.subject ?? 'no commit'}`)
        : [outcome.kind],
    )
}
