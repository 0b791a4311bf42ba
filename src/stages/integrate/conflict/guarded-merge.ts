/** Merges one file's three versions again, by git, with every line guarded so that none of them can look like a conflict marker. */
import type { LooseObjects } from '../../../base/git/loose-objects.ts'
import { makeBlob, makeTree, MODE_FILE } from '../../../base/git/objects.ts'
import type { CommitOid, TreeOid } from '../../../base/model/oid.ts'
import type { Passage } from '../../../base/text/conflict-markers.ts'
import { throwAwayCommit } from '../content-merge.ts'
import { guard, readGuarded } from './marked-file.ts'
import type { View } from './view.ts'

/** Raw texts; no base for a file that both sides added. */
export interface Versions {
  readonly base: string | undefined
  readonly ours: string
  readonly theirs: string
}

/**
 * The passages of the merge; undefined when it does not clash in text. The same `ort`, hence the same hunks: which lines are equal is
 * all that a merge looks at, and a space before each changes none of it.
 */
export async function mergeGuarded(view: View, versions: Versions): Promise<readonly Passage[] | undefined> {
  const { loose, merger } = view.clash.shop
  const commit = (text: string | undefined, parents: readonly CommitOid[]): CommitOid => {
    const made = throwAwayCommit(writeFolder(loose, text), parents)
    loose.write(made)
    return made.oid
  }
  const base = commit(versions.base, [])
  const answer = await merger.merge(commit(versions.ours, [base]), commit(versions.theirs, [base]))
  if ('refused' in answer || answer.clean) return undefined
  const result = await view.entryIn(answer.tree, NAME)
  await view.load([result?.oid])
  const text = view.text(result?.oid)
  return text === undefined ? undefined : readGuarded(text)
}

/** The file's name in the throw-away trees. */
const NAME = 'file'

function writeFolder(store: LooseObjects, text: string | undefined): TreeOid {
  const blob = makeBlob(Buffer.from(guard(text ?? ''), 'latin1'))
  const folder = makeTree(text === undefined ? [] : [{ mode: MODE_FILE, name: NAME, oid: blob.oid }])
  store.write(blob)
  store.write(folder)
  return folder.oid
}
