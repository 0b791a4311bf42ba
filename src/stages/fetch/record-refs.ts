/** Which refs of a repository belong to a record; pure. */
import {
  branchFault,
  parseReleaseName,
  REF_UPSTREAM,
  REF_UPSTREAM_TAGS,
  type RefName,
  treeNameFault,
} from '../../base/model/names.ts'

/** `refs/tributary/runs` and the like; below `pushed` there is one for each repository that releases are pushed to. */
const CHAIN = /^refs\/tributary\/(?!candidates$|pushed$)(?:[a-z]{1,40}|pushed\/[0-9a-f]{16})$/

/** A branch on which releases are published, as the roster's `prefix` may call it. */
const BRANCH = /^refs\/heads\/[A-Za-z0-9][A-Za-z0-9_-]{0,30}$/

/** A branch that a hand-over is offered on: `hand-over/<tree>/<topics>`. */
const HAND_OVER = /^refs\/heads\/hand-over\/([^/]+)\/([^/]+)$/

/** Those a record has. The others, such as a host's own for pull requests, mean nothing here, and could be made to mean something to git. */
export function recordRefs(names: Iterable<string>): RefName[] {
  const known = [...names].filter(isRecordRef)
  const taken = new Set(known)
  // `a` and `a/b` cannot stand beside each other as refs, though a server can offer both.
  return known.filter((name) => !parents(name).some((parent) => taken.has(parent))) as RefName[]
}

function isRecordRef(name: string): boolean {
  if (name === REF_UPSTREAM) return true
  if (name.startsWith(REF_UPSTREAM_TAGS)) return isTag(name.slice(REF_UPSTREAM_TAGS.length))
  if (name.startsWith('refs/trees/')) return treeNameFault(name.slice('refs/trees/'.length)) === undefined
  if (name.startsWith('refs/tags/')) return parseReleaseName(name.slice('refs/tags/'.length)) !== undefined
  return BRANCH.test(name) || CHAIN.test(name) || isHandOverBranch(name)
}

function isHandOverBranch(name: string): boolean {
  const [, tree, topics] = HAND_OVER.exec(name) ?? []
  return tree !== undefined && topics !== undefined && treeNameFault(tree) === undefined && isTag(topics)
}

/** A byte that is no UTF-8 has become a sign that stands for it, and does not lead back to the ref. */
function isTag(name: string): boolean {
  return branchFault(name) === undefined && !name.includes('\ufffd')
}

function parents(name: string): string[] {
  const parts = name.split('/')
  return parts.slice(1).map((_, at) => parts.slice(0, at + 1).join('/'))
}
