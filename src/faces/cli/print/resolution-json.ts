/** A resolution as `--json` prints it. The shape is documented in docs/guide/json.md and only ever grows. */
import { isoTime } from '../../../base/model/instant.ts'
import type { FixedFile, Placed, ResolvedFile, Resolution } from '../../../base/model/resolution.ts'
import { rawText } from '../../../base/text/printable.ts'
import { showPath } from '../../../base/text/show-path.ts'
import type { OnRecord } from '../../../pipeline/resolutions.ts'

export function resolutionJson(resolution: Resolution) {
  const { id, files, fixes, needed, sides, origin, by, at, why, supersedes } = resolution
  return {
    id,
    files: files.map(fileJson),
    fixes: fixes.map(fixJson),
    needed: needed ?? null,
    sides: {
      ours: { tree: sides.ours.tree ?? null, commits: sides.ours.commits },
      theirs: { tree: sides.theirs.tree ?? null, commits: sides.theirs.commits },
    },
    origin,
    by,
    at: isoTime(at),
    why,
    supersedes: supersedes ?? null,
  }
}

export function onRecordJson({ resolution, withdrawal, retired, supersededBy, uses }: OnRecord) {
  return {
    ...resolutionJson(resolution),
    withdrawn: withdrawal ? { ...withdrawal, at: isoTime(withdrawal.at) } : null,
    retired,
    supersededBy: supersededBy ?? null,
    uses: uses.map(({ release, tree, path }) => ({ release, tree, path: showPath(path) })),
  }
}

function fileJson({ path, kind, conflict, rerere, result, removed, hunks }: ResolvedFile) {
  return {
    path: showPath(path),
    kind,
    conflict,
    rerere: rerere ?? null,
    result: result.map(placedJson),
    removed: removed.map(showPath),
    hunks: hunks.map(({ ours, theirs, result: text }) => ({
      ours: rawText(ours),
      theirs: rawText(theirs),
      result: rawText(text),
    })),
  }
}

function placedJson({ path, mode, oid }: Placed) {
  return { path: showPath(path), mode: mode.toString(8), oid }
}

function fixJson({ path, before, after }: FixedFile) {
  const entry = (one: FixedFile['before']) => (one === undefined ? null : { mode: one.mode.toString(8), oid: one.oid })
  return { path: showPath(path), before: entry(before), after: entry(after) }
}
