/** The people of the story. Each is a role at example.org; nobody here is anybody. */
import { formatPerson, type Person } from '../../base/model/person.ts'

export const INTEGRATOR: Person = { name: 'Next Integrator', email: 'integrator@example.org' }
export const UPSTREAM: Person = { name: 'Upstream Maintainer', email: 'upstream@example.org' }
export const X86: Person = { name: 'x86 Maintainer', email: 'x86@example.org' }
export const X86_DEVELOPER: Person = { name: 'x86 Developer', email: 'x86-developer@example.org' }
export const ARM64: Person = { name: 'arm64 Maintainer', email: 'arm64@example.org' }
export const POWERPC: Person = { name: 'powerpc Maintainer', email: 'powerpc@example.org' }
export const SCHED: Person = { name: 'Scheduler Maintainer', email: 'sched@example.org' }
export const DOCS: Person = { name: 'Docs Maintainer', email: 'docs@example.org' }
export const RSEQ: Person = { name: 'Restartable Sequences Maintainer', email: 'rseq@example.org' }

/** Every list of the project. */
export const NEXT_LIST = 'next@example.org'

/** A commit's message: the text, then the trailers that the field expects. */
export function message(text: string, trailers: Trailers): string {
  const { signed, cc = [], acked = [], link } = trailers
  return [
    `${text}\n`,
    ...(link === undefined ? [] : [`Link: https://lists.example.org/r/${link}`]),
    ...cc.map((person) => `Cc: ${formatPerson(person)}`),
    ...acked.map((person) => `Acked-by: ${formatPerson(person)}`),
    ...signed.map((person) => `Signed-off-by: ${formatPerson(person)}`),
    '',
  ].join('\n')
}

export interface Trailers {
  readonly signed: readonly Person[]
  readonly cc?: readonly Person[]
  readonly acked?: readonly Person[]
  /** Message-id of the mail that the patch was posted in. */
  readonly link?: string
}
