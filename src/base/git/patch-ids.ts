/** What patches do, as one number each that stays when they are applied elsewhere (`git diff-tree -p | git patch-id --stable`), and what they should not. */
import type { PatchId } from '../model/commit-facts.ts'
import { type CommitOid, commitOid } from '../model/oid.ts'
import type { Git } from './spawn.ts'
import { withinLimits } from './within-limits.ts'

export interface PatchFacts {
  readonly id: PatchId
  /** Paths, as git quotes them, to which conflict markers are added. */
  readonly markers: readonly string[]
}

/** Most patch text read at once. What is larger is asked for in halves; one patch beyond it, such as a whole new driver with tables, has no number. */
const PATCH_MAX_BYTES = 64 * 1024 * 1024

const TIMEOUT_MS = 120_000

/** `--full-index` because the ids are all that tells two changes of a binary file apart. */
const PATCH = [
  'diff-tree',
  '--stdin',
  '--root',
  '--patch',
  '--full-index',
  '--no-renames',
  '--no-color',
  '--no-ext-diff',
  '--no-textconv',
] as const

/** As if the commit were undone. git swaps the prefixes with the sides, and they are part of the number. */
const UNDOING_PATCH = [...PATCH, '-R', '--src-prefix=b/', '--dst-prefix=a/'] as const

/** Merges, and commits that change nothing, have none. */
export function readPatches(git: Git, commits: readonly CommitOid[]): Promise<Map<CommitOid, PatchFacts>> {
  return readAs(PATCH, git, commits)
}

/** The number of what each of them undoes. */
export async function readUndonePatches(git: Git, commits: readonly CommitOid[]): Promise<Map<CommitOid, PatchId>> {
  const patches = await readAs(UNDOING_PATCH, git, commits)
  return new Map([...patches].map(([commit, { id }]) => [commit, id]))
}

async function readAs(
  args: readonly string[],
  git: Git,
  commits: readonly CommitOid[],
): Promise<Map<CommitOid, PatchFacts>> {
  const patches = await withinLimits(git, {
    args,
    input: commits.map((commit) => `${commit}\n`).join(''),
    timeoutMs: TIMEOUT_MS,
    outputMaxBytes: PATCH_MAX_BYTES,
  })
  if (patches === undefined) {
    if (commits.length < 2) return new Map()
    const middle = Math.ceil(commits.length / 2)
    const first = await readAs(args, git, commits.slice(0, middle))
    return new Map([...first, ...(await readAs(args, git, commits.slice(middle)))])
  }
  const ids = parseIds(await git.text({ args: ['patch-id', '--stable'], input: patches }))
  const markers = addedMarkers(patches)
  return new Map([...ids].map(([commit, id]) => [commit, { id, markers: markers.get(commit) ?? [] }]))
}

/** `<patch id> SP <commit>` a line. A commit's patch begins with its id on a line of its own, which no line of a patch can look like. */
function parseIds(text: string): Map<CommitOid, PatchId> {
  const ids = new Map<CommitOid, PatchId>()
  for (const line of text.split('\n')) {
    const [id, commit] = line.split(' ')
    if (id !== undefined && commit !== undefined) ids.set(commitOid(commit), id as PatchId)
  }
  return ids
}

/** Both ends of a conflict: a text about merging may well have one of them, and tables have rows of `=`. */
const BEGINS = '\n+<<<<<<< '
const ENDS = '\n+>>>>>>> '

/** Hardly any patch has some, and the others are not taken apart. */
function addedMarkers(patches: Buffer): Map<CommitOid, readonly string[]> {
  const found = new Map<CommitOid, readonly string[]>()
  if (!patches.includes(BEGINS) || !patches.includes(ENDS)) return found
  for (const patch of patches.toString('latin1').split(/^(?=[0-9a-f]{40}$)/m)) {
    const marked = patch.split(/^(?=diff --git )/m).filter((file) => file.includes(BEGINS) && file.includes(ENDS))
    const paths = marked.flatMap((file) => /^\+\+\+ (.*?)\t?$/m.exec(file)?.[1]?.replace(/^("?)b\//, '$1') ?? [])
    if (paths.length > 0) found.set(commitOid(patch.slice(0, 40)), paths)
  }
  return found
}
