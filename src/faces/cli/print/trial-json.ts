/** What a branch came to, as `try --json` prints it. The shape is documented in docs/guide/trying.md and only ever grows. */
import type { Conflict } from '../../../base/model/conflict.ts'
import { rawText } from '../../../base/text/printable.ts'
import type { Trial } from '../../../pipeline/try.ts'
import { conflictJson, settledJson } from './release-json.ts'

export function trialJson(trial: Trial) {
  const { outcome, diffs } = trial
  const withDiff = (conflict: Conflict) => ({
    ...conflictJson(conflict),
    diff: rawText(diffs.get(conflict.id) ?? ''),
  })
  return {
    outcome: outcome.kind,
    why: 'why' in outcome ? outcome.why : null,
    tree: trial.tree,
    tip: trial.tip ?? null,
    upstream: trial.upstream,
    release: trial.on ?? null,
    trees: trial.trees,
    commits: outcome.kind === 'merged' ? outcome.commits : null,
    diffstat: outcome.kind === 'merged' ? outcome.stat : null,
    settled: outcome.kind === 'merged' ? outcome.settled.map(settledJson) : [],
    conflicts: outcome.kind === 'conflicted' ? outcome.conflicts.map(withDiff) : [],
    met: trial.met.map(withDiff),
  }
}
