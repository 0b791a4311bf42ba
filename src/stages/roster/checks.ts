/** What single values of a roster must be like. Each check answers why a text will not do. */
import { FSCK_NEVER_TOLERATED, FSCK_TOLERABLE } from '../../base/model/fsck-messages.ts'
import { branchFault, treeNameFault } from '../../base/model/names.ts'
import { isOid } from '../../base/model/oid.ts'
import type { CcPolicy } from '../../base/model/roster.ts'
import type { Take, Tier } from '../../base/model/settling.ts'
import type { Person } from '../../base/model/person.ts'
import { addressFault, nameFault, parseContact } from '../../base/text/contact.ts'
import { didYouMean } from '../../base/text/did-you-mean.ts'
import { globFault } from '../../base/text/glob.ts'
import { isPlainLine } from '../../base/text/printable.ts'
import { parseRemoteUrl, SCHEMES } from '../../base/text/remote-url.ts'
import type { Check, Objection } from './table-reader.ts'

/** Longest title of a project or of upstream; both stand in the subjects of mails. */
const TITLE_LENGTH_MAX = 60

/** Turns a base function that says why a text will not do into a check. */
function check(faultOf: (text: string) => string | undefined, hint: string): Check {
  return (text) => objection(faultOf(text), hint)
}

function objection(why: string | undefined, hint: string): Objection | undefined {
  return why === undefined ? undefined : { why, hint }
}

export const checkTreeName = check(treeNameFault, 'The name becomes a ref: letters, digits, ".", "_" and "-".')
export const checkBranch = check(branchFault, 'Write the branch as the server names it, without refs/heads/.')
export const checkGlob = check(globFault, 'Such as "drivers/net/", "drivers/net/*.c" or "**/Kconfig".')
/** In the order in which they are tried. */
export const TIERS: readonly Tier[] = ['same-versions', 'same-conflict', 'same-hunks']
export const TAKES: readonly Take[] = ['ours', 'theirs', 'union', 'deletion']
export const CC_POLICIES: readonly CcPolicy[] = ['known', 'all']

export const checkTier = check(
  (text) => (TIERS.some((tier) => tier === text) ? undefined : 'is no way to find a resolution'),
  `Known: ${TIERS.join(', ')}.`,
)
export const checkTake = check(
  (text) => (TAKES.some((take) => take === text) ? undefined : 'is nothing that can be taken'),
  'ours is the integration’s side, theirs the tree’s, union both, one after the other; deletion lets a file go that either deleted.',
)
export const checkEmail = check(addressFault, 'Such as "integrator@example.org".')
export const checkPersonName = check(
  (text) => (text.trim() === '' ? 'is empty' : nameFault(text)),
  'Write the name alone; the address goes to email.',
)
export const checkContact = check((text) => {
  const reading = parseContact(text)
  return reading.kind === 'ok' ? undefined : reading.why
}, 'One person or list each: "Net Maintainer <net@example.org>" or "net@example.org".')
export const checkTitle = check(titleFault, `One line of at most ${TITLE_LENGTH_MAX} characters.`)
export const checkPrefix = check(
  (text) => (/^[A-Za-z0-9][A-Za-z0-9_-]{0,30}$/.test(text) ? undefined : 'cannot begin the name of a release'),
  'At most 31 letters, digits, "_" and "-", such as "next".',
)
export const checkFolder = check(
  (text) => treeNameFault(text) && 'cannot be the name of a folder in the release',
  'One folder at the top, of letters, digits, ".", "_" and "-", such as "Next".',
)
export const checkPinned = check(
  (text) => (isOid(text) ? undefined : 'is not a whole commit id'),
  'All 40 digits, in lower case, as `git rev-parse` prints them.',
)
/** The path goes into a command line of ssh, which splits at spaces. */
export const checkSshFile = check(
  (text) => (/^\/[A-Za-z0-9._/@+-]+$/.test(text) ? undefined : 'is not a plain absolute path'),
  'An absolute path of letters, digits and "._/@+-", such as "/etc/tributary/id_ed25519".',
)
/** git hands the value to a shell, so nothing that a shell reads may stand in it. */
export const checkCredentialHelper = check(
  (text) =>
    /^(?:[A-Za-z0-9][A-Za-z0-9_-]*|\/[A-Za-z0-9._/+-]+)$/.test(text) ? undefined : 'names no credential helper',
  'The name of an installed helper, such as "store", or the absolute path of a program, without arguments.',
)

export function checkUrl(schemes: readonly string[]): Check {
  return (text) => {
    const reading = parseRemoteUrl(text, schemes)
    return reading.kind === 'ok' ? undefined : reading
  }
}

export function checkScheme(text: string): Objection | undefined {
  return text === 'http'
    ? {
        why: 'cannot hold http, where anyone on the way can change what is fetched',
        hint: 'Most servers answer https too.',
      }
    : oneOf(SCHEMES)(text)
}

export function oneOf(words: readonly string[]): Check {
  return (text) => {
    if (words.includes(text)) return undefined
    const meant = didYouMean(text, words)
    const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`
    return { why: 'has a value that is not known', hint: `One of: ${words.join(', ')}.${hint}` }
  }
}

/** Some faults no tree may be forgiven: they mislead git itself, or whoever checks the release out. */
export function checkFsckMessage(text: string): Objection | undefined {
  if (FSCK_NEVER_TOLERATED.includes(text)) {
    return {
      why: `may not hold ${text}, which would let harmful objects in`,
      hint: 'Ask the owner to rewrite the tree.',
    }
  }
  if (FSCK_TOLERABLE.includes(text)) return undefined
  const meant = didYouMean(text, FSCK_TOLERABLE)
  const hint = meant === undefined ? 'See `git help fsck`.' : `Did you mean "${meant}"?`
  return { why: 'holds something that is no message id of git fsck', hint }
}

/** For texts that checks have passed. */
export function readContacts(texts: readonly string[]): Person[] {
  return texts.flatMap((text) => {
    const reading = parseContact(text)
    return reading.kind === 'ok' ? [reading.person] : []
  })
}

function titleFault(text: string): string | undefined {
  if (text.trim() === '') return 'is empty'
  if (!isPlainLine(text)) return 'holds a control character'
  return text.length > TITLE_LENGTH_MAX ? 'is too long' : undefined
}
