/** Puts commits together to topics: by what their subjects and postings say, and by what cannot be taken apart. Pure. */
import { assert } from '../../base/std/assert.ts'
import { byText, distinct } from '../../base/std/collections.ts'
import { seriesId } from '../../base/text/series-id.ts'
import { subjectArea } from '../../base/text/subject-area.ts'
import { parseMessage } from '../../base/text/trailers.ts'
import { Unions } from './unions.ts'

/** A commit in a line of them, each of which may need earlier ones. */
export interface Linked {
  readonly message: string
  /** Places of those it needs. */
  readonly needs: readonly number[]
}

/** Places in the line, and what they have in common. */
export interface Group {
  readonly name: string
  readonly places: readonly number[]
  /** Names of the groups that it needs. */
  readonly needs: readonly string[]
  readonly series: string | undefined
  readonly parts: number
  readonly entangled: readonly string[]
}

/**
 * Commits about the same part of the project, from the same posting, are one topic. Those that say nothing about themselves go with what
 * they need. Two topics that need each other are one, since neither can be had without the other.
 */
export function groupCommits(line: readonly Linked[]): readonly Group[] {
  const hints = line.map(hintOf)
  const hinted = byHints(line, hints)
  const whole = contracted(line, hinted)
  const names = namesOf(whole.groups(), hints)
  return whole.groups().map((places): Group => {
    const own = whole.rootOf(places[0] ?? 0)
    const needed = distinct(places.flatMap((place) => line[place]?.needs ?? []).map((on) => whole.rootOf(on)))
    const areas = distinct(places.map((place) => hinted.rootOf(place)))
    const series = distinct(places.map((place) => hints[place]?.series))
    return {
      name: nameOf(names, own),
      places,
      needs: needed
        .filter((root) => root !== own)
        .map((root) => nameOf(names, root))
        .sort(byText),
      series: series.length === 1 ? series[0] : undefined,
      parts: partsOf(line, places),
      entangled: areas.length === 1 ? [] : areas.map((root) => hints[root]?.label ?? ''),
    }
  })
}

interface Hint {
  readonly area: string | undefined
  readonly series: string | undefined
  /** What a topic that begins with this commit is called. */
  readonly label: string
}

function hintOf({ message }: Linked): Hint {
  const { subject, trailers } = parseMessage(message)
  const area = subjectArea(subject)
  return { area, series: seriesId(trailers), label: topicSlug(area ?? subject.split(' ').slice(0, 3).join(' ')) }
}

/** Longest name of a topic: it is typed, and becomes part of a branch's name. */
const NAME_LENGTH_MAX = 40

/** As a topic is called: `cpu_opv` is `cpu-opv`. */
export function topicSlug(text: string): string {
  const plain = text
    .replace(/[^A-Za-z0-9.]+/g, '-')
    .replace(/\.{2,}/g, '.')
    .slice(0, NAME_LENGTH_MAX)
  return plain.replace(/^[-.]+|[-.]+$/g, '').toLowerCase() || 'topic'
}

function byHints(line: readonly Linked[], hints: readonly Hint[]): Unions {
  const unions = new Unions(line.length)
  const first = new Map<string, number>()
  for (const [place, { area, series }] of hints.entries()) {
    if (area === undefined && series === undefined) {
      const needs = line[place]?.needs ?? []
      const unsaid = needs.filter((on) => hints[on]?.area === undefined && hints[on]?.series === undefined)
      for (const on of unsaid.length > 0 ? unsaid : needs.slice(0, 1)) unions.join(place, on)
      continue
    }
    const key = JSON.stringify([area, series])
    const known = first.get(key)
    if (known === undefined) first.set(key, place)
    else unions.join(place, known)
  }
  return unions
}

/** Joins the groups that need each other, directly or by way of others. */
function contracted(line: readonly Linked[], hinted: Unions): Unions {
  const needs = new Map<number, Set<number>>(hinted.groups().map(([root = 0]) => [root, new Set()]))
  for (const [place, { needs: on }] of line.entries())
    for (const needed of on) needs.get(hinted.rootOf(place))?.add(hinted.rootOf(needed))
  const reached = new Map([...needs.keys()].map((root) => [root, reachedFrom(root, needs)]))
  const unions = hinted.copy()
  for (const [root, others] of reached)
    for (const other of others) if (reached.get(other)?.has(root)) unions.join(root, other)
  return unions
}

function reachedFrom(root: number, needs: ReadonlyMap<number, ReadonlySet<number>>): ReadonlySet<number> {
  const seen = new Set<number>()
  const waiting = [root]
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const next of needs.get(at) ?? []) {
      if (seen.has(next)) continue
      seen.add(next)
      waiting.push(next)
    }
  }
  return seen
}

/** How many sets of commits need nothing of each other, within the group. */
function partsOf(line: readonly Linked[], places: readonly number[]): number {
  const within = new Set(places)
  const unions = new Unions(line.length)
  for (const place of places) for (const on of line[place]?.needs ?? []) if (within.has(on)) unions.join(place, on)
  return distinct(places.map((place) => unions.rootOf(place))).length
}

/** Each group by its first commit; where two would have the same name, the later ones are counted. */
function namesOf(groups: readonly (readonly number[])[], hints: readonly Hint[]): ReadonlyMap<number, string> {
  const names = new Map<number, string>()
  const taken = new Set<string>()
  for (const [first = 0] of groups) {
    const label = hints[first]?.label ?? 'topic'
    const name = [label, ...groups.map((_, at) => `${label}-${at + 2}`)].find((one) => !taken.has(one)) ?? label
    taken.add(name)
    names.set(first, name)
  }
  return names
}

function nameOf(names: ReadonlyMap<number, string>, root: number): string {
  const name = names.get(root)
  assert(name !== undefined, 'each group has a name')
  return name
}
