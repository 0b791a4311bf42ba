/** Asks the gates about the branches of hand-overs: each by itself, on what it stands on, as its owners will have it. */
import { parseCommit } from '../../base/git/objects.ts'
import type { Gate } from '../../base/model/gate.ts'
import type { HandOver, HandOverState } from '../../base/model/hand-over.ts'
import type { CommitOid, TreeOid } from '../../base/model/oid.ts'
import { isGreen, type Verdict } from '../../base/model/verdict.ts'
import type { Gating } from '../gating/tell-faults.ts'

type Offered = Extract<HandOverState, { readonly kind: 'offered' }>

/** What was asked once is on record, and not built again. */
export async function offersByGates(gating: Gating, found: readonly HandOver[]): Promise<readonly HandOver[]> {
  const asked: HandOver[] = []
  for (const one of found)
    asked.push(one.state.kind === 'offered' ? { ...one, state: await byGates(gating, one.state) } : one)
  return asked
}

async function byGates(gating: Gating, offered: Offered): Promise<HandOverState> {
  const [tree, base] = await Promise.all([treeOf(gating, offered.head), treeOf(gating, offered.base)])
  const passed: Offered['passed'][number][] = []
  for (const gate of gating.roster.gates) {
    const red = await redTwice(gating, gate, tree)
    if (red === 'green') passed.push(gate.name)
    if (typeof red === 'string') continue
    // What upstream itself does not pass says nothing of the branch.
    if ((await redTwice(gating, gate, base)) === 'green')
      return { kind: 'fails', gate: gate.name, verdict: red.key, head: offered.head, base: offered.base }
  }
  return { ...offered, passed }
}

/** Its owners will be told that it fails, so it has to do so twice, the second time in an empty work tree. */
async function redTwice({ book }: Gating, gate: Gate, tree: TreeOid): Promise<Verdict | 'green' | 'silent'> {
  const { verdict } = await book.ask(gate, tree)
  const green = isGreen(verdict.outcome)
  if (green !== false) return green === true ? 'green' : 'silent'
  const again = (await book.askAgain(gate, verdict)).verdict
  return isGreen(again.outcome) === false ? verdict : 'silent'
}

async function treeOf({ shop }: Gating, commit: CommitOid): Promise<TreeOid> {
  return parseCommit(await shop.reader.read(commit, 'commit')).tree
}
