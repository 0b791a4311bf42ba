/** What is wrong with a Fixes tag, given what its id names. */
import type { NamedCommit } from '../base/model/facts.ts'
import { type CommitOid, short } from '../base/model/oid.ts'
import type { FixesTag } from '../base/text/fixes-tags.ts'

export type FixesFault =
  | 'no-id'
  | 'no-such-commit'
  | 'ambiguous'
  | 'not-ancestor'
  | 'too-short'
  | 'leading-word'
  | 'no-subject'
  | 'no-space'
  | 'bracket-open'
  | 'quote-open'
  | 'subject-differs'
  | 'several'
  | 'split'
  | 'outside'

/** Fewest digits that stay unambiguous for the years a commit message is read (the kernel's `core.abbrev=12`). */
const ID_LENGTH_MIN = 12

/** In the order they are told. What cannot be judged without the commit is not, where there is none. */
export function faultsOf(tag: FixesTag, target: NamedCommit): FixesFault[] {
  const layout: FixesFault[] = [
    ...(tag.isSplit ? (['split'] as const) : []),
    ...(tag.isOutside ? (['outside'] as const) : []),
  ]
  if (tag.id === undefined) return ['no-id', ...layout]
  const written: FixesFault[] = [
    ...(tag.lead === '' ? [] : (['leading-word'] as const)),
    ...(tag.rest.trim() === '' ? (['no-subject'] as const) : /^\s/.test(tag.rest) ? [] : (['no-space'] as const)),
  ]
  if (target.kind === 'missing') return ['no-such-commit', ...written, ...layout]
  if (target.kind === 'ambiguous') return ['ambiguous', ...written, ...layout]
  const next = secondId(tag.rest)
  const { subject, faults } = quotedSubject(next === undefined ? tag.rest : tag.rest.slice(0, next))
  return [
    ...written,
    ...(tag.id.length < ID_LENGTH_MIN ? (['too-short'] as const) : []),
    ...faults,
    ...(subject === '' || fits(subject, target.subject) ? [] : (['subject-differs'] as const)),
    ...(next === undefined ? [] : (['several'] as const)),
    ...(target.isAncestor ? [] : (['not-ancestor'] as const)),
    ...layout,
  ]
}

/** The line that would be right. */
export function correctTag(commit: CommitOid, subject: string): string {
  return `Fixes: ${short(commit)} ("${subject}")`
}

/** Quotation marks of typewriters and of printers, single and double. */
const OPENING = /^["'\u2018\u201c]/
const IN_DOUBLE = /^["\u201c](.*)["\u201d]$/
const IN_SINGLE = /^['\u2018](.*)['\u2019]$/

function quotedSubject(rest: string): { readonly subject: string; readonly faults: FixesFault[] } {
  const faults: FixesFault[] = []
  let subject = rest.trim()
  const bracketed = /^\((.*)\)/.exec(subject)
  if (bracketed !== null) subject = bracketed[1] ?? ''
  else if (subject.startsWith('(')) {
    subject = subject.slice(1)
    faults.push('bracket-open')
  }
  const quoted = IN_DOUBLE.exec(subject) ?? IN_SINGLE.exec(subject)
  if (quoted !== null) subject = quoted[1] ?? ''
  else if (OPENING.test(subject)) {
    subject = subject.slice(1)
    faults.push('quote-open')
  }
  return { subject: subject.trim(), faults }
}

/** A subject may be cut short at its end, and three dots stand for what is left out, at either end or between. */
function fits(said: string, subject: string): boolean {
  if (said.startsWith('...')) return subject.endsWith(said.slice(3).trim())
  const [start = '', end] = said.split(/ ?\.\.\. ?/, 2)
  if (end === undefined) return subject.startsWith(said)
  return subject.startsWith(start.trim()) && subject.endsWith(end.trim())
}

/** Where another id begins behind the first one's subject, its comma included. */
function secondId(rest: string): number | undefined {
  const [, first] = /^(\s*\(.*?\)|)\s*[,;&]\s*(?:and\s+)?[0-9a-f]{8,40}\b/i.exec(rest) ?? []
  return first?.length
}
