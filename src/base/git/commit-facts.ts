/** Reads what rules know of commits: two git processes for many of them, not one for each. */
import type { CommitFacts, PathChange, Signed } from '../model/commit-facts.ts'
import type { Instant } from '../model/instant.ts'
import { type CommitOid, commitOid } from '../model/oid.ts'
import { assert } from '../std/assert.ts'
import { chunksOf } from '../std/collections.ts'
import { readPatches } from './patch-ids.ts'
import type { Git } from './spawn.ts'

/** Commits in one question. Their changes come to some 10 MB of text then, a megabyte without the patches. */
const COMMITS_PER_QUESTION = 500

/** In the order they are asked for. */
export async function readCommitFacts(git: Git, commits: readonly CommitOid[]): Promise<CommitFacts[]> {
  const facts: CommitFacts[] = []
  for (const chunk of chunksOf(commits, COMMITS_PER_QUESTION)) {
    const [patches, read] = await Promise.all([readPatches(git, chunk), readLog(git, chunk)])
    for (const commit of read) {
      const patch = patches.get(commit.oid)
      facts.push({ ...commit, patchId: patch?.id, markers: patch?.markers ?? [] })
    }
  }
  return facts
}

const FORMAT = [
  '--format=%H%x00%P%x00%an%x00%ae%x00%ad%x00%cn%x00%ce%x00%cd%x00%B%x00',
  '--date=raw',
  '--encoding=UTF-8',
  '--no-notes',
  '-z',
  '--raw',
  '--numstat',
  '--no-renames',
  '--no-abbrev',
  '--no-ext-diff',
  '--no-textconv',
] as const

type LogEntry = Omit<CommitFacts, 'patchId' | 'markers'>

async function readLog(git: Git, commits: readonly CommitOid[]): Promise<LogEntry[]> {
  const args = ['log', '--stdin', '--no-walk=unsorted', ...FORMAT]
  const { stdout } = await git.run({ args, input: commits.map((commit) => `${commit}\n`).join('') })
  const entries = parseLog(stdout.toString('latin1'))
  assert(entries.length === commits.length, `git log told of ${entries.length} commits of ${commits.length}`)
  return entries
}

/**
 * Nine fields a commit, each closed by NUL, and one more NUL. Where it changes something, then
 *
 *     LF { :<mode> SP <mode> SP <oid> SP <oid> SP <letter> NUL <path> NUL } { <insertions> TAB <deletions> TAB <path> NUL }
 *
 * A commit's id has neither the colon nor the tabs that tell those apart.
 */
function parseLog(text: string): LogEntry[] {
  const fields = text.split('\0')
  const entries: LogEntry[] = []
  let at = 0
  while (at < fields.length - 1) {
    const [oid = '', parents = '', an = '', ae = '', ad = '', cn = '', ce = '', cd = '', message = ''] =
      fields.slice(at)
    at += 10
    const changes = new Map<string, PathChange>()
    for (; at < fields.length - 1; at += 1) {
      const field = (fields[at] ?? '').replace(/^\n/, '')
      if (field.startsWith(':')) {
        at += 1
        const path = fields[at] ?? ''
        changes.set(path, { path, kind: kindOf(field), insertions: 0, deletions: 0 })
        continue
      }
      const [, insertions, deletions, path] = /^(\d+|-)\t(\d+|-)\t(.*)$/s.exec(field) ?? []
      const change = path === undefined ? undefined : changes.get(path)
      if (change === undefined) break
      const counts = { insertions: Number(insertions) || 0, deletions: Number(deletions) || 0 }
      changes.set(change.path, { ...change, ...counts })
    }
    entries.push({
      oid: commitOid(oid),
      parents: parents.split(' ').filter(Boolean).map(commitOid),
      author: signed(an, ae, ad),
      committer: signed(cn, ce, cd),
      message: utf8(message),
      changes: [...changes.values()],
    })
  }
  return entries
}

/** `:100644 100644 <oid> <oid> M`: the letter is the last. */
function kindOf(head: string): PathChange['kind'] {
  const letter = head.at(-1)
  return letter === 'A' ? 'added' : letter === 'D' ? 'deleted' : 'modified'
}

function signed(name: string, email: string, date: string): Signed {
  return { who: { name: utf8(name), email: utf8(email) }, when: instantOf(date) }
}

/** `1768348800 +0100`. A commit may hold any nonsense there, which git shows as the beginning of time or not at all. */
function instantOf(date: string): Instant {
  const [, seconds, sign, hours, minutes] = /^(-?\d+) ([+-])(\d\d)(\d\d)$/.exec(date) ?? []
  const east = Number(hours ?? 0) * 60 + Number(minutes ?? 0)
  return { epochSeconds: Number(seconds ?? 0), zoneMinutes: sign === '-' ? -east : east }
}

function utf8(raw: string): string {
  return Buffer.from(raw, 'latin1').toString('utf8')
}
