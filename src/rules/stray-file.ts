/** A commit adds what a tool left lying about: rejected hunks, an editor's copies, the markers of an unfinished merge. */
import type { CommitFacts } from '../base/model/commit-facts.ts'
import type { Facts } from '../base/model/facts.ts'
import type { Finding } from '../base/model/finding.ts'
import type { Tree } from '../base/model/roster.ts'
import { count } from '../base/text/count.ts'
import { showPath } from '../base/text/show-path.ts'
import { commitFinding } from './make-finding.ts'

/** By the last part of a path. */
const STRAY: readonly (readonly [name: RegExp, what: string])[] = [
  [/\.rej$/, 'hunks that did not apply'],
  [/\.orig$/, 'what a patch or a merge tool kept of the file before'],
  [/_(?:BACKUP|BASE|LOCAL|REMOTE)_\d+\.[^.]+$|\.(?:BACKUP|BASE|LOCAL|REMOTE)$/, 'a side of a merge, from a merge tool'],
  [/~$/, 'an editor’s copy'],
  [/^\..+\.sw[a-p]$/, 'an editor’s swap file'],
  [/^#.+#$|^\.#/, 'an editor’s unsaved changes or lock'],
  [/^(?:\.DS_Store|Thumbs\.db|desktop\.ini)$/, 'what a file manager keeps of a folder'],
  [/^nohup\.out$/, 'the output of a command'],
]

export function strayFile(facts: Facts): readonly Finding[] {
  return facts.trees.flatMap(({ tree, brings }) =>
    brings.flatMap((commit) => [...strayFiles(tree, commit), ...leftMarkers(tree, commit)]),
  )
}

function strayFiles(tree: Tree, commit: CommitFacts): Finding[] {
  const added = commit.changes.filter(({ kind }) => kind === 'added')
  const evidence = added.flatMap(({ path }) => {
    const what = strayKind(path)
    return what === undefined ? [] : [`${showPath(path)}: ${what}`]
  })
  if (evidence.length === 0) return []
  return [
    commitFinding(tree.name, commit, {
      rule: 'stray-file',
      what: `It adds ${count(evidence.length, 'file')} that ${evidence.length === 1 ? 'looks' : 'look'} left over.`,
      evidence,
      remedy: 'Take them out of the commit, or in a commit on top, and have git ignore such names.',
    }),
  ]
}

function strayKind(path: string): string | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1)
  return STRAY.find(([pattern]) => pattern.test(name))?.[1]
}

function leftMarkers(tree: Tree, commit: CommitFacts): Finding[] {
  const { markers } = commit
  if (markers.length === 0) return []
  const text = {
    rule: 'stray-file',
    what: `It adds conflict markers to ${count(markers.length, 'file')}.`,
    evidence: markers,
    remedy: 'Somebody committed a merge that was not finished: settle it and amend the commit.',
  } as const
  return [commitFinding(tree.name, commit, text, 'markers')]
}
