/** Looks at resolutions on record, and takes one back. */
import type { Resolution, Withdrawal } from '../base/model/resolution.ts'
import type { ResolutionId, Settled } from '../base/model/settling.ts'
import type { Release } from '../base/model/run.ts'
import { usageError } from '../base/std/operating-error.ts'
import { showPath } from '../base/text/show-path.ts'
import type { Use } from '../memory/record/index-file.ts'
import { withIntegrationLock } from '../memory/record/lock.ts'
import { readResolutions } from '../memory/resolutions/store.ts'
import { afterwards } from './afterwards.ts'
import { openIndex } from './ground.ts'
import { holderOf } from './holder.ts'
import { findRelease, look, type Look } from './look.ts'
import { record } from './resolve.ts'
import { rosterOf } from './roster.ts'
import type { RunReport } from './run.ts'
import { retiredFixes } from './settling.ts'
import type { Machine, Workspace } from './workspace.ts'

/** A resolution and how it stands. */
export interface OnRecord {
  readonly resolution: Resolution
  readonly withdrawal: Withdrawal | undefined
  /** A merge fix that the last release found to change nothing any more. */
  readonly retired: boolean
  /** The one in its place. */
  readonly supersededBy: ResolutionId | undefined
  readonly uses: readonly Use[]
}

/** Everything on record. */
export interface AllOnRecord {
  /** Oldest first. */
  readonly resolutions: readonly OnRecord[]
  /** Files that are named like a resolution and are none; nothing is settled by them. */
  readonly strange: readonly string[]
}

export async function resolutionsOnRecord(workspace: Workspace): Promise<readonly OnRecord[]> {
  return (await allOnRecord(workspace)).resolutions
}

export async function allOnRecord(workspace: Workspace): Promise<AllOnRecord> {
  await using looked = await look(workspace)
  return await onRecord(workspace, looked)
}

async function onRecord(workspace: Workspace, looked: Look): Promise<AllOnRecord> {
  const { folders, reader, heads, runs } = looked
  const { resolutions, withdrawals, strange } = await readResolutions(folders, reader, heads.resolutions)
  const last = await runs.latest()
  const retired = new Set(retiredFixes(last && (await runs.read(last))?.record))
  using index = await openIndex(workspace)
  await index.follow(runs)
  const all = resolutions.map((resolution) => ({
    resolution,
    withdrawal: withdrawals.find((one) => one.resolution === resolution.id),
    retired: retired.has(resolution.id),
    supersededBy: resolutions.find((one) => one.supersedes === resolution.id)?.id,
    uses: index.uses(resolution.id),
  }))
  return { resolutions: all, strange }
}

/** One of them, by its id or the beginning of it. */
export async function findResolution(workspace: Workspace, name: string): Promise<OnRecord> {
  const found = (await resolutionsOnRecord(workspace)).filter(({ resolution }) => resolution.id.startsWith(name))
  const [only] = found
  if (only !== undefined && found.length === 1) return only
  throw usageError(
    only === undefined
      ? `no resolution ${JSON.stringify(name)} is on record`
      : `several resolutions begin with ${JSON.stringify(name)}`,
    'They are listed by: tributary resolutions list',
  )
}

export interface Revoked {
  readonly resolution: Resolution
  /** Every release that was made with it. */
  readonly uses: readonly Use[]
  /** What a run would make of the trees now. */
  readonly report: RunReport | undefined
}

/** Takes a resolution back: nothing is settled by it, or by an older one of the same conflict, from the next run on. */
export async function revoke(workspace: Workspace, machine: Machine, name: string, why: string): Promise<Revoked> {
  const { resolution, withdrawal, uses } = await findResolution(workspace, name)
  if (withdrawal?.kind === 'revoked')
    throw usageError(`${resolution.id} is revoked already: ${withdrawal.why}`, 'There is nothing left to do.')
  await withIntegrationLock(workspace.record, holderOf(machine), machine.listen, async () => {
    await using looked = await look(workspace)
    const by = (await rosterOf(workspace)).project.integrator
    const withdrawn: Withdrawal = { resolution: resolution.id, kind: 'revoked', by, at: machine.clock(), why }
    await record(workspace, looked, [], [withdrawn], machine)
  })
  return { resolution, uses, report: await afterwards(workspace, machine) }
}

/** Why a path of a release holds what it holds. */
export interface Reason {
  readonly release: Release
  /** By merge, in the order of the release. */
  readonly settled: readonly { readonly tree: string; readonly settled: Settled }[]
}

export async function whyIs(workspace: Workspace, releaseName: string, path: string): Promise<Reason> {
  await using looked = await look(workspace)
  const release = await findRelease(looked.runs, releaseName)
  const settled = [...release.record.trees, ...release.record.groups].flatMap(({ name, settled = [] }) =>
    settled.filter((one) => showPath(one.path) === path).map((one) => ({ tree: name, settled: one })),
  )
  return { release, settled }
}
