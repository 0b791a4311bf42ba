/** What a release did about the trees that make a gate red. */
import type { PlannedTree, RunRecord, TreeRecord } from '../../base/model/run.ts'
import type { NamedCulprit } from '../../base/model/search-report.ts'
import { treeTitle } from './words.ts'

/** A sentence for each tree that had to go; one in all when none did. */
export function givenUpSentences(record: RunRecord, { trees, removed }: NamedCulprit): string[] {
  const { plan } = record
  const last = trees.at(-1)
  const sentences = removed.flatMap((name) => {
    const planned = plan.trees.find((tree) => tree.name === name)
    const done = record.trees.find((tree) => tree.name === name)
    const what = planned && done && whatWasDone(planned, done)
    if (what === undefined) return []
    const which = name === last ? '' : ', which holds the same commits,'
    return [capitalised(`${treeTitle(name, plan)}${which} ${what}.`)]
  })
  if (sentences.length === 0) return [`${plan.release} was published as it is.`]
  return [`${plan.release} was put together anew for that.`, ...sentences, 'What moves is tried again as it then is.']
}

/** Whether it is otherwise in the release, or not at all. */
export function isGivenUp({ plan }: RunRecord, { removed }: NamedCulprit): boolean {
  return plan.trees.some(({ name, reason }) => removed.includes(name) && reason.kind === 'given-up')
}

/** Undefined for a tree that went in as it is. */
function whatWasDone({ reason }: PlannedTree, { outcome, versionFrom }: TreeRecord): string | undefined {
  if (reason.kind !== 'given-up') return undefined
  if (outcome === 'held' || outcome === 'left-out') return 'is not in it'
  if (versionFrom !== undefined) return `is in it as it was in ${versionFrom}`
  return reason.reverted.length > 0 ? 'is in it, with that reverted on top of its merge' : undefined
}

function capitalised(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}
