/** A pull-check as `pull-check --json` prints it. The shape is documented in docs/guide/json.md and only ever grows. */
import { showPath } from '../../../base/text/show-path.ts'
import { daysHistogram } from '../../../pipeline/pull-check/days-histogram.ts'
import type { PullCheck } from '../../../pipeline/pull-check/pull-check.ts'

export function pullCheckJson({ facts, verdict }: PullCheck) {
  return {
    pull: verdict.pull,
    reasons: verdict.reasons,
    tree: facts.tree ?? null,
    tip: facts.tip,
    upstream: facts.upstream,
    asked: facts.asked ?? null,
    merges: facts.merges,
    commits: facts.commits.map((commit) => ({ ...commit, since: commit.since ?? null })),
    histogram: daysHistogram(facts.commits),
    findings: facts.findings.map(({ id, rule, severity, commit, subject, what, remedy }) => ({
      id,
      rule,
      severity,
      commit: commit ?? null,
      subject,
      what,
      remedy,
    })),
    refused: facts.refused ?? null,
    conflicts: facts.conflicts.map(({ path, settledBy }) => ({ path: showPath(path), settledBy })),
    waiting: facts.waiting.map(({ tree, paths, isSettled }) => ({ tree, paths: paths.map(showPath), isSettled })),
    shared: facts.shared,
    gates: facts.gates.map(({ gate, release, outcome, brokenBy }) => ({ gate, release, outcome, brokenBy })),
  }
}
