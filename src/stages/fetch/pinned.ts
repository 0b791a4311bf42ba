/** Trees that stand at one commit: what the record has already need not be asked for. */
import { describeObjects } from '../../base/git/batch-check.ts'
import { isWhole } from '../../base/git/connectivity.ts'
import { moveRefs } from '../../base/git/refs.ts'
import type { Git } from '../../base/git/spawn.ts'
import type { CommitOid } from '../../base/model/oid.ts'
import type { Wanted } from './plan.ts'
import type { Answer } from './settle.ts'

/** The pinned ones among `wanted` whose commit is in the record, with their refs moved to it. */
export async function findPinned(record: Git, wanted: readonly Wanted[]): Promise<Map<Wanted, Answer>> {
  const answers = new Map<Wanted, Answer>()
  for (const one of wanted) {
    const { pinned, had, ref } = one
    if (pinned === undefined || !(pinned === had || (await isHere(record, pinned)))) continue
    if (pinned !== had) await moveRefs(record, [{ ref, from: had, to: pinned }])
    answers.set(one, { kind: 'here', commit: pinned })
  }
  return answers
}

async function isHere(record: Git, commit: CommitOid): Promise<boolean> {
  const [facts] = await describeObjects(record, [commit])
  return facts?.type === 'commit' && isWhole(record, commit)
}
