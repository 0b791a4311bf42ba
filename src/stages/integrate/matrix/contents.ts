/** Asks git which files that both sides changed do not merge: each combination of contents once, many in one merge. */
import type { Entry } from '../../../base/git/folder.ts'
import { Folders } from '../../../base/git/folders.ts'
import type { Merger } from '../../../base/git/merge-tree.ts'
import { overlay } from '../../../base/git/overlay.ts'
import { type CommitOid, EMPTY_TREE } from '../../../base/model/oid.ts'
import { throwAwayCommit } from '../content-merge.ts'
import type { Workshop } from '../workshop.ts'

/** A regular file that base, ours and theirs all have. */
export interface Question {
  readonly path: string
  readonly base: Entry
  readonly ours: Entry
  readonly theirs: Entry
}

export function questionKey({ path, base, ours, theirs }: Question): string {
  return [base, ours, theirs].map(({ mode, oid }) => `${mode.toString(8)} ${oid}`).join(' ') + path
}

/** Answers into `known`: true where the contents conflict. */
export async function askContents(
  shop: Workshop,
  mergers: readonly Merger[],
  questions: ReadonlyMap<string, Question>,
  known: Map<string, boolean>,
): Promise<void> {
  await Promise.all(
    batchesOf([...questions.values()]).map(async (batch, at) => {
      const conflicting = await conflictsIn(shop, mergers[at % mergers.length] ?? shop.merger, batch)
      for (const question of batch) known.set(questionKey(question), conflicting.has(question.path))
    }),
  )
}

/** One question a path in each batch, and no path below another: then none has to do with another. */
function batchesOf(questions: readonly Question[]): Question[][] {
  const batches: { readonly questions: Question[]; readonly taken: Set<string>; readonly above: Set<string> }[] = []
  for (const question of questions) {
    const folders = foldersAbove(question.path)
    const fits = batches.find(
      ({ taken, above }) =>
        !taken.has(question.path) && !above.has(question.path) && !folders.some((folder) => taken.has(folder)),
    )
    const batch = fits ?? { questions: [], taken: new Set<string>(), above: new Set<string>() }
    if (fits === undefined) batches.push(batch)
    batch.questions.push(question)
    batch.taken.add(question.path)
    for (const folder of folders) batch.above.add(folder)
  }
  return batches.map((batch) => batch.questions)
}

function foldersAbove(path: string): string[] {
  const names = path.split('/').slice(0, -1)
  return names.map((_, at) => names.slice(0, at + 1).join('/'))
}

/** The paths that conflict. What git cannot merge at all is no conflict of this pair of contents, and is not asked for here. */
async function conflictsIn(shop: Workshop, merger: Merger, batch: readonly Question[]): Promise<ReadonlySet<string>> {
  const folders = new Folders(shop.reader)
  const commit = async (side: 'base' | 'ours' | 'theirs', parents: readonly CommitOid[]): Promise<CommitOid> => {
    const leaves = batch.map((question) => ({ path: question.path, ...question[side] }))
    const tree = await overlay(folders, EMPTY_TREE, leaves)
    folders.show(tree, shop.loose)
    const made = throwAwayCommit(tree, parents)
    shop.loose.write(made)
    return made.oid
  }
  const base = await commit('base', [])
  const answer = await merger.merge(await commit('ours', [base]), await commit('theirs', [base]))
  return new Set('refused' in answer ? [] : answer.stages.map(({ path }) => path))
}
