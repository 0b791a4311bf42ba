/** Which resolutions hold: pure rules over all that is on record. */
import type { ResolvedFile, Resolution, Withdrawal } from '../../base/model/resolution.ts'
import type { ResolutionId } from '../../base/model/settling.ts'
import { keysOfResolved } from './keys.ts'
import type { MatchKey, ShelfMark } from './shelf.ts'

/** A mark, the key it goes by, and when its resolution was made, in seconds since 1970. */
export interface KeyedMark extends ShelfMark {
  readonly key: MatchKey
  readonly at: number
  /** The key of the conflict it is an answer to, whatever else of the file it goes by: a revocation is about that. */
  readonly conflict: MatchKey
}

/** Everything a resolution is found by. An import knows no file, so it goes by the lines alone. */
export function marksOf(resolution: Resolution): KeyedMark[] {
  const { id, files, at, origin } = resolution
  const isImported = origin.kind === 'imported'
  return files.flatMap((file, place) => {
    const { versions, lines, linesAnywhere, hunks } = keysOfResolved(file)
    const mark = (key: MatchKey, hunk: number | undefined, conflict = key): KeyedMark => ({
      key,
      at: at.epochSeconds,
      resolution: id,
      file: place,
      hunk,
      conflict,
    })
    const here = isImported
      ? []
      : [mark(versions, undefined, lines), ...(lines === undefined ? [] : [mark(lines, undefined)])]
    return [
      ...here,
      ...(linesAnywhere === undefined ? [] : [mark(linesAnywhere, undefined)]),
      ...(isImported ? [] : hunks.map((key, hunk) => mark(key, hunk))),
    ]
  })
}

/** What no longer holds. */
export interface Withdrawn {
  /** Withdrawn themselves. */
  readonly ids: ReadonlySet<ResolutionId>
  /** What another one answers in their place, under `replacedKey`. Of a merge of many files most answers stay when one is given anew. */
  readonly replaced: ReadonlySet<string>
  /** Merge fixes with another in their place. */
  readonly fixes: ReadonlySet<ResolutionId>
  /** By key, the moment up to which what goes by it was revoked: an older answer must not come back in place of a revoked one. */
  readonly until: ReadonlyMap<MatchKey, number>
}

export function withdrawn(resolutions: readonly Resolution[], withdrawals: readonly Withdrawal[]): Withdrawn {
  const ids = new Set(withdrawals.map(({ resolution }) => resolution))
  const replaced = new Set<string>()
  const fixed = new Set<ResolutionId>()
  for (const resolution of resolutions) {
    const { supersedes, fixes } = resolution
    if (supersedes === undefined) continue
    if (fixes.length > 0) fixed.add(supersedes)
    for (const { key } of marksOf(resolution)) replaced.add(replacedKey(supersedes, key))
  }
  const revoked = new Map<ResolutionId, number>()
  for (const { kind, resolution, at } of withdrawals)
    if (kind === 'revoked') revoked.set(resolution, Math.max(at.epochSeconds, revoked.get(resolution) ?? 0))
  const until = new Map<MatchKey, number>()
  for (const resolution of resolutions) {
    const at = revoked.get(resolution.id)
    if (at === undefined) continue
    for (const { key } of marksOf(resolution)) until.set(key, Math.max(at, until.get(key) ?? 0))
  }
  return { ids, replaced, fixes: fixed, until }
}

export function replacedKey(id: ResolutionId, key: MatchKey): string {
  return `${id} ${key}`
}

export function holds({ resolution, key, conflict, at }: KeyedMark, { ids, replaced, until }: Withdrawn): boolean {
  const names = [key, conflict]
  return (
    !ids.has(resolution) &&
    names.every((name) => !replaced.has(replacedKey(resolution, name)) && at >= (until.get(name) ?? 0))
  )
}

/** The files whose answer holds, of all that are on record. */
export function filesInForce(
  resolutions: readonly Resolution[],
  withdrawals: readonly Withdrawal[],
): ReadonlySet<ResolvedFile> {
  const gone = withdrawn(resolutions, withdrawals)
  const holding = new Set<ResolvedFile>()
  for (const resolution of resolutions) {
    const whole = marksOf(resolution).filter(({ hunk }) => hunk === undefined)
    for (const [place, file] of resolution.files.entries()) {
      const marks = whole.filter((mark) => mark.file === place)
      if (marks.length > 0 && marks.every((mark) => holds(mark, gone))) holding.add(file)
    }
  }
  return holding
}
