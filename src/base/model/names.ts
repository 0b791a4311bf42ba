/** Names that become refs and files: checked once, at the edge, and trusted afterwards. */
import type { Brand } from '../std/brand.ts'

/** A maintainer's tree as the roster calls it, such as `net-next` or `driver-core.current`. */
export type TreeName = Brand<string, 'TreeName'>
/** A release, such as `next-20260114` or `next-20260114.1`. */
export type ReleaseName = Brand<string, 'ReleaseName'>
/** A ref in full, beginning with `refs/`. */
export type RefName = Brand<string, 'RefName'>

/** What a name on disk or in a ref may look like; everything else is data and never becomes a path. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/

/** Longest name taken: with the prefix of its ref and `.lock` it stays below the 255 bytes a file name may have. */
const NAME_LENGTH_MAX = 100

/** Why a tree cannot be called that, or undefined when it can. `..`, a final dot and `.lock` are git's own refusals (git-check-ref-format). */
export function treeNameFault(text: string): string | undefined {
  if (text.length > NAME_LENGTH_MAX) return `is longer than ${NAME_LENGTH_MAX} characters`
  if (!NAME.test(text)) return 'may hold only letters, digits, ".", "_" and "-", and starts with a letter or digit'
  if (text.includes('..') || text.endsWith('.')) return 'may not hold ".." or end in "."'
  if (text.toLowerCase().endsWith('.lock')) return 'may not end in ".lock"'
  return undefined
}

export function parseTreeName(text: string): TreeName | undefined {
  return treeNameFault(text) === undefined ? (text as TreeName) : undefined
}

const RELEASE = /^([A-Za-z0-9][A-Za-z0-9_-]*)-(\d{8})(?:\.(\d+))?$/

export function parseReleaseName(text: string): ReleaseName | undefined {
  return RELEASE.test(text) ? (text as ReleaseName) : undefined
}

/** A release's prefix (`next`), its day as `YYYYMMDD`, and its place in that day: 0 for the first. */
export function releaseDay(release: ReleaseName): {
  readonly prefix: string
  readonly day: string
  readonly place: number
} {
  const [, prefix = '', day = '', place = '0'] = RELEASE.exec(release) ?? []
  return { prefix, day, place: Number(place) }
}

/** The name of the nth release of a day: `next-20260114`, then `next-20260114.1`. */
export function releaseName(prefix: string, day: string, place: number): ReleaseName {
  return `${prefix}-${day}${place === 0 ? '' : `.${place}`}` as ReleaseName
}

/**
 * Why a remote branch cannot be called that, or undefined when it can: git-check-ref-format's rules for what stands behind `refs/heads/`.
 * Control characters, spaces and a leading dash fall under them.
 */
export function branchFault(branch: string): string | undefined {
  if (branch === '') return 'is empty'
  if (branch.length > 200) return 'is longer than 200 characters'
  if (branch.startsWith('-')) return 'starts with a dash, which a program could take for an option'
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what must not pass
  if (/[\u0000-\u0020\u007f~^:?*[\\]/.test(branch)) return 'holds a character that git does not allow in a ref'
  if (branch.includes('..') || branch.includes('@{') || branch.includes('//')) return 'holds "..", "@{" or "//"'
  if (branch === '@' || branch.startsWith('/') || branch.endsWith('/') || branch.endsWith('.'))
    return 'is not a whole ref name'
  if (branch.split('/').some((part) => part.startsWith('.') || part.endsWith('.lock')))
    return 'has a part that starts with "." or ends in ".lock"'
  return undefined
}

export const REF_RUNS = 'refs/tributary/runs' as RefName
export const REF_DECISIONS = 'refs/tributary/decisions' as RefName
export const REF_RESOLUTIONS = 'refs/tributary/resolutions' as RefName
export const REF_VERDICTS = 'refs/tributary/verdicts' as RefName
export const REF_SEARCHES = 'refs/tributary/searches' as RefName
export const REF_REPORTS = 'refs/tributary/reports' as RefName
export const REF_FINDINGS = 'refs/tributary/findings' as RefName
export const REF_TIPS = 'refs/tributary/tips' as RefName
export const REF_UPSTREAM = 'refs/upstream/head' as RefName
export const REF_UPSTREAM_TAGS = 'refs/upstream/tags/'

export function treeRef(tree: TreeName): RefName {
  return `refs/trees/${tree}` as RefName
}

export function tagRef(release: ReleaseName): RefName {
  return `refs/tags/${release}` as RefName
}

export function branchRef(prefix: string): RefName {
  return `refs/heads/${prefix}` as RefName
}
