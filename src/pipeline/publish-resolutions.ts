/**
 * Brings the resolutions to where the release is pushed, for a roster that says so. Ours go on top of whatever stands there, and nothing
 * of that is taken in: whose resolutions count here is a person's to say.
 */
import { moveRefs, readRefs } from '../base/git/refs.ts'
import { REF_RESOLUTIONS } from '../base/model/names.ts'
import type { CommitOid } from '../base/model/oid.ts'
import type { Roster } from '../base/model/roster.ts'
import { OperatingError } from '../base/std/operating-error.ts'
import { pushedRef } from '../stages/publish/pushed-ref.ts'
import { type Ground, openOther, standsThere } from './other-chain.ts'
import { layOnTop } from './push-resolutions.ts'
import type { Machine, Workspace } from './workspace.ts'

/** A push that fails is told, stays pending, and is tried again by the next run. */
export async function publishResolutions(workspace: Workspace, machine: Machine, roster: Roster): Promise<void> {
  if (!roster.publish.resolutions) return
  const { git } = workspace.record
  for (const url of roster.publish.push) {
    const noted = pushedRef(url, 'resolutions')
    const refs = await readRefs(git, [REF_RESOLUTIONS, noted])
    const [ours, last] = [refs.get(REF_RESOLUTIONS)?.oid, refs.get(noted)?.oid]
    if (ours === undefined || ours === last) continue
    const problem = await bring({ workspace, machine, roster }, url, ours as CommitOid)
    if (problem === undefined) await moveRefs(git, [{ ref: noted, from: last, to: ours }])
    machine.listen({ kind: 'push-finished', what: 'resolutions', url, problem, madeUpFor: 0 })
  }
}

/** What went wrong as printable text, undefined when nothing did. */
async function bring(ground: Ground, url: string, ours: CommitOid): Promise<string | undefined> {
  try {
    await using remote = await openOther(ground, url)
    const theirs = await standsThere(remote, url)
    return (await layOnTop(ground, { remote, address: url }, { theirs, ours }, () => Promise.resolve(ours))).problem
  } catch (error) {
    if (error instanceof OperatingError) return error.message
    throw error
  }
}
