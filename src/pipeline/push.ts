/** Brings the newest release to every repository that does not have it yet, with the tags of those that did not get there. */
import type { Roster } from '../base/model/roster.ts'
import type { Release } from '../base/model/run.ts'
import type { Oid } from '../base/model/oid.ts'
import { transportTo } from '../base/git/transport.ts'
import { parseRemoteUrl, type RemoteUrl } from '../base/text/remote-url.ts'
import { RunChain } from '../memory/record/runs.ts'
import { openDesk } from '../stages/fetch/desk.ts'
import { lastPushed, type Owed, type Pushed, pushRelease } from '../stages/publish/push.ts'
import { parseRoster } from '../stages/roster/parse-roster.ts'
import type { Machine, Reading, Workspace } from './workspace.ts'

/** Tags that one push makes up for at most: more than a year of daily releases, and far fewer than a command line holds. */
const MISSED_MAX = 400

/** A push that fails is told, stays pending, and is tried again by the next run. */
export async function pushPending(
  workspace: Workspace,
  machine: Machine,
  reading: Reading,
  roster: Roster,
  release: Release,
): Promise<void> {
  for (const text of roster.publish.push) {
    const read = parseRemoteUrl(text, roster.fetch.schemes)
    if (read.kind === 'refused') {
      machine.listen({ kind: 'push-finished', what: 'release', url: text, problem: read.why, madeUpFor: 0 })
      continue
    }
    const { text: url } = read.url
    const last = await lastPushed(workspace.record, url)
    if (last === release.commit) continue
    const missed = await missedReleases(reading, release, { text, last })
    const pushed = await push(workspace, machine, roster, { url: read.url, release, missed })
    machine.listen({ kind: 'push-finished', what: 'release', ...pushed })
  }
}

/** Reached as trees are, but wherever it stands: these addresses are the operator's own. */
async function push(
  { record, quarantineFolder: folder }: Workspace,
  { git, pid, passThrough }: Machine,
  { fetch }: Roster,
  { url, ...owed }: Owed & { readonly url: RemoteUrl },
): Promise<Pushed> {
  await using desk = await openDesk(git, { folder, pid, gitDir: record.gitDir })
  const transport = transportTo(url, [], { ...fetch, passThrough, globalConfig: desk.globalConfig })
  return await pushRelease(record, owed, { url: url.text, transport })
}

/**
 * Releases that were to be pushed there and are not known to have arrived, newest first. What a release was to be pushed to
 * stands in the configuration that it was made with, so a repository that is new in the roster is owed nothing from before.
 */
async function missedReleases(
  { folders, reader }: Reading,
  newest: Release,
  to: { readonly text: string; readonly last: Oid | undefined },
): Promise<readonly Release[]> {
  const missed: Release[] = []
  for (let release = newest; missed.length < MISSED_MAX; ) {
    const runs = new RunChain(folders, reader, release.record.plan.previousRun)
    const name = await runs.latest()
    const before = name && (await runs.read(name))
    if (before === undefined || before.commit === to.last) break
    if (!isPushedTo(to.text, (await runs.configuration(before.name)) ?? '')) break
    missed.push(before)
    release = before
  }
  return missed
}

function isPushedTo(url: string, configuration: string): boolean {
  const reading = parseRoster(configuration)
  return reading.kind === 'read' && reading.roster.publish.push.includes(url)
}
