/** To and Cc of a report: each address once, To before Cc, and no more than a mail server takes for a normal mail. */
import type { TreeName } from '../../base/model/names.ts'
import type { Person } from '../../base/model/person.ts'
import type { Project, Tree } from '../../base/model/roster.ts'
import { isMailAddress } from '../../base/text/mail-header.ts'

/** Most recipients of one mail. linux-next's reports have seven on average; list servers hold mails with some dozens as spam. */
const RECIPIENTS_MAX = 20

export interface Recipients {
  readonly to: readonly Person[]
  readonly cc: readonly Person[]
}

/** Whom the reports of a tree go to, or of a group's trees. Who names nobody leaves it to the lists and the integrator. */
export function contactsOf(name: TreeName, trees: readonly Tree[], project: Project): readonly Person[] {
  const contacts = trees.filter((tree) => tree.name === name || tree.group === name).flatMap((tree) => tree.contacts)
  return contacts.length > 0 ? contacts : [...project.lists, project.integrator]
}

/** The lists always have room; when there are too many people, the last of Cc go first, then the last of To. */
export function addressReport(to: readonly Person[], lists: readonly Person[], others: readonly Person[]): Recipients {
  const first = eachOnce(to, []).slice(0, Math.max(1, RECIPIENTS_MAX - lists.length))
  return { to: first, cc: eachOnce([...lists, ...others], first).slice(0, RECIPIENTS_MAX - first.length) }
}

/** The people with an address that works, each once and none of `besides`. */
function eachOnce(people: readonly Person[], besides: readonly Person[]): Person[] {
  const seen = new Set(besides.map(({ email }) => email.toLowerCase()))
  return people.filter(({ email }) => {
    const key = email.toLowerCase()
    if (seen.has(key) || !isMailAddress(email)) return false
    seen.add(key)
    return true
  })
}
