/** The passport of the commit that somebody names. */
import { readCommitKeys } from '../../base/git/commit-keys.ts'
import { isAncestor } from '../../base/git/commit-walk.ts'
import { oldestTagWith, readDatedTags } from '../../base/git/dated-tags.ts'
import { parseCommit } from '../../base/git/objects.ts'
import { type CommitOid, short } from '../../base/model/oid.ts'
import type { CommitKeys, KnownBy, Passport, Seen } from '../../base/model/passport.ts'
import { assert } from '../../base/std/assert.ts'
import { usageError } from '../../base/std/operating-error.ts'
import type { PassportBook } from '../../memory/record/passports/passport-book.ts'
import { calendarOf } from '../cycle.ts'
import { look, type Look } from '../look.ts'
import { rosterOf } from '../roster.ts'
import { commitInRecord } from '../record-commit.ts'
import type { Machine, Workspace } from '../workspace.ts'
import { composePassport } from './compose-passport.ts'
import { followPassports } from './follow-passports.ts'

export interface PassportAnswer {
  /** The one that was asked for. */
  readonly commit: CommitOid
  readonly keys: CommitKeys
  /** Undefined when no release had it, under whatever id. */
  readonly passport: (Passport & { readonly knownBy: KnownBy | 'id' }) | undefined
  readonly upstream: Landed | undefined
}

export interface Landed {
  readonly commit: CommitOid
  /** The first release that was made on it; undefined when it was there before all of them. */
  readonly seen: Seen | undefined
  /** The oldest of upstream's tags that holds it. */
  readonly tag: string | undefined
}

export async function passportOf(workspace: Workspace, machine: Machine, name: string): Promise<PassportAnswer> {
  await using looked = await look(workspace)
  using book = await followPassports(workspace, looked.runs)
  const commit = await namedCommit(workspace, book, name)
  if (parseCommit(await looked.reader.read(commit, 'commit')).parents.length > 1)
    throw usageError(
      `${short(commit)} is a merge, and merges have no passports`,
      'Those of the commits that it brings do.',
    )
  const [keys] = await readCommitKeys(workspace.record.git, [commit])
  assert(keys !== undefined, `git does not tell of ${commit}`)
  const passport = await passportIn(workspace, machine, { book, looked, keys })
  return { commit, keys, passport, upstream: await landedAs(workspace, looked, commit, passport) }
}

/** Of an id the beginning is enough: commits that were in releases first, then whatever git knows by that name. */
async function namedCommit({ record }: Workspace, book: PassportBook, name: string): Promise<CommitOid> {
  const [found, other] = /^[0-9a-f]{4,40}$/.test(name) ? book.commitsNamed(name) : []
  if (other !== undefined)
    throw usageError(`several commits begin with ${JSON.stringify(name)}`, 'Give more digits of its id.')
  const commit = found ?? (await commitInRecord(record.git, name))
  if (commit !== undefined) return commit
  throw usageError(
    `there is no commit ${JSON.stringify(name)} in the record`,
    'A commit goes by its id or the beginning of it, as `git log` shows it.',
  )
}

interface Desk {
  readonly book: PassportBook
  readonly looked: Look
  readonly keys: CommitKeys
}

async function passportIn(
  workspace: Workspace,
  machine: Machine,
  { book, looked, keys }: Desk,
): Promise<PassportAnswer['passport']> {
  const known = book.recognise(keys)
  const history = known && book.historyOf(known.commit)
  if (known === undefined || history === undefined) return undefined
  const now = machine.clock()
  const roster = await rosterOf(workspace)
  const calendar = await calendarOf(workspace, { roster, upstream: looked.heads.upstream, now })
  return { ...composePassport(history, { calendar, releases: book.releases(), now }), knownBy: known.by }
}

/** A version is tagged after what is in it was committed, but clocks and zones can be a day apart. */
const CLOCKS_APART_SECONDS = 86_400

async function landedAs(
  { record }: Workspace,
  { heads, reader }: Look,
  commit: CommitOid,
  passport: Passport | undefined,
): Promise<Landed | undefined> {
  const { upstream } = heads
  if (upstream === undefined) return undefined
  const landed = passport?.landed?.commit ?? commit
  if (!(await isAncestor(record.git, landed, upstream))) return undefined
  const [{ committedAt }, tags] = await Promise.all([
    reader.read(landed, 'commit').then(parseCommit),
    readDatedTags(record.git, upstream),
  ])
  const later = tags.filter(({ at }) => at.epochSeconds >= committedAt - CLOCKS_APART_SECONDS)
  const oldest = await oldestTagWith(record.git, landed, later)
  return { commit: landed, seen: passport?.landed?.seen, tag: oldest?.name }
}
