/** `git fast-import`: writes histories from commits as data, all of them in one process. For made-up projects, never for releases. */
import { gitDate, type Instant } from '../model/instant.ts'
import { formatPerson, type Person } from '../model/person.ts'
import type { Git } from './spawn.ts'

export interface ImportedCommit {
  readonly kind: 'commit'
  /** Full name of the branch it is put on, such as `refs/heads/main`; the branch's own head is the first parent unless `from` is set. */
  readonly ref: string
  /** Full name of a ref to begin the branch at, or anew at, leaving behind what it had; `nothing` begins a history. It stood before the import. */
  readonly from?: string
  /** Full name of a ref whose commit becomes the second parent. It stood before the import. */
  readonly merges?: string
  readonly author: Person
  readonly committer: Person
  readonly at: Instant
  readonly message: string
  /** Files by path, as they are from this commit on; all others stay as the first parent has them. */
  readonly files: Readonly<{ [path: string]: string }>
}

export interface ImportedTag {
  readonly kind: 'tag'
  readonly name: string
  /** Full ref name of what is tagged. */
  readonly from: string
  readonly tagger: Person
  readonly at: Instant
  readonly message: string
}

/** Writes them in order. A branch that begins anew loses what it had, as after a forced push. */
export async function importHistory(git: Git, steps: readonly (ImportedCommit | ImportedTag)[]): Promise<void> {
  const begun = new Set<string>()
  const input = steps.map((step) => (step.kind === 'commit' ? commitCommand(step, begun) : tagCommand(step))).join('')
  await git.run({ args: ['fast-import', '--quiet', '--force'], input: `feature done\n${input}done\n` })
}

/**
 * The stream's format is that of git-fast-import(1): lines, and texts with their length in bytes before them. `^0` has git look a ref up in
 * the repository, for a branch the stream has not begun yet is unknown to it even when the repository has it.
 */
function commitCommand(commit: ImportedCommit, begun: Set<string>): string {
  const { ref, from, merges, author, committer, at, message, files } = commit
  const continues = from === undefined && !begun.has(ref)
  begun.add(ref)
  return [
    from === undefined ? '' : `reset ${ref}\n${from === 'nothing' ? '' : `from ${from}^0\n`}\n`,
    `commit ${ref}\n`,
    `author ${formatPerson(author)} ${gitDate(at)}\n`,
    `committer ${formatPerson(committer)} ${gitDate(at)}\n`,
    data(message),
    continues ? `from ${ref}^0\n` : '',
    merges === undefined ? '' : `merge ${merges}^0\n`,
    ...Object.entries(files).map(([path, text]) => `M 100644 inline ${path}\n${data(text)}`),
    '\n',
  ].join('')
}

function tagCommand({ name, from, tagger, at, message }: ImportedTag): string {
  return `tag ${name}\nfrom ${from}\ntagger ${formatPerson(tagger)} ${gitDate(at)}\n${data(message)}`
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`
}
