/** What read-only commands need: the record's chains, opened together. */
import type { Release } from '../base/model/run.ts'
import { parseReleaseName } from '../base/model/names.ts'
import { usageError } from '../base/std/operating-error.ts'
import { RunChain } from '../memory/record/runs.ts'
import { type Heads, readHeads } from './ground.ts'
import { openReading, type Reading, type Workspace } from './workspace.ts'

export interface Look extends Reading, AsyncDisposable {
  readonly heads: Heads
  readonly runs: RunChain
}

export async function look(workspace: Workspace): Promise<Look> {
  const heads = await readHeads(workspace)
  const reading = openReading(workspace.record.git)
  return { ...reading, heads, runs: new RunChain(reading.folders, reading.reader, heads.runs) }
}

/** The release of that name, or the last one. Throws when there is none. */
export async function findRelease(runs: RunChain, name: string | undefined): Promise<Release> {
  const wanted = name === undefined ? await runs.latest() : parseReleaseName(name)
  const release = wanted && (await runs.read(wanted))
  if (release) return release
  if (name === undefined) throw usageError('there is no release yet', 'Make the first with: tributary run')
  const names = await runs.releases()
  throw usageError(
    `there is no release ${JSON.stringify(name)}`,
    names.length === 0 ? 'Make the first with: tributary run' : `The last ones are: ${names.slice(-5).join(', ')}.`,
  )
}
