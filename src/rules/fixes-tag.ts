/** A Fixes tag does not name the commit it means, or not in the way that people and scripts look for. */
import type { CommitFacts } from '../base/model/commit-facts.ts'
import type { Facts, NamedCommit } from '../base/model/facts.ts'
import type { Finding } from '../base/model/finding.ts'
import type { CommitOid } from '../base/model/oid.ts'
import { type FixesTag, fixesTags } from '../base/text/fixes-tags.ts'
import { parseMessage } from '../base/text/trailers.ts'
import { unreachable } from '../base/std/assert.ts'
import { correctTag, type FixesFault, faultsOf } from './fixes-faults.ts'
import { commitFinding } from './make-finding.ts'

export function fixesTag(facts: Facts): readonly Finding[] {
  const bySubject = commitsBySubject(facts)
  return facts.trees.flatMap(({ tree, brings, commits, merges }) => {
    const own = new Set([...commits, ...merges].map(({ oid }) => oid))
    return brings.flatMap((commit) =>
      fixesTags(commit.message).flatMap((tag): Finding[] => {
        const target = targetOf(tag, facts, own)
        const faults = faultsOf(tag, target)
        if (faults.length === 0) return []
        const right = correction(tag, target, bySubject)
        const text = {
          rule: 'fixes-tag',
          what: `Its Fixes tag has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}: ${faults.map(faultWords).join('; ')}.`,
          evidence: [`Fixes: ${tag.text}`, ...(right === undefined ? [] : [`Maybe you meant: ${right}`])],
          remedy: remedyFor(faults, right),
        } as const
        return [commitFinding(tree.name, commit, text, tag.text)]
      }),
    )
  })
}

/** What is upstream counts as an ancestor of everything that will get there. */
function targetOf({ id }: FixesTag, { named }: Facts, own: ReadonlySet<CommitOid>): NamedCommit {
  const target = (id === undefined ? undefined : named.get(id)) ?? ({ kind: 'missing' } as const)
  return target.kind === 'commit' && own.has(target.commit) ? { ...target, isAncestor: true } : target
}

/** Of those with the same subject none: it would be a guess. */
function commitsBySubject({ trees }: Facts): ReadonlyMap<string, CommitFacts | undefined> {
  const found = new Map<string, CommitFacts | undefined>()
  for (const { brings } of trees) {
    for (const commit of brings) {
      const { subject } = parseMessage(commit.message)
      found.set(subject, found.has(subject) ? undefined : commit)
    }
  }
  return found
}

/** Where the id names nothing, a commit with the subject that stands there: the id is from before a rebase. */
function correction(
  tag: FixesTag,
  target: NamedCommit,
  bySubject: ReadonlyMap<string, CommitFacts | undefined>,
): string | undefined {
  if (target.kind === 'commit') return correctTag(target.commit, target.subject)
  const said = tag.rest.trim().replace(/^\(?["'\u2018\u201c]?|["'\u2019\u201d]?\)?$/g, '')
  const commit = bySubject.get(said)
  return commit && correctTag(commit.oid, said)
}

function remedyFor(faults: readonly FixesFault[], right: string | undefined): string {
  if (faults.includes('several')) return 'Give each commit that is mended a tag of its own, on a line of its own.'
  if (right === undefined)
    return 'Name the commit with at least 12 digits of its id: git log -1 --abbrev=12 --format=\'Fixes: %h ("%s")\' <commit>'
  return 'Put the line above in its place, among the trailers at the end of the message.'
}

function faultWords(fault: FixesFault): string {
  switch (fault) {
    case 'no-id':
      return 'it names no commit'
    case 'no-such-commit':
      return 'there is no such commit'
    case 'ambiguous':
      return 'the id fits several commits'
    case 'not-ancestor':
      return 'the commit is neither upstream nor in this tree'
    case 'too-short':
      return 'the id has less than 12 digits'
    case 'leading-word':
      return 'a word stands before the id'
    case 'no-subject':
      return 'the subject is missing'
    case 'no-space':
      return 'there is no space between id and subject'
    case 'bracket-open':
      return 'a bracket is opened and not closed'
    case 'quote-open':
      return 'a quotation mark is opened and not closed'
    case 'subject-differs':
      return 'the commit has another subject'
    case 'several':
      return 'it names several commits'
    case 'split':
      return 'it is split over several lines'
    case 'outside':
      return 'it stands outside the last paragraph'
    default:
      return unreachable(fault)
  }
}
