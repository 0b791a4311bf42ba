/** Conflicts and resolutions as data, with their contents in memory. */
import { makeBlob, MODE_FILE } from '../../src/base/git/objects.ts'
import type { ClashedFile, ClashPassage } from '../../src/base/model/clashed-file.ts'
import type { Stage } from '../../src/base/model/conflict.ts'
import type { BlobOid } from '../../src/base/model/oid.ts'
import type { Placed, Resolution, Withdrawal } from '../../src/base/model/resolution.ts'
import type { Settler, Tier } from '../../src/base/model/settling.ts'
import { makeResolution } from '../../src/memory/resolutions/make.ts'
import { match, type Matched } from '../../src/memory/resolutions/match.ts'
import { shelfOf } from '../../src/memory/resolutions/memory-shelf.ts'
import { resolvedFile } from '../../src/memory/resolutions/resolved-file.ts'
import type { Shelf } from '../../src/memory/resolutions/shelf.ts'

/** Agreed lines, or what clashes: ours, theirs, and what both came from. Raw texts. */
export type Part = string | readonly [ours: string, theirs: string, base?: string]

export const EVERY_TIER: readonly Tier[] = ['same-versions', 'same-conflict', 'same-hunks']

export const SOMEBODY = { name: 'Somebody', email: 'somebody@example.org' }

/** A file whose lines clash, as three versions would make it. */
export function clashing(path: string, parts: readonly Part[], more: Partial<ClashedFile> = {}): ClashedFile {
  const version = (which: 0 | 1 | 2): string =>
    parts.map((part) => (typeof part === 'string' ? part : (part[which] ?? ''))).join('')
  const texts = { ours: version(0), theirs: version(1), base: version(2) }
  const passages = parts.map(
    (part): ClashPassage =>
      typeof part === 'string' ? { kind: 'agreed', text: part } : { kind: 'clash', ours: part[0], theirs: part[1] },
  )
  return {
    path,
    kind: 'content',
    paths: [path],
    base: stageOf(path, texts.base),
    ours: stageOf(path, texts.ours),
    theirs: stageOf(path, texts.theirs),
    passages,
    texts,
    ...more,
  }
}

export function stageOf(path: string, text: string, mode = MODE_FILE): Stage {
  return { path, mode, oid: blobOf(text) }
}

export function blobOf(text: string): BlobOid {
  return makeBlob(Buffer.from(text, 'latin1')).oid
}

/** The same conflict seen from the other side. */
export function swapped(file: ClashedFile): ClashedFile {
  const { ours, theirs, texts, passages } = file
  return {
    ...file,
    ours: theirs,
    theirs: ours,
    texts: { ...texts, ours: texts.theirs, theirs: texts.ours },
    passages: passages.map((one) =>
      one.kind === 'clash' ? { kind: 'clash', ours: one.theirs, theirs: one.ours } : one,
    ),
  }
}

/** Who settles conflicts, and all contents that there are. */
export class Settlers {
  readonly #texts = new Map<BlobOid, string>()
  readonly resolutions: Resolution[] = []
  readonly withdrawals: Withdrawal[] = []

  /** Puts on record that the file came to this text. Each is a minute after the one before unless `at` says otherwise. */
  settle(
    file: ClashedFile,
    text: string,
    more: Partial<Omit<Resolution, 'id'>> & { at?: never; seconds?: number } = {},
  ) {
    const placed = [{ path: file.path, mode: MODE_FILE, oid: this.keep(text) }]
    return this.outcome(file, { placed, removed: [], text }, more)
  }

  /** The same of a file that comes to something else. */
  outcome(
    file: ClashedFile,
    outcome: { readonly placed: readonly Placed[]; readonly removed: readonly string[]; readonly text?: string },
    { seconds, ...more }: Partial<Omit<Resolution, 'id' | 'at'>> & { seconds?: number } = {},
  ): Resolution {
    const { file: resolved, blobs } = resolvedFile(file, outcome)
    for (const { oid, content } of blobs) this.#texts.set(oid, content.toString('latin1'))
    const resolution = makeResolution({
      files: [resolved],
      fixes: [],
      needed: undefined,
      sides: { ours: { tree: undefined, commits: [] }, theirs: { tree: undefined, commits: [] } },
      origin: { kind: 'resolved' },
      by: SOMEBODY,
      at: { epochSeconds: seconds ?? 60 * (1 + this.resolutions.length), zoneMinutes: 0 },
      why: 'it is so',
      supersedes: undefined,
      ...more,
    })
    this.resolutions.push(resolution)
    return resolution
  }

  revoke({ id }: Resolution, seconds: number, kind: Withdrawal['kind'] = 'revoked'): Withdrawal {
    const at = { epochSeconds: seconds, zoneMinutes: 0 }
    const withdrawal = { resolution: id, kind, by: SOMEBODY, at, why: 'it was wrong' }
    this.withdrawals.push(withdrawal)
    return withdrawal
  }

  /** A content that is there. */
  keep(text: string): BlobOid {
    const oid = blobOf(text)
    this.#texts.set(oid, text)
    return oid
  }

  lose(text: string): void {
    this.#texts.delete(blobOf(text))
  }

  get shelf(): Shelf {
    return shelfOf(this.resolutions, this.withdrawals)
  }

  /** What is on record about a file. `standing` are paths that a side has besides. */
  ask(file: ClashedFile, tiers: readonly Tier[] = EVERY_TIER, standing: readonly string[] = []): Promise<Matched> {
    return match(file, this.shelf, {
      tiers,
      read: (oid) => Promise.resolve(this.#texts.get(oid)),
      isHere: (oid) => Promise.resolve(this.#texts.has(oid)),
      stands: (path) => Promise.resolve(standing.includes(path)),
    })
  }

  /** The answer in short: the tiers and the text, or what is known. */
  async answer(...asked: Parameters<Settlers['ask']>): Promise<readonly unknown[]> {
    const matched = await this.ask(...asked)
    switch (matched.kind) {
      case 'open':
        return ['open']
      case 'partly':
        return ['partly', matched.known, matched.open, matched.text]
      default: {
        const { outcome, by } = matched
        const texts = 'text' in outcome ? [outcome.text] : outcome.placed.map(({ oid }) => this.#texts.get(oid))
        return [tiersOf(by), ...texts]
      }
    }
  }
}

function tiersOf(by: readonly Settler[]): string {
  return [...new Set(by.map((one) => (one.kind === 'rule' ? one.take : one.tier)))].join(', ')
}
