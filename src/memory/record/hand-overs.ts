/** Which mails about hand-overs were written, so that each is written once: files beside what other people were told. */
import type { Folders } from '../../base/git/folders.ts'
import type { ObjectReader } from '../../base/git/object-reader.ts'
import type { DecisionId } from '../../base/model/decision.ts'
import type { HandOverState } from '../../base/model/hand-over.ts'
import type { CommitOid } from '../../base/model/oid.ts'
import { type ChainFile, readChainFile } from './chain.ts'

/** A hand-over, and the state of it that a mail tells of. */
export interface ToldHandOver {
  readonly decision: DecisionId
  readonly state: HandOverState['kind']
}

export function handOverFile(told: ToldHandOver): ChainFile {
  return { path: pathOf(told), content: `${JSON.stringify(told)}\n` }
}

export async function wasTold(
  folders: Folders,
  reader: ObjectReader,
  reports: CommitOid | undefined,
  told: ToldHandOver,
): Promise<boolean> {
  return (await readChainFile(folders, reader, reports, pathOf(told))) !== undefined
}

function pathOf({ decision, state }: ToldHandOver): string {
  return `hand-overs/${decision}.${state}.json`
}
