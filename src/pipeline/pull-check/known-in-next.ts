/** What next knows of commits, and for how long: out of their passports. */
import type { CommitFacts } from '../../base/model/commit-facts.ts'
import type { Calendar } from '../../base/model/cycle.ts'
import type { Instant } from '../../base/model/instant.ts'
import type { CommitKeys, KnownBy } from '../../base/model/passport.ts'
import type { KnownInNext, PulledCommit } from '../../base/model/pull-check.ts'
import { parseMessage } from '../../base/text/trailers.ts'
import type { RunChain } from '../../memory/record/runs.ts'
import { composePassport } from '../passports/compose-passport.ts'
import { followPassports } from '../passports/follow-passports.ts'
import type { Workspace } from '../workspace.ts'

export interface NextGround {
  readonly runs: RunChain
  readonly calendar: Calendar
  readonly now: Instant
}

/** In their order. */
export async function knownInNext(
  workspace: Workspace,
  { runs, calendar, now }: NextGround,
  commits: readonly CommitFacts[],
): Promise<PulledCommit[]> {
  using book = await followPassports(workspace, runs)
  const releases = book.releases()
  return commits.map((commit): PulledCommit => {
    const { subject } = parseMessage(commit.message)
    const plain = { commit: commit.oid, subject, author: commit.author.who.name }
    const known = book.recognise(keysOf(commit, subject))
    const history = known && book.historyOf(known.commit)
    if (known === undefined || history === undefined) return { ...plain, ...NEVER }
    const passport = composePassport(history, { calendar, releases, now })
    if (passport.first === undefined) return { ...plain, ...NEVER }
    return {
      ...plain,
      inNext: AS[known.by],
      days: passport.daysInNext,
      since: passport.first.release,
      windows: passport.windows.map(({ version }) => version),
    }
  })
}

const NEVER = { inNext: 'never', days: 0, since: undefined, windows: [] } as const

const AS: Readonly<Record<KnownBy | 'id', KnownInNext>> = {
  id: 'as-it-is',
  first: 'as-it-is',
  'patch-id': 'rebased',
  subject: 'changed',
}

function keysOf({ oid, patchId, author, committer }: CommitFacts, subject: string): CommitKeys {
  return { oid, patchId, subject, author: author.who, committer: committer.who }
}
