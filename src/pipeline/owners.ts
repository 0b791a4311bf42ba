/** Who owns a path, or what a commit changes: whose word counts, whether it was given, and who is to be asked. */
import { readCommitFacts } from '../base/git/commit-facts.ts'
import { commitPatch } from '../base/git/commit-patch.ts'
import { resolveCommit } from '../base/git/rev-parse.ts'
import type { CommitFacts } from '../base/model/commit-facts.ts'
import type { CommitOid } from '../base/model/oid.ts'
import type { Claim, Owners } from '../base/model/owners.ts'
import type { Person } from '../base/model/person.ts'
import { usageError } from '../base/std/operating-error.ts'
import { distinct } from '../base/std/collections.ts'
import { type Asked, whoIsAsked } from '../base/text/owners/asked.ts'
import { patchWords } from '../base/text/owners/patch-words.ts'
import { consentTo } from '../rules/consent.ts'
import { howInvasive, type Invasiveness, invasivenessWords } from '../rules/owners/invasiveness.ts'
import { type Holding, Land } from '../rules/owners/land.ts'
import { start } from './ground.ts'
import { peopleInFiles, readOwners } from './judging/read-owners.ts'
import { openReading, type Workspace } from './workspace.ts'

export interface OwnersFound {
  /** Undefined when it was asked about a path. */
  readonly commit: CommitFacts | undefined
  readonly invasive: { readonly degree: Invasiveness['degree']; readonly words: string } | undefined
  readonly paths: readonly OwnedPath[]
  /** Claims on what the commit says, wherever that stands. */
  readonly byWords: readonly Claim[]
  readonly asked: Asked
  /** Lines of upstream's file that cannot be understood. */
  readonly unread: readonly string[]
}

export interface OwnedPath {
  /** Raw. */
  readonly path: string
  /** The most precise first. */
  readonly holdings: readonly Holding[]
  readonly claims: readonly Claim[]
  /** How one of the owners agreed; undefined when none did, or when there is no commit to agree to. */
  readonly consent: string | undefined
}

/** Asked by what upstream says now. */
export async function ownersOf(workspace: Workspace, what: string): Promise<OwnersFound> {
  const { roster, heads } = await start(workspace)
  if (heads.upstream === undefined)
    throw usageError(`${roster.upstream.name} has not been fetched yet`, 'Fetch it with: tributary fetch')
  await using reading = openReading(workspace.record.git)
  const owners = await readOwners(reading, heads.upstream)
  const { upstream } = heads
  const inFiles = (paths: readonly string[]) =>
    peopleInFiles(
      reading,
      upstream,
      paths.filter((path) => owners.namesPeople(path)),
    )
  const desk: Desk = { workspace, owners, land: new Land(roster.trees, owners), inFiles }
  const commit = /^(?:[0-9a-f]{7,40}|refs\/.+)$/.test(what)
    ? await resolveCommit(workspace.record.git, what)
    : undefined
  return commit === undefined ? await ofPath(what, desk) : await ofCommit(commit, desk)
}

interface Desk {
  readonly workspace: Workspace
  readonly owners: Owners
  readonly land: Land
  /** People who stand in the text of those of the files that name some. */
  readonly inFiles: (paths: readonly string[]) => Promise<readonly Person[]>
}

async function ofPath(text: string, desk: Desk): Promise<OwnersFound> {
  const path = Buffer.from(text.replace(/^(?:\.?\/)+/, ''), 'utf8').toString('latin1')
  if (path === '')
    throw usageError('nothing is named', 'Name a path of the project, such as drivers/net/phy.c, or a commit.')
  const owned = ownedPath(path, desk, undefined)
  const asked = whoIsAsked(owned.claims, desk.owners, await desk.inFiles([path]))
  return {
    commit: undefined,
    invasive: undefined,
    paths: [owned],
    byWords: [],
    asked: withContacts(asked, [owned]),
    unread: desk.owners.unread,
  }
}

async function ofCommit(oid: CommitOid, desk: Desk): Promise<OwnersFound> {
  const { git } = desk.workspace.record
  const [[commit], patch] = await Promise.all([readCommitFacts(git, [oid]), commitPatch(git, oid)])
  const changes = commit?.changes ?? []
  const paths = changes.map(({ path }) => ownedPath(path, desk, commit))
  const { intro, lines } = patchWords(patch ?? '')
  const byWords = desk.owners.claimsOnWords(intro, lines)
  const invasiveness = howInvasive(changes, () => false)
  const asked = whoIsAsked(
    [...paths.flatMap(({ claims }) => claims), ...byWords],
    desk.owners,
    await desk.inFiles(changes.map(({ path }) => path)),
  )
  return {
    commit,
    invasive: { degree: invasiveness.degree, words: invasivenessWords(invasiveness) },
    paths,
    byWords,
    asked: withContacts(asked, paths),
    unread: desk.owners.unread,
  }
}

function ownedPath(path: string, { owners, land }: Desk, commit: CommitFacts | undefined): OwnedPath {
  const holdings = land.holdingsOf(path)
  const people = holdings.flatMap((holding) => holding.people)
  const consent = commit && consentTo(commit, people, owners.canonical)
  return { path, holdings, claims: owners.claimsOn(path), consent }
}

/** The contacts of trees that own by the roster's word stand in no file of the project. */
function withContacts({ people, lists }: Asked, paths: readonly OwnedPath[]): Asked {
  const known = new Set([...people, ...lists].map(({ email }) => email.toLowerCase()))
  const contacts = distinct(
    paths.flatMap(({ holdings }) => holdings.flatMap((holding): readonly Person[] => holding.people)),
  )
  return { people: [...people, ...contacts.filter(({ email }) => !known.has(email.toLowerCase()))], lists }
}
