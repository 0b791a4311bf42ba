/** The repository that holds the branch to adopt: where its commits are, and which branches of it can be followed. */
import { countBeyond } from '../../base/git/commit-walk.ts'
import { readRefs } from '../../base/git/refs.ts'
import { readRemotes } from '../../base/git/remotes.ts'
import { resolveCommit } from '../../base/git/rev-parse.ts'
import type { Git } from '../../base/git/spawn.ts'
import { branchFault } from '../../base/model/names.ts'
import { type CommitOid, isOid } from '../../base/model/oid.ts'
import type { Roster, Source } from '../../base/model/roster.ts'
import { usageError } from '../../base/std/operating-error.ts'
import { oneLine } from '../../base/text/printable.ts'
import { parseRemoteUrl } from '../../base/text/remote-url.ts'
import { DEFAULT_SCHEMES } from '../../stages/roster/settings.ts'
import { listBranches } from '../../stages/fetch/list-branches.ts'
import { folderOf } from '../other-repository.ts'
import type { Machine, Workspace } from '../workspace.ts'
import type { KnownBranch } from './branch-choice.ts'

export interface AdoptedSource {
  /** As it goes into the roster: an absolute path, or a URL. */
  readonly url: string
  /** The ends of the range as the repository has them: whole ids where it could be asked, else names of branches. */
  readonly base: string
  readonly branch: string
  /** The branch as the operator called it. */
  readonly label: string
  /** All that a roster can name but the two ends, those of the repository itself first. */
  readonly branches: readonly KnownBranch[]
  /** How many commits a branch has beyond one of its commits; undefined when the commit is none of its own, or nobody can tell. */
  beyond(commit: CommitOid, branch: KnownBranch): Promise<number | undefined>
}

export interface Ends {
  readonly from: string
  readonly to: string
}

/** What the base of a range is followed by, for a workspace that is yet to be made; undefined when it is no branch. */
export async function upstreamOf(machine: Machine, repo: string, base: string): Promise<Source | undefined> {
  const folder = await folderOf(machine.git, repo)
  if (folder === undefined) return isOid(base) ? undefined : { url: repo, branch: base }
  const found = (await branchesOf(machine.git.at(folder), folder)).find(({ label }) => label === base)
  return found && { url: found.url, branch: found.branch }
}

export async function openAdoptedSource(
  workspace: Workspace,
  machine: Machine,
  roster: Roster,
  wish: Ends & { readonly repo: string },
): Promise<AdoptedSource> {
  const folder = await folderOf(machine.git, wish.repo)
  if (folder !== undefined) return byFolder(machine.git.at(folder), folder, wish)
  const { git, pid, passThrough } = machine
  const { quarantineFolder: scratchFolder, record } = workspace
  const { fetch, limits } = roster
  const parsed = parseRemoteUrl(wish.repo, fetch.schemes)
  if (parsed.kind === 'refused') throw usageError(`${JSON.stringify(oneLine(wish.repo))} ${parsed.why}`, parsed.hint)
  const setting = { git, recordDir: record.gitDir, scratchFolder, pid, passThrough, fetch, limits: limits.first }
  return byUrl(await listBranches(parsed.url, setting), wish)
}

async function byFolder(git: Git, folder: string, { from, to }: Ends): Promise<AdoptedSource> {
  const branches = await branchesOf(git, folder)
  const [base, tip] = await Promise.all([resolveCommit(git, from), resolveCommit(git, to)])
  for (const [name, found] of [
    [from, base],
    [to, tip],
  ] as const)
    if (found === undefined)
      throw usageError(
        `there is no commit ${JSON.stringify(oneLine(name))} in ${oneLine(folder)}`,
        'Name a branch, a tag or a commit that is there.',
      )
  return {
    url: folder,
    base: base ?? from,
    branch: tip ?? to,
    label: to,
    branches: branches.filter(
      ({ label, branch }) => label !== from && label !== to && branchFault(branch) === undefined,
    ),
    async beyond(commit, { tip: end }) {
      const lost = await countBeyond(git, [commit], [end])
      return lost === 0 ? countBeyond(git, [end], [commit]) : undefined
    },
  }
}

/** Local branches, and those of remotes under the remotes' own addresses. */
async function branchesOf(git: Git, folder: string): Promise<KnownBranch[]> {
  const [refs, remotes] = await Promise.all([readRefs(git, ['refs/heads/', 'refs/remotes/']), readRemotes(git)])
  const local: KnownBranch[] = []
  const distant: KnownBranch[] = []
  for (const { name, peeled } of refs.values()) {
    const tip = peeled as CommitOid
    if (name.startsWith('refs/heads/')) {
      const branch = name.slice('refs/heads/'.length)
      local.push({ label: branch, url: folder, branch, tip })
      continue
    }
    const label = name.slice('refs/remotes/'.length)
    const remote = [...remotes.keys()].find((one) => label.startsWith(`${one}/`))
    const url = remote === undefined ? undefined : remotes.get(remote)
    const branch = label.slice((remote?.length ?? 0) + 1)
    const isFetchable = url !== undefined && parseRemoteUrl(url, [...DEFAULT_SCHEMES, 'file']).kind === 'ok'
    if (isFetchable && branch !== 'HEAD') distant.push({ label, url, branch, tip })
  }
  return [...local, ...distant]
}

/** A server tells where its branches stand, and no more. */
function byUrl(
  heads: ReadonlyMap<string, CommitOid>,
  { repo, from, to }: Ends & { readonly repo: string },
): AdoptedSource {
  const others = [...heads].filter(([branch]) => branch !== from && branch !== to && branchFault(branch) === undefined)
  return {
    url: repo,
    base: from,
    branch: to,
    label: to,
    branches: others.map(([branch, tip]) => ({ label: branch, url: repo, branch, tip })),
    beyond: () => Promise.resolve(undefined),
  }
}
