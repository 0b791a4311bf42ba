/** Reads the name of a tag as a version of a project: `v4.15`, `v4.15-rc3`, `llvmorg-17.0.6`; and tells versions apart. */

export interface VersionTag {
  readonly numbers: readonly number[]
  /** Of a candidate for that version: 3 for `-rc3`. */
  readonly candidate: number | undefined
}

/** Nine digits are days, such as 20260114, and more: what is longer is no version, and would not be exact. */
const NUMBERS = /^(\d{1,9}(?:\.\d{1,9}){0,5})(?:[-.]?(?:rc|alpha|beta|pre|candidate)[-.]?(\d{1,9}))?$/i

/** Undefined for a tag that is about something else. */
export function parseVersionTag(name: string, prefix: string): VersionTag | undefined {
  if (!name.startsWith(prefix)) return undefined
  const [, numbers, candidate] = NUMBERS.exec(name.slice(prefix.length)) ?? []
  if (numbers === undefined) return undefined
  return {
    numbers: numbers.split('.').map(Number),
    candidate: candidate === undefined ? undefined : Number(candidate),
  }
}

export function versionName(numbers: readonly number[], prefix: string): string {
  return prefix + numbers.join('.')
}

/** Below zero when the first is the earlier version. A candidate is earlier than what it is one for. */
export function compareVersions(a: VersionTag, b: VersionTag): number {
  const order = compareParts(a.numbers, b.numbers)
  return order === 0 ? (a.candidate ?? Infinity) - (b.candidate ?? Infinity) || 0 : order
}

function compareParts(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
    const order = (a[at] ?? -1) - (b[at] ?? -1)
    if (order !== 0) return order
  }
  return 0
}

/**
 * Mends a version that is out and brings nothing new, as `v4.14.1` and `v2.43.1` do: from three numbers on, the last of them counts.
 * One that had candidates of its own is none, whatever its numbers.
 */
export function isPointRelease(numbers: readonly number[]): boolean {
  return numbers.length >= 3 && numbers.at(-1) !== 0
}

/** What probably comes after these versions, oldest first: the number that mostly moved moves on. */
export function successor(versions: readonly (readonly number[])[]): readonly number[] {
  const last = versions.at(-1) ?? [0]
  const place = placeThatMoves(versions)
  return last.map((number, at) => (at < place ? number : at === place ? number + 1 : 0))
}

/** Whether the one may be what comes after the other: any one of its numbers moved on, and those behind begin anew. */
export function maySucceed(version: readonly number[], before: readonly number[]): boolean {
  const place = version.findIndex((number, at) => number !== (before[at] ?? 0))
  if (place < 0 || version[place] !== (before[place] ?? 0) + 1) return false
  return version.slice(place + 1).every((number) => number === 0)
}

/** A project can change its mind about how it counts; what it did for these last versions is what it does. */
const VERSIONS_COUNTED = 9

function placeThatMoves(versions: readonly (readonly number[])[]): number {
  const last = versions.at(-1) ?? [0]
  const counted = versions.slice(-VERSIONS_COUNTED)
  const votes = new Map<number, number>()
  for (const [at, version] of counted.entries()) {
    const next = counted[at + 1]
    const place = next?.findIndex((number, digit) => number !== version[digit])
    if (place !== undefined && place >= 0) votes.set(place, (votes.get(place) ?? 0) + 1)
  }
  const [winner] = [...votes].sort(([a, few], [b, many]) => many - few || b - a)
  return winner?.[0] ?? Math.max(0, Math.min(last.length - 1, 1))
}
