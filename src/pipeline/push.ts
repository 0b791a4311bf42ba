/** Brings the newest release to every repository that does not have it yet. */
import type { Roster } from '../base/model/roster.ts'
import type { Release } from '../base/model/run.ts'
import { parseRemoteUrl } from '../base/text/remote-url.ts'
import { isPending, pushRelease } from '../stages/publish/push.ts'
import type { Machine, Workspace } from './workspace.ts'

/** A push that fails is told, stays pending, and is tried again by the next run. */
export async function pushPending(
  workspace: Workspace,
  machine: Machine,
  roster: Roster,
  release: Release,
): Promise<void> {
  for (const text of roster.publish.push) {
    const read = parseRemoteUrl(text, roster.fetch.schemes)
    if (read.kind === 'refused') {
      machine.listen({ kind: 'push-finished', url: text, problem: read.why })
      continue
    }
    const url = read.url.text
    if (!(await isPending(workspace.record, url, release))) continue
    machine.listen({
      kind: 'push-finished',
      ...(await pushRelease(workspace.record, release, { url, protocols: read.url.scheme, env: machine.passThrough })),
    })
  }
}
