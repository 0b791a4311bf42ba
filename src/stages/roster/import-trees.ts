/** Takes trees over from linux-next's `Next/Trees`. What cannot be taken over is told, line by line, and leaves the rest alone. */
import { branchFault, treeNameFault } from '../../base/model/names.ts'
import type { Source } from '../../base/model/roster.ts'
import { type NextTree, parseNextTrees } from '../../base/text/next-trees.ts'
import { oneLine } from '../../base/text/printable.ts'
import { parseRemoteUrl } from '../../base/text/remote-url.ts'
import { appendTrees } from './edit-trees.ts'
import { fixesReasons } from './guess-kinds.ts'
import { DEFAULT_SCHEMES } from './settings.ts'
import { type NewTree, treeToml } from './tree-toml.ts'

export interface ImportedTree extends NewTree {
  /** Why it is taken for a fixes tree; undefined for next trees, which most are. */
  readonly guess: string | undefined
}

/** Something the operator should know of. */
export interface ImportNote {
  /** Line of the imported file, counted from 1. */
  readonly line: number
  readonly message: string
}

export interface ImportedTrees {
  readonly trees: readonly ImportedTree[]
  /** The line named `origin`, which linux-next merges everything onto. */
  readonly upstream: Source | undefined
  readonly notes: readonly ImportNote[]
}

export interface ImportSetting {
  readonly schemes?: readonly string[] | undefined
  /** Names that the roster has already. */
  readonly taken?: Iterable<string> | undefined
}

/** linux-next's name for upstream. */
const UPSTREAM = 'origin'

/** What git's remotes without a branch stood for when the format was made. */
const DEFAULT_BRANCH = 'master'

export function importTrees(text: string, setting: ImportSetting = {}): ImportedTrees {
  const { schemes = DEFAULT_SCHEMES, taken = [] } = setting
  const { trees: lines, unread } = parseNextTrees(text)
  const notes: ImportNote[] = unread.map(({ line, text }) => ({
    line,
    message: `not a tree, left out: ${oneLine(text, 80)}`,
  }))
  const names = new Set(Array.from(taken, (name) => name.toLowerCase()))
  const sound = lines.flatMap((line) => {
    const why = refusal(line, schemes, names)
    if (why === undefined) names.add(line.name.toLowerCase())
    else notes.push({ line: line.line, message: `${oneLine(line.name, 60)} is left out: ${why}` })
    return why === undefined ? [line] : []
  })
  notes.push(...branchNotes(sound))
  const trees = sound.filter(({ name }) => name !== UPSTREAM)
  const reasons = fixesReasons(trees.map(({ name }) => name))
  return {
    trees: trees.map((tree, place) => ({ ...source(tree), name: tree.name, ...kindByReason(reasons[place]) })),
    upstream: sound.filter(({ name }) => name === UPSTREAM).map(source)[0],
    notes: notes.toSorted((a, b) => a.line - b.line),
  }
}

/** Appends imported trees to the text of a roster; each guess is said in a comment behind it. */
export function renderImport(rosterText: string, trees: readonly ImportedTree[]): string {
  if (trees.length === 0) return rosterText
  return appendTrees(rosterText, trees.map((tree) => treeToml(tree, tree.guess)).join('\n\n'))
}

function refusal(
  { name, url, branch }: NextTree,
  schemes: readonly string[],
  taken: ReadonlySet<string>,
): string | undefined {
  const nameWhy = treeNameFault(name)
  if (nameWhy !== undefined) return `its name ${nameWhy}`
  if (taken.has(name.toLowerCase())) return 'there is a tree of that name already'
  const reading = parseRemoteUrl(url, schemes)
  if (reading.kind === 'refused') return `its URL ${reading.why}. ${reading.hint}`
  const branchWhy = branch === undefined ? undefined : branchFault(branch)
  return branchWhy === undefined ? undefined : `its branch ${branchWhy}`
}

function branchNotes(trees: readonly NextTree[]): ImportNote[] {
  return trees
    .filter(({ branch }) => branch === undefined)
    .map(({ name, line }) => ({ line, message: `${name} names no branch; ${DEFAULT_BRANCH} is taken` }))
}

function source({ url, branch }: NextTree): Source {
  return { url, branch: branch ?? DEFAULT_BRANCH }
}

function kindByReason(guess: string | undefined): Pick<ImportedTree, 'kind' | 'guess'> {
  return { kind: guess === undefined ? undefined : 'fixes', guess }
}
