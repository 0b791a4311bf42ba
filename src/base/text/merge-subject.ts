/** What the subject of a merge says was merged, in git's own words, linux-next's, and those of forges. */

export interface MergedName {
  readonly kind: 'branch' | 'remote-branch' | 'tag' | 'commit' | 'tree'
  readonly name: string
  /** Where it was pulled from; undefined when the subject does not say. */
  readonly url: string | undefined
}

/** In the order of the subject; empty when it names nothing. */
export function readMergeSubject(subject: string): readonly MergedName[] {
  const [, tree] = /^Merge the (\S+) trees?\b/.exec(subject) ?? []
  if (tree !== undefined) return [{ kind: 'tree', name: tree, url: undefined }]
  const [, request] = /^Merge (?:pull|merge) request \S+ from (\S+)/.exec(subject) ?? []
  if (request !== undefined) return [{ kind: 'branch', name: request, url: undefined }]
  const quoted = [...subject.matchAll(LISTS)].flatMap(([, word = '', list = '', url]) =>
    [...list.matchAll(/'([^']+)'/g)].map(([, name = '']) => ({ kind: kindOf(word), name, url })),
  )
  if (quoted.length > 0) return quoted
  const [, url] = /^Merge (?:of )?([a-z+]+:\/\/\S+|[\w.-]+@[\w.-]+:\S+)/.exec(subject) ?? []
  return url === undefined ? [] : [{ kind: 'branch', name: 'HEAD', url }]
}

/** `branches 'a', 'b' and 'c' of <url>`; a subject can hold several such lists. */
const LISTS =
  /(remote-tracking branch(?:es)?|remote branch|branch(?:es)?|tags?|commits?|topics?) ((?:'[^']+'(?:,? and |, )?)+)(?: ?of ([^\s,]+))?/g

function kindOf(word: string): MergedName['kind'] {
  if (word.startsWith('remote')) return 'remote-branch'
  if (word.startsWith('tag')) return 'tag'
  return word.startsWith('commit') ? 'commit' : 'branch'
}
