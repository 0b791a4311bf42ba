/** What a pull-check is asked of: commits of the record, a branch somewhere, or the mail that asks for a pull. */
import { resolveCommit } from '../../base/git/rev-parse.ts'
import type { Git } from '../../base/git/spawn.ts'
import type { CommitOid } from '../../base/model/oid.ts'
import { OperatingError, usageError } from '../../base/std/operating-error.ts'
import { parseRemoteUrl } from '../../base/text/remote-url.ts'
import { readPullRequest } from '../../base/text/request-pull.ts'
import { fetchAside, treeFor } from '../fetch-aside.ts'
import type { Start } from '../ground.ts'
import { commitInRecord } from '../record-commit.ts'
import { parseRange } from '../revision-range.ts'
import { splitSource } from '../source.ts'
import type { Machine, Workspace } from '../workspace.ts'

export type PullQuestion =
  /** `<from>..<to>`, or one commit, tag or tree of the record. */
  | { readonly kind: 'range'; readonly text: string }
  /** `<url>#<branch>`. */
  | { readonly kind: 'branch'; readonly text: string }
  | { readonly kind: 'mail'; readonly text: string }

export interface PullSubject {
  readonly tip: CommitOid
  /** Where the range begins; undefined: with what upstream has not. */
  readonly from: CommitOid | undefined
  /** The commit that a mail names, where the branch is elsewhere by now. */
  readonly asked: string | undefined
}

export interface SubjectDesk {
  readonly workspace: Workspace
  readonly machine: Machine
  readonly begun: Start
  /** The throw-away repository that a branch is fetched into. */
  readonly aside: Git
}

export async function findSubject(desk: SubjectDesk, question: PullQuestion): Promise<PullSubject> {
  const nothing = { from: undefined, asked: undefined }
  switch (question.kind) {
    case 'range': {
      const { from, to } = parseRange(question.text)
      return {
        ...nothing,
        tip: await inRecord(desk, to),
        from: from === undefined ? undefined : await inRecord(desk, from),
      }
    }
    case 'branch':
      return { ...nothing, tip: await fetched(desk, question.text) }
    default: {
      const request = readPullRequest(question.text)
      if (request === undefined)
        throw usageError('this is no request to pull', 'It is read as `git request-pull` writes it.')
      const { tip: asked, url, ref } = request
      // What waits in next is here already, and a tag cannot be fetched as a branch.
      const here = asked === undefined ? undefined : await resolveCommit(desk.workspace.record.git, asked)
      if (here !== undefined) return { ...nothing, tip: here }
      // Somebody else wrote it: it does not get at what only the operator may name.
      const allowed = parseRemoteUrl(url, desk.begun.roster.fetch.schemes)
      if (allowed.kind === 'refused')
        throw usageError(`the mail’s address ${JSON.stringify(url)} ${allowed.why}`, allowed.hint)
      const tip = await fetched(desk, `${url}#${ref}`)
      return { ...nothing, tip, asked: asked === undefined || asked === tip ? undefined : asked }
    }
  }
}

async function inRecord({ workspace, begun }: SubjectDesk, name: string): Promise<CommitOid> {
  const commit = await commitInRecord(workspace.record.git, name)
  if (commit !== undefined) return commit
  if (begun.roster.trees.some((tree) => tree.name === name))
    throw usageError(`the ${name} tree was never fetched`, 'Why is shown by: tributary status')
  throw usageError(
    `there is no commit ${JSON.stringify(name)} in the record, nor such a file`,
    'Name a tree, a tag of upstream, a commit, a range of these, a branch as <url>#<branch>, or the file of a mail.',
  )
}

async function fetched({ workspace, machine, begun, aside }: SubjectDesk, text: string): Promise<CommitOid> {
  const { roster, heads } = begun
  const tree = treeFor(roster, { source: splitSource(text), as: undefined })
  const tip = await fetchAside(aside, {
    workspace,
    machine,
    roster,
    tree,
    now: machine.clock(),
    upstream: heads.upstream,
  })
  if (tip.commit !== undefined) return tip.commit
  const why = 'why' in tip ? tip.why : 'there is no such branch'
  throw new OperatingError(
    'branch-missing',
    `${text} could not be had: ${why}`,
    'Is the address right, and does the server answer?',
  )
}
