/** Who owns what, for a terminal. */
import { short } from '../../../base/model/oid.ts'
import { formatPerson } from '../../../base/model/person.ts'
import { groupBy } from '../../../base/std/collections.ts'
import { atMost } from '../../../base/text/at-most.ts'
import { oneLine } from '../../../base/text/printable.ts'
import { showPath } from '../../../base/text/show-path.ts'
import { parseMessage } from '../../../base/text/trailers.ts'
import { enumerate } from '../../../base/text/wrap.ts'
import type { OwnedPath, OwnersFound } from '../../../pipeline/owners.ts'
import type { Colours } from './screen.ts'

export function ownersLines(found: OwnersFound, colours: Colours): string[] {
  const { commit, invasive, paths, byWords, asked, unread } = found
  const head =
    commit === undefined ? [] : [`${short(commit.oid)} ("${oneLine(parseMessage(commit.message).subject)}")`, '']
  const words =
    byWords.length === 0 ? [] : ['', `By what it says: ${enumerate(byWords.map(({ title }) => oneLine(title)))}`]
  const people = [...asked.people, ...asked.lists].map((person) => `  ${oneLine(formatPerson(person))}`)
  return [
    ...head,
    ...pathGroups(paths, commit !== undefined, colours),
    ...words,
    ...(invasive === undefined ? [] : ['', `How invasive: ${invasive.words}`]),
    '',
    ...(people.length === 0 ? ['Nobody is named to be asked.'] : ['To be asked:', ...people]),
    ...unreadLines(unread),
  ]
}

/** Paths that the same people own stand together. */
function pathGroups(paths: readonly OwnedPath[], isCommit: boolean, colours: Colours): string[] {
  const groups = groupBy(paths, ({ holdings }) => holdings.map(({ title }) => title).join('\n'))
  return [...groups.values()].flatMap((group, place) => {
    const [first] = group
    if (first === undefined) return []
    const { holdings, consent } = first
    return [
      ...(place === 0 ? [] : ['']),
      ...group.map(({ path }) => colours.bold(showPath(path))),
      ...(holdings.length === 0 ? ['  nobody owns it'] : holdings.map(holdingLine)),
      ...(isCommit && holdings.length > 0 ? [consentLine(consent, colours)] : []),
    ]
  })
}

function holdingLine({ title, trees, people }: OwnedPath['holdings'][number]): string {
  const through =
    title.startsWith('the ') || trees.length === 0
      ? ''
      : `, through ${enumerate(trees.map((tree) => `the ${tree} tree`))}`
  const who = people.length === 0 ? '' : `: ${people.map(formatPerson).join(', ')}`
  return `  ${oneLine(`${title}${through}${who}`, 400)}`
}

function consentLine(consent: string | undefined, colours: Colours): string {
  return consent === undefined ? `  ${colours.yellow('no owner has acked it')}` : `  ${colours.green(oneLine(consent))}`
}

/** Lines that are shown; all of them are in `--json`. */
const UNREAD_MAX = 5

function unreadLines(unread: readonly string[]): string[] {
  if (unread.length === 0) return []
  const lines = unread.map((line) => oneLine(line))
  return ['', 'Passed over, since it cannot be understood:', ...atMost(UNREAD_MAX, lines).map((line) => `  ${line}`)]
}
