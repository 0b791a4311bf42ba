/** Findings as `--json` prints them. The shape is documented in docs/guide/json.md and only ever grows. */
import { isoTime } from '../../../base/model/instant.ts'
import type { FindingsNow } from '../../../pipeline/findings.ts'
import { decisionJson } from './decision-text.ts'

export function findingsJson({ at, commits, trees, findings }: FindingsNow) {
  return {
    at: isoTime(at),
    trees,
    commits,
    findings: findings.map(({ finding, severity, accepted }) => ({
      id: finding.id,
      rule: finding.rule,
      severity,
      tree: finding.tree,
      commit: finding.commit ?? null,
      subject: finding.subject,
      what: finding.what,
      evidence: finding.evidence,
      remedy: finding.remedy,
      accepted: accepted === undefined ? null : decisionJson(accepted),
    })),
  }
}
