/**
 * The chain of searches, `refs/tributary/searches`: what came of each red gate, and who was told.
 *
 *     gates/next-20260114.json                  what the gates said of a release
 *     reports/next-20260114/allmodconfig@3f2a….json   a search for whoever is behind a red verdict
 *     told/3f/3f2a….json                        the mail about a fault, so that nobody hears of it twice, and when it was over
 *     again/3f/3f2a….json                       a verdict that was the same when it was asked again
 */
import type { Folders } from '../../base/git/folders.ts'
import type { ObjectReader } from '../../base/git/object-reader.ts'
import type { GateName } from '../../base/model/gate.ts'
import type { GateReport } from '../../base/model/gate-report.ts'
import type { ReleaseName } from '../../base/model/names.ts'
import type { CommitOid } from '../../base/model/oid.ts'
import type { FaultId, NamedCulprit, SearchReport } from '../../base/model/search-report.ts'
import type { VerdictKey } from '../../base/model/verdict.ts'
import { byText } from '../../base/std/collections.ts'
import { type ChainFile, readChain, readChainFile } from './chain.ts'
import { parseJson } from './json.ts'

/** What a fault was told by, and when it was over. */
export interface ToldFault {
  readonly fault: FaultId
  readonly gate: GateName
  readonly release: ReleaseName
  readonly messageId: string
  readonly subject: string
  readonly culprit: NamedCulprit
  /** Of the tree that made it red. */
  readonly version?: CommitOid | undefined
  /** The release that said it a second time, after the tree had moved. */
  readonly still?: ReleaseName
  /** The release in which upstream was red by itself, and had the commit. */
  readonly upstream?: ReleaseName
  /** The release in which the gate was green again. A fault that comes back after that is news. */
  readonly over?: ReleaseName
}

export function gateReportFile(report: GateReport): ChainFile {
  return { path: `gates/${report.release}.json`, content: `${JSON.stringify(report, null, 1)}\n` }
}

export function searchFile(report: SearchReport): ChainFile {
  const { release, gate, red } = report
  return {
    path: `reports/${release}/${gate}@${red.slice(0, 12)}.json`,
    content: `${JSON.stringify(report, null, 1)}\n`,
  }
}

export function toldFile(told: ToldFault): ChainFile {
  return { path: fanned('told', told.fault), content: `${JSON.stringify(told)}\n` }
}

/** A verdict may be blamed on somebody only when it was seen twice. */
export function againFile(key: VerdictKey): ChainFile {
  return { path: fanned('again', key), content: `${JSON.stringify({ verdict: key })}\n` }
}

/** What the gates said of a release when they were asked last; undefined when they never were. */
export async function readGateReport(
  folders: Folders,
  reader: ObjectReader,
  head: CommitOid | undefined,
  release: ReleaseName,
): Promise<GateReport | undefined> {
  const text = await readChainFile(folders, reader, head, `gates/${release}.json`)
  return text === undefined ? undefined : parseJson<GateReport>(text, `gates of ${release}`)
}

/** The searches of a release, or of all releases, in the order of their gates' names and then as they were made. */
export async function readSearches(
  folders: Folders,
  reader: ObjectReader,
  head: CommitOid | undefined,
  release?: ReleaseName,
): Promise<SearchReport[]> {
  const files = await readChain(folders, reader, head, (path) => {
    const [folder, named] = path.split('/')
    return folder === 'reports' && (release === undefined || named === undefined || named === release)
  })
  const searches = files.map(({ path, content }) => parseJson<SearchReport>(content, `search ${path}`))
  return searches.sort((a, b) => byText(a.gate, b.gate) || a.at.epochSeconds - b.at.epochSeconds)
}

/** The faults that were told and are not over, in the order of their ids. */
export async function readOpenFaults(
  folders: Folders,
  reader: ObjectReader,
  head: CommitOid | undefined,
): Promise<ToldFault[]> {
  const files = await readChain(folders, reader, head, (path) => path.split('/')[0] === 'told')
  return files
    .map(({ path, content }) => parseJson<ToldFault>(content, `fault ${path}`))
    .filter(({ over }) => over === undefined)
}

export async function wasSeenTwice(
  folders: Folders,
  reader: ObjectReader,
  head: CommitOid | undefined,
  key: VerdictKey,
): Promise<boolean> {
  return (await readChainFile(folders, reader, head, fanned('again', key))) !== undefined
}

function fanned(folder: string, id: string): string {
  return `${folder}/${id.slice(0, 2)}/${id}.json`
}
