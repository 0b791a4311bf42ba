/** What a run would make of what was put on record just now; nothing is published. */
import { OperatingError } from '../base/std/operating-error.ts'
import { run, type RunReport } from './run.ts'
import type { Machine, Workspace } from './workspace.ts'

/** Undefined when another command has begun meanwhile: what is on record is so all the same, and the next run takes it. */
export async function afterwards(workspace: Workspace, machine: Machine): Promise<RunReport | undefined> {
  try {
    return await run(workspace, machine, { offline: true, dryRun: true, at: undefined })
  } catch (error) {
    if (error instanceof OperatingError && error.code === 'busy') return undefined
    throw error
  }
}
