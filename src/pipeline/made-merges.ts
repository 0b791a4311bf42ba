/** The merges of a piece of history, with who made them, when, and in what words. */
import { listMerges } from '../base/git/merge-list.ts'
import { type ParsedCommit, parseCommit, subjectOf } from '../base/git/objects.ts'
import type { Instant } from '../base/model/instant.ts'
import type { CommitOid } from '../base/model/oid.ts'
import type { Person } from '../base/model/person.ts'
import { oneLine } from '../base/text/printable.ts'
import type { MadeMerge } from '../stages/integrate/remerge.ts'
import type { Workshop } from '../stages/integrate/workshop.ts'

/** A merge of two commits that stands in a history. */
export interface HistoricMerge extends MadeMerge {
  readonly commit: CommitOid
  /** Printable text. */
  readonly subject: string
  readonly by: Person
  readonly at: Instant
}

export interface MadeMerges {
  /** Oldest first. */
  readonly merges: readonly HistoricMerge[]
  /** Merges of more than two commits, which git makes only where nothing conflicts. */
  readonly octopuses: readonly Pick<HistoricMerge, 'commit' | 'subject'>[]
}

export async function madeMerges(shop: Workshop, from: CommitOid | undefined, to: CommitOid): Promise<MadeMerges> {
  const links = await listMerges(shop.git, from, to)
  const read = await Promise.all(
    links.map(async (link) => ({ ...link, parsed: parseCommit(await shop.reader.read(link.commit, 'commit')) })),
  )
  return {
    merges: read.flatMap(({ commit, parsed }) => historicMerge(commit, parsed) ?? []),
    octopuses: read
      .filter(({ parsed }) => parsed.parents.length > 2)
      .map(({ commit, parsed }) => ({ commit, subject: oneLine(subjectOf(parsed.message)) })),
  }
}

/** Undefined for what is no merge of two. */
export function historicMerge(commit: CommitOid, parsed: ParsedCommit): HistoricMerge | undefined {
  const [ours, theirs, third] = parsed.parents
  if (ours === undefined || theirs === undefined || third !== undefined) return undefined
  return { ours, theirs, result: parsed.tree, ...signatureOf(commit, parsed) }
}

/** The author settled the conflicts; the commit's own date is when it came to be as it is. */
export function signatureOf(commit: CommitOid, parsed: ParsedCommit): Omit<HistoricMerge, keyof MadeMerge> {
  const { author, committedAt, committedZone, message } = parsed
  return {
    commit,
    subject: oneLine(subjectOf(message)),
    by: author,
    at: { epochSeconds: committedAt, zoneMinutes: committedZone },
  }
}
