/**
 * The chain of findings, `refs/tributary/findings`: what rules found, since when it stands, and when it went.
 *
 *     standing.json                 what stands, by id; rewritten, so that no command has to read the rest
 *     2026/20260114-3f2a….json      what appeared and what went when rules were asked on a day
 */
import { createHash } from 'node:crypto'
import type { Folders } from '../../base/git/folders.ts'
import type { ObjectReader } from '../../base/git/object-reader.ts'
import type { Finding, FindingId } from '../../base/model/finding.ts'
import { compactDay, type Instant } from '../../base/model/instant.ts'
import type { CommitOid } from '../../base/model/oid.ts'
import { type ChainFile, readChain, readChainFile } from './chain.ts'
import { parseJson } from './json.ts'

/** When each finding that stands was first seen. */
export type Standing = ReadonlyMap<FindingId, Instant>

export interface FindingNews {
  readonly at: Instant
  readonly appeared: readonly Finding[]
  readonly gone: readonly FindingId[]
}

/** What the rules say now, against what stood before. A finding that comes back is new. */
export function findingNews(before: Standing, now: readonly Finding[], at: Instant): FindingNews {
  const ids = new Set(now.map(({ id }) => id))
  return {
    at,
    appeared: now.filter(({ id }) => !before.has(id)),
    gone: [...before.keys()].filter((id) => !ids.has(id)),
  }
}

export function afterNews(before: Standing, { at, appeared, gone }: FindingNews): Standing {
  const after = new Map(before)
  for (const id of gone) after.delete(id)
  for (const { id } of appeared) after.set(id, at)
  return after
}

export function findingFiles(news: FindingNews, standing: Standing): ChainFile[] {
  const content = `${JSON.stringify(news, null, 1)}\n`
  const day = compactDay(news.at)
  const name = createHash('sha256').update(content).digest('hex').slice(0, 10)
  const lines = [...standing].map(([id, since]) => ` ${JSON.stringify({ id, since })}`)
  return [
    { path: `${day.slice(0, 4)}/${day}-${name}.json`, content },
    { path: STANDING, content: lines.length === 0 ? '[]\n' : `[\n${lines.join(',\n')}\n]\n` },
  ]
}

const STANDING = 'standing.json'

export async function readStanding(
  folders: Folders,
  reader: ObjectReader,
  head: CommitOid | undefined,
): Promise<Standing> {
  const text = await readChainFile(folders, reader, head, STANDING)
  const lines = text === undefined ? [] : parseJson<{ id: FindingId; since: Instant }[]>(text, 'list of findings')
  return new Map(lines.map(({ id, since }) => [id, since]))
}

/** A finding that is over. */
export interface PastFinding {
  readonly finding: Finding
  readonly since: Instant
  readonly gone: Instant
}

/** Those that ever went, the last to go first. */
export async function readGoneFindings(
  folders: Folders,
  reader: ObjectReader,
  head: CommitOid | undefined,
): Promise<PastFinding[]> {
  const files = await readChain(folders, reader, head, (path) => path !== STANDING)
  const days = files.map(({ path, content }) => parseJson<FindingNews>(content, `findings ${path}`))
  const open = new Map<FindingId, Omit<PastFinding, 'gone'>>()
  const past: PastFinding[] = []
  for (const { at, appeared, gone } of days.toSorted((a, b) => a.at.epochSeconds - b.at.epochSeconds)) {
    for (const id of gone) {
      const began = open.get(id)
      if (began !== undefined) past.push({ ...began, gone: at })
      open.delete(id)
    }
    for (const finding of appeared) open.set(finding.id, { finding, since: at })
  }
  return past.reverse()
}
