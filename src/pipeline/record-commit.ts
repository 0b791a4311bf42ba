/** A commit of the record, as a person names it. */
import { resolveCommit } from '../base/git/rev-parse.ts'
import type { Git } from '../base/git/spawn.ts'
import { parseTreeName, REF_UPSTREAM, REF_UPSTREAM_TAGS, treeRef } from '../base/model/names.ts'
import { type CommitOid, isOid } from '../base/model/oid.ts'

/** The record has its trees, and upstream's branch and tags, under names of its own: those come first, then whatever git knows by that name. */
export async function commitInRecord(git: Git, name: string): Promise<CommitOid | undefined> {
  for (const ref of isOid(name) ? [name] : refsCalled(name)) {
    const found = await resolveCommit(git, ref)
    if (found !== undefined) return found
  }
  return undefined
}

function refsCalled(name: string): readonly string[] {
  if (name === 'upstream') return [REF_UPSTREAM]
  const tree = parseTreeName(name)
  return [...(tree === undefined ? [] : [treeRef(tree)]), `${REF_UPSTREAM_TAGS}${name}`, name]
}
