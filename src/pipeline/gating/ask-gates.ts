/** Asks all gates about one tree, and tells as they answer. */
import type { GateResult } from '../../base/model/gate-report.ts'
import type { TreeOid } from '../../base/model/oid.ts'
import { settleAll } from '../../base/std/settle-all.ts'
import type { Gating } from './tell-faults.ts'

/** In the order of the roster. `round` counts for those who watch. */
export function askGates(
  { machine, roster: { gates }, book }: Gating,
  tree: TreeOid,
  round?: number,
): Promise<GateResult[]> {
  machine.listen({ kind: 'gates-started', gates: gates.length, round })
  return settleAll(
    gates.map(async (gate): Promise<GateResult> => {
      const { verdict, isKnown } = await book.ask(gate, tree)
      machine.listen({ kind: 'gate-answered', gate: gate.name, outcome: verdict.outcome.kind, isKnown })
      return { verdict, isKnown }
    }),
  )
}
