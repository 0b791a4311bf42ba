/** Takes other people's resolutions, and what they withdrew, into the record. */
import { withIntegrationLock } from '../memory/record/lock.ts'
import type { United } from '../memory/resolutions/foreign/unite.ts'
import { holderOf } from './holder.ts'
import { fetchBeside, type Ground, openOther, standsThere, takeIn } from './other-chain.ts'
import { rosterOf } from './roster.ts'
import type { Machine, Workspace } from './workspace.ts'

/** What a fetch brought, and what it did not. */
export type News = Pick<United, 'resolutions' | 'withdrawals' | 'known' | 'refused'>

/** `address` is a URL or a folder. Undefined when there are none. Fetching takes no lock; joining does. */
export async function fetchResolutions(
  workspace: Workspace,
  machine: Machine,
  address: string,
): Promise<News | undefined> {
  const ground: Ground = {
    workspace,
    machine,
    roster: await rosterOf(workspace),
  }
  await using remote = await openOther(ground, address)
  if ((await standsThere(remote, address)) === undefined) return undefined
  await using beside = await fetchBeside(ground, remote, address)
  const united = await withIntegrationLock(workspace.record, holderOf(machine), machine.listen, (lock) =>
    takeIn(ground, beside, lock),
  )
  const { resolutions, withdrawals, known, refused } = united
  return { resolutions, withdrawals, known, refused }
}
