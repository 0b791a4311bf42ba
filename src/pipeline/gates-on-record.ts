/** What the record has of gates: what they said of a release, the searches, and single verdicts with their logs. */
import { existsSync, readdirSync } from 'node:fs'
import type { GateReport } from '../base/model/gate-report.ts'
import type { Release } from '../base/model/run.ts'
import type { SearchReport } from '../base/model/search-report.ts'
import type { Verdict } from '../base/model/verdict.ts'
import { usageError } from '../base/std/operating-error.ts'
import { readGateReport, readSearches } from '../memory/record/searches.ts'
import { findVerdicts, readLog } from '../memory/record/verdicts.ts'
import { artefactsFolder } from '../stages/gate/pool/artefacts.ts'
import { findRelease, type Look } from './look.ts'
import type { Workspace } from './workspace.ts'

export interface GatesOfRelease {
  readonly release: Release
  /** Undefined when no gate was asked about it. */
  readonly report: GateReport | undefined
  readonly searches: readonly SearchReport[]
}

/** Of that release, or of the last one. */
export async function gatesOf(looked: Look, name: string | undefined): Promise<GatesOfRelease> {
  const { folders, reader, heads } = looked
  const release = await findRelease(looked.runs, name)
  return {
    release,
    report: await readGateReport(folders, reader, heads.searches, release.name),
    searches: await readSearches(folders, reader, heads.searches, release.name),
  }
}

/** A verdict by the beginning of its key. */
export async function verdictNamed({ folders, reader, heads }: Look, beginning: string): Promise<Verdict> {
  const isKey = /^[0-9a-f]{2,40}$/.test(beginning)
  const found = isKey ? await findVerdicts(folders, reader, heads.verdicts, beginning) : []
  const [only] = found
  if (only !== undefined && found.length === 1) return only
  throw usageError(
    found.length === 0
      ? `there is no verdict ${JSON.stringify(beginning)}`
      : `several verdicts begin with ${JSON.stringify(beginning)}`,
    'The verdicts on a release are listed by: tributary gates [release]; those of a search by: tributary search [release]',
  )
}

/** The folder on this machine that has what a gate built when it said that; undefined when there is none, or none any more. */
export function artefactsOf({ gatesFolder }: Workspace, { gate, tree }: Verdict): string | undefined {
  const folder = artefactsFolder(gatesFolder, gate, tree)
  return existsSync(folder) && readdirSync(folder).length > 0 ? folder : undefined
}

/** What the gate printed; empty when it said nothing. */
export async function logOf({ reader }: Look, verdict: Verdict): Promise<string> {
  return (await readLog(reader, verdict)).toString('utf8')
}
