/**
 * What people were told of findings, in the chain of reports: files of their own, which are never rewritten.
 *
 *     findings/3f/3f2a91….json         that it is there: by which mail
 *     findings/3f/3f2a91….over.json    that it is over, in that mail's thread
 *     findings/3f/3f2a91….back.json    that it is there again
 */
import type { Folders } from '../../base/git/folders.ts'
import type { ObjectReader } from '../../base/git/object-reader.ts'
import type { FindingId } from '../../base/model/finding.ts'
import type { ReleaseName } from '../../base/model/names.ts'
import type { CommitOid } from '../../base/model/oid.ts'
import type { Thread, ToldAs } from '../../base/model/report.ts'
import { type ChainFile, readChain } from './chain.ts'
import { parseJson } from './json.ts'

interface FindingNote {
  readonly finding: FindingId
  readonly release: ReleaseName
  readonly messageId: string
  /** Notes from before there were replies have none. */
  readonly subject?: string
}

/** What was told of one finding. */
export interface ToldFinding {
  readonly finding: FindingId
  readonly as: ReadonlySet<ToldAs>
  /** Undefined where the note does not say what its subject was. */
  readonly thread: Thread | undefined
}

const FOLDER = 'findings'

export function findingNote(note: FindingNote, as: ToldAs): ChainFile {
  const name = as === 'new' ? note.finding : `${note.finding}.${as}`
  return { path: `${FOLDER}/${note.finding.slice(0, 2)}/${name}.json`, content: `${JSON.stringify(note)}\n` }
}

/** Of all findings that anybody was ever told of, by id. */
export async function toldFindings(
  folders: Folders,
  reader: ObjectReader,
  reports: CommitOid | undefined,
): Promise<ReadonlyMap<FindingId, ToldFinding>> {
  const files = await readChain(folders, reader, reports, (path) => path === FOLDER || path.startsWith(`${FOLDER}/`))
  const told = new Map<FindingId, ToldFinding>()
  for (const { path, content } of files) {
    const note = parseJson<FindingNote>(content, `note of a mail ${path}`)
    const as = /\.(over|back)\.json$/.exec(path)?.[1] ?? 'new'
    const known = told.get(note.finding)
    const thread = as === 'new' ? threadOf(note) : known?.thread
    told.set(note.finding, {
      finding: note.finding,
      as: new Set([...(known?.as ?? []), as as ToldAs]),
      thread: thread ?? known?.thread,
    })
  }
  return told
}

function threadOf({ messageId, subject }: FindingNote): Thread | undefined {
  return subject === undefined ? undefined : { messageId, subject }
}
