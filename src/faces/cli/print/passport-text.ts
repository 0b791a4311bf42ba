/** A passport for a terminal. */
import { isoDay } from '../../../base/model/instant.ts'
import { short } from '../../../base/model/oid.ts'
import type { CommitHistory, Passport, Stay } from '../../../base/model/passport.ts'
import { unreachable } from '../../../base/std/assert.ts'
import { count } from '../../../base/text/count.ts'
import { enumerate } from '../../../base/text/wrap.ts'
import type { Landed, PassportAnswer } from '../../../pipeline/passports/passport.ts'
import { type Colours, columns, safe } from './screen.ts'

export function passportText({ commit, keys, passport, upstream }: PassportAnswer, colours: Colours): string[] {
  const head = [
    `${colours.bold(short(commit))} ${safe(keys.subject)}`,
    `by ${safe(keys.author.name)} <${safe(keys.author.email)}>`,
    '',
  ]
  if (passport === undefined)
    return [...head, 'It was in no release, under this id or another.', `upstream  ${upstreamWords(upstream)}`]
  return [
    ...head,
    ...recognised(passport),
    ...columns([...rows(passport), ['upstream', upstreamWords(upstream)]]),
    '',
    ...columns(passport.commits.map((one) => commitRow(one, colours))),
  ]
}

/** Why this passport is about the commit that was asked for. */
function recognised({ knownBy }: NonNullable<PassportAnswer['passport']>): string[] {
  switch (knownBy) {
    case 'id':
    case 'first':
      return []
    case 'patch-id':
      return ['In next it had another id, and the same patch.']
    case 'subject':
      return ['In next it had another patch; it is known by its subject and author.']
    default:
      return unreachable(knownBy)
  }
}

function rows(passport: Passport): string[][] {
  const { first, daysInNext, absentDays, trees, formerTrees, windows } = passport
  const since = first === undefined ? 'never' : `since ${isoDay(first.at)}, ${first.release}`
  const absent = absentDays === 0 ? '' : `, and ${count(absentDays, 'day')} away from it`
  return [
    ['in next', `${since}: ${count(daysInNext, 'day')}${absent}`],
    ['trees', trees.length === 0 ? 'none now' : trees.join(', ')],
    ...(formerTrees.length === 0 ? [] : [['before', formerTrees.join(', ')]]),
    ['moves', movesOf(passport)],
    ...windows.map(({ version, daysBefore }) => [
      'window',
      `${count(daysBefore, 'day')} before the one for ${safe(version)} opened`,
    ]),
  ]
}

function movesOf({ rebased, rewritten, cherryPicked }: Passport): string {
  const said = [
    ...(rebased > 0 ? [`rebased ${times(rebased)}`] : []),
    ...(rewritten > 0 ? [`rewritten ${times(rewritten)}`] : []),
    ...(cherryPicked > 0 ? [`taken over ${times(cherryPicked)} as another commit`] : []),
  ]
  return said.length === 0 ? 'none: it is the commit that it was' : enumerate(said)
}

function times(amount: number): string {
  return amount === 1 ? 'once' : `${amount} times`
}

function upstreamWords(landed: Landed | undefined): string {
  if (landed === undefined) return 'not yet'
  const since = landed.seen === undefined ? 'there' : `since ${isoDay(landed.seen.at)}, ${landed.seen.release}`
  const tag = landed.tag === undefined ? '' : `, in ${safe(landed.tag)}`
  return `${since}, as ${short(landed.commit)}${tag}`
}

function commitRow({ commit, knownBy, stays }: CommitHistory, colours: Colours): string[] {
  const how = { first: '', 'patch-id': 'same patch', subject: 'same subject' }[knownBy]
  const where = stays.length === 0 ? 'upstream only' : stays.map(stayWords).join('; ')
  return [`  ${colours.cyan(short(commit))}`, how, where]
}

function stayWords({ tree, first, last }: Stay): string {
  if (last === undefined) return `${tree} from ${first.release}`
  return `${tree} ${first.place === last.place ? `in ${first.release}` : `${first.release} to ${last.release}`}`
}
