/** Which commit of a tree a rebuilt one is: `rebuild.ts` writes it into its message. */
import { parseCommit } from '../../../base/git/objects.ts'
import type { CommitOid } from '../../../base/model/oid.ts'
import { parseMessage } from '../../../base/text/trailers.ts'
import type { Workshop } from '../workshop.ts'

const ORIGINAL = /^\S+ ([0-9a-f]{40})$/

/** As the commit says; whoever wrote it may have written that as well. Undefined for one that is the tree's own. */
export async function originalOf(
  { reader }: Pick<Workshop, 'reader'>,
  commit: CommitOid,
): Promise<CommitOid | undefined> {
  const { message } = parseCommit(await reader.read(commit, 'commit'))
  const last = parseMessage(message).trailers.at(-1)
  if (last?.key !== 'Part-of') return undefined
  return ORIGINAL.exec(last.value)?.[1] as CommitOid | undefined
}

/** Those that are not rebuilt ones of these originals. */
export async function withoutParts(
  shop: Pick<Workshop, 'reader'>,
  commits: readonly CommitOid[],
  originals: readonly CommitOid[],
): Promise<CommitOid[]> {
  const known = new Set(originals)
  const found: CommitOid[] = []
  for (const commit of commits) {
    const original = await originalOf(shop, commit)
    if (original === undefined || !known.has(original)) found.push(commit)
  }
  return found
}
