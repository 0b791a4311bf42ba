/** A commit lacks the Signed-off-by of whoever wrote it, or of whoever put it into the tree. */
import type { CommitFacts } from '../base/model/commit-facts.ts'
import type { Facts } from '../base/model/facts.ts'
import type { Finding } from '../base/model/finding.ts'
import { formatPerson, type Person } from '../base/model/person.ts'
import type { Tree } from '../base/model/roster.ts'
import { parseMessage, type Trailer } from '../base/text/trailers.ts'
import { commitFinding } from './make-finding.ts'
import { isOneOf, personIn } from './same-person.ts'

export function signOff({ trees, owners }: Facts): readonly Finding[] {
  return trees.flatMap(({ tree, brings }) => brings.flatMap((commit) => unsigned(tree, commit, owners.canonical)))
}

/** `canonical`: as upstream's `.mailmap` has people, under whom they may have signed as well. */
function unsigned(tree: Tree, commit: CommitFacts, canonical: (person: Person) => Person): Finding[] {
  const lines = parseMessage(commit.message).trailers.filter(isSignOff)
  const signers = lines.map(({ value }) => personIn(value))
  const hasSigned = (person: Person): boolean => isOneOf(person, signers) || isOneOf(canonical(person), signers)
  const author = hasSigned(commit.author.who) ? undefined : commit.author.who
  const committer = hasSigned(commit.committer.who) ? undefined : commit.committer.who
  const missing = missingOf(author, committer)
  if (missing === undefined) return []
  return [
    commitFinding(tree.name, commit, {
      rule: 'sign-off',
      what: `It has no Signed-off-by of its ${missing}.`,
      evidence: [
        ...(author === undefined ? [] : [`author: ${formatPerson(author)}`]),
        ...(committer === undefined ? [] : [`committer: ${formatPerson(committer)}`]),
        ...lines.map(({ key, value }) => `${key}: ${value}`),
        ...furtherUp(commit.message, lines.length),
      ],
      remedy: remedyFor(commit, missing),
    }),
  ]
}

function isSignOff({ key }: Trailer): boolean {
  return key.toLowerCase() === 'signed-off-by'
}

function missingOf(author: Person | undefined, committer: Person | undefined): string | undefined {
  if (author !== undefined && committer !== undefined) return 'author and of its committer'
  if (author !== undefined) return 'author'
  return committer === undefined ? undefined : 'committer'
}

/** Sign-offs that do not count for where they stand, so that nobody looks for them in vain. */
function furtherUp(message: string, counted: number): string[] {
  const all = message.split('\n').filter((line) => /^[ \t]*signed-off-by:/i.test(line))
  return all.length > counted ? ['There are sign-offs outside the last paragraph, which do not count.'] : []
}

function remedyFor({ message }: CommitFacts, missing: string): string {
  if (message.startsWith('Revert "')) return 'A revert is a commit as well: sign it off, and say why it is made.'
  if (missing === 'committer')
    return 'Whoever rebases or applies a commit adds their own Signed-off-by below the others.'
  return 'Ask for the sign-off, and add it to the last paragraph of the message.'
}
