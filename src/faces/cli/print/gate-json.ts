/** Verdicts and searches as `--json` prints them. The shape is documented in docs/guide/json.md and only ever grows. */
import type { GateReport } from '../../../base/model/gate-report.ts'
import { isoTime } from '../../../base/model/instant.ts'
import type { CulpritCommit, NamedCulprit, Probe, SearchReport } from '../../../base/model/search-report.ts'
import type { Verdict } from '../../../base/model/verdict.ts'
import { showPath } from '../../../base/text/show-path.ts'

export function gatesJson(
  report: GateReport | undefined,
  searches: readonly SearchReport[],
  artefacts: (verdict: Verdict) => string | undefined,
) {
  return {
    gates: (report?.results ?? []).map(({ verdict, isKnown }) => ({
      ...verdictJson(verdict),
      known: isKnown,
      artefacts: artefacts(verdict) ?? null,
    })),
    searches: searches.map(searchJson),
  }
}

export function verdictJson(verdict: Verdict) {
  const { outcome } = verdict
  return {
    gate: verdict.gate,
    verdict: verdict.key,
    outcome: outcome.kind,
    exit: outcome.kind === 'failed' ? outcome.exit : null,
    error: outcome.kind === 'failed' ? errorJson(outcome.error) : null,
    warnings: outcome.kind === 'warned' ? outcome.warnings : [],
    flaky: outcome.kind === 'flaky' ? { failed: outcome.failed, runs: outcome.runs } : null,
    why: outcome.kind === 'could-not-run' ? outcome.why : null,
    tree: verdict.tree,
    command: verdict.command,
    environment: Object.fromEntries(verdict.environment),
    log: verdict.log ?? null,
    tookMs: verdict.tookMs,
    at: isoTime(verdict.at),
  }
}

export function searchJson(search: SearchReport) {
  const { outcome } = search
  return {
    gate: search.gate,
    release: search.release,
    draft: search.isDraft === true,
    at: isoTime(search.at),
    outcome: outcome.kind,
    flaky: outcome.kind === 'flaky' ? { failed: outcome.failed, runs: outcome.runs } : null,
    culprits: outcome.kind === 'found' ? outcome.culprits.map(culpritJson) : [],
    rest: outcome.kind === 'found' ? outcome.rest : null,
    trees: search.trees,
    probes: search.probes.map((probe) => probeJson(probe, search)),
  }
}

function culpritJson(culprit: NamedCulprit) {
  const { merge } = culprit
  return {
    trees: culprit.trees,
    removed: culprit.removed,
    suspects: culprit.suspects,
    confirmed: culprit.isConfirmed,
    commit: commitJson(culprit.commit),
    with: commitJson(culprit.with),
    merge:
      merge === undefined
        ? null
        : {
            commit: merge.commit ?? null,
            settled: merge.settled.map(({ path, by }) => ({ path: showPath(path), by })),
          },
    verdict: culprit.verdict,
    error: errorJson(culprit.error),
  }
}

function commitJson(commit: CulpritCommit | undefined) {
  if (commit === undefined) return null
  const { tree, commit: oid, subject, author, committer } = commit
  return { tree, commit: oid, subject, author, committer }
}

function probeJson({ about, places, upTo, said, why, tree, verdict, isKnown }: Probe, { trees }: SearchReport) {
  const name = (place: number): string | null => trees[place]?.name ?? null
  return {
    about,
    trees: places.map(name),
    upTo: upTo === undefined ? null : { tree: name(upTo.place), commit: upTo.commit, onto: upTo.onto },
    said,
    why: why ?? null,
    tree: tree ?? null,
    verdict: verdict ?? null,
    known: isKnown,
  }
}

function errorJson(error: NamedCulprit['error']) {
  return error === undefined ? null : { text: error.text, file: error.file ?? null, line: error.line ?? null }
}
