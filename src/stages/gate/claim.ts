/** Keeps two runs of one workspace from building the same thing at the same time: whoever comes second waits for what the first finds. */
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { VerdictKey } from '../../base/model/verdict.ts'
import { OperatingError } from '../../base/std/operating-error.ts'
import { takeOwnership } from '../../base/std/ownership.ts'

/** How often a claim of somebody else is looked at, in milliseconds: short beside a build, and no burden through one of an hour. */
const LOOK_MS = 500

export interface ClaimSetting {
  /** Where claims stand: files that are named by what is claimed. */
  readonly folder: string
  readonly pid: number
  /** Once aborted, nobody is waited for any more. */
  readonly stop: AbortSignal | undefined
  /** Called once when somebody else is at work on it. */
  readonly onWait: () => void
}

/** Claims it, if need be once a living owner has let go of it; `waited` tells the work that there may be an answer by now. */
export async function withClaim<Result>(
  key: VerdictKey,
  { folder, pid, stop, onWait }: ClaimSetting,
  work: (waited: boolean) => Promise<Result>,
): Promise<Result> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, key)
  let waited = false
  while (!(await takeOwnership(path, pid))) {
    if (stop?.aborted)
      throw new OperatingError('stopped', 'the wait for another run was stopped', 'The command was told to end.')
    if (!waited) onWait()
    waited = true
    await pause(LOOK_MS)
  }
  try {
    return await work(waited)
  } finally {
    await rm(path, { force: true })
  }
}
