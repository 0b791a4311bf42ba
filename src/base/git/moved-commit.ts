/** A commit that says what another one says, of another tree and on another parent: as a rebase makes it, by nobody new. */
import type { CommitOid, TreeOid } from '../model/oid.ts'
import { parseMessage } from '../text/trailers.ts'
import { type GitObject, makeObject } from './objects.ts'

export interface Move {
  readonly tree: TreeOid
  readonly parent: CommitOid
  /** A line for its last paragraph. */
  readonly trailer: string | undefined
}

/** What the object says of people, dates and encoding; a signature would be one of something else. */
const KEPT = /^(?:author|committer|encoding) /

/** `content` is the commit's own. The same gives the same id, whenever and wherever it is made. */
export function movedCommit(content: Buffer, { tree, parent, trailer }: Move): GitObject<CommitOid> {
  const end = content.indexOf('\n\n')
  const raw = content.toString('latin1')
  const head = end < 0 ? raw : raw.slice(0, end)
  const message = (end < 0 ? '' : raw.slice(end + 2)).trimEnd()
  const { trailers } = parseMessage(Buffer.from(message, 'latin1').toString('utf8'))
  const lines = [`tree ${tree}`, `parent ${parent}`, ...head.split('\n').filter((line) => KEPT.test(line))]
  const added = trailer === undefined ? '' : `${trailers.length > 0 ? '\n' : '\n\n'}${trailer}`
  const text = `${lines.join('\n')}\n\n${message}${added}\n`
  return makeObject('commit', Buffer.from(text, 'latin1'))
}
