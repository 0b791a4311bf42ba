/** Findings as `--json` prints them. The shape is documented in docs/guide/json.md and only ever grows. */
import type { Finding } from '../../../base/model/finding.ts'
import { isoTime } from '../../../base/model/instant.ts'
import type { PastFinding } from '../../../memory/record/findings.ts'
import type { FindingsNow } from '../../../pipeline/findings.ts'
import { decisionJson } from './decision-text.ts'

export function findingsJson({ at, commits, trees, findings }: FindingsNow) {
  return {
    at: isoTime(at),
    trees,
    commits,
    findings: findings.map(({ finding, severity, since, accepted }) => ({
      ...findingJson(finding),
      severity,
      since: since === undefined ? null : isoTime(since),
      accepted: accepted === undefined ? null : decisionJson(accepted),
    })),
  }
}

export function goneJson(past: readonly PastFinding[]) {
  return {
    gone: past.map(({ finding, since, gone }) => ({
      ...findingJson(finding),
      since: isoTime(since),
      gone: isoTime(gone),
    })),
  }
}

function findingJson({ id, rule, tree, commit, subject, what, evidence, remedy }: Finding) {
  return { id, rule, tree, commit: commit ?? null, subject, what, evidence, remedy }
}
