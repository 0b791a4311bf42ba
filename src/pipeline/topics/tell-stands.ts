/** What a search for topics that stand by themselves came to, in names and verdicts. Pure. */
import type { GateName } from '../../base/model/gate.ts'
import type { GateStands, Stand, StandGround } from '../../base/model/topic-stand.ts'
import type { VerdictKey } from '../../base/model/verdict.ts'
import { assert, unreachable } from '../../base/std/assert.ts'
import type { Candidate } from '../../stages/gate/search/candidate.ts'
import type { FoundStand, Stands } from './find-stands.ts'
import type { PartAnswer } from './part-probing.ts'

export interface Asked {
  readonly gate: GateName
  readonly ground: StandGround
  /** Of the topics, by their places. */
  readonly names: readonly string[]
  readonly answerTo: (held: Candidate) => PartAnswer | undefined
}

export function tellStands(found: Exclude<Stands, { readonly kind: 'asks' }>, asked: Asked): GateStands {
  const { gate, ground, names } = asked
  if (found.kind === 'unfit') return { gate, kind: 'says-nothing', why: whyUnfit(found, asked) }
  const stands = found.stands.map((stand, place) => ({ topic: nameAt(asked, place), stand: toldStand(stand, asked) }))
  assert(stands.length === names.length, 'each topic was tried')
  return { gate, kind: 'told', ground, stands }
}

function whyUnfit({ at, said }: Extract<Stands, { readonly kind: 'unfit' }>, { names, answerTo }: Asked): string {
  const what = at === 'all' ? 'with all of the tree' : 'without the tree'
  if (said === 'red') return `it is red ${what}`
  const held = at === 'all' ? names.map((_, place) => place) : []
  return `it could not be asked ${what}: ${answerTo(held)?.why ?? 'it said nothing'}`
}

function toldStand(stand: FoundStand, asked: Asked): Stand {
  switch (stand.kind) {
    case 'alone':
      return { kind: 'alone', green: verdictOn(stand.green, asked) }
    case 'needs':
      return {
        kind: 'needs',
        needs: stand.needs.map(({ on, red, green }) => ({
          topic: nameAt(asked, on),
          red: verdictOn(red, asked),
          green: verdictOn(green, asked),
        })),
      }
    case 'unclear': {
      const held = stand.silent.map((place) => nameAt(asked, place)).join(', ')
      return { kind: 'unclear', why: `with ${held}: ${asked.answerTo(stand.silent)?.why ?? 'it said nothing'}` }
    }
    default:
      return unreachable(stand)
  }
}

function nameAt({ names }: Asked, place: number): string {
  const name = names[place]
  assert(name !== undefined, 'each place is a topic’s')
  return name
}

function verdictOn(held: Candidate, { answerTo }: Asked): VerdictKey {
  const verdict = answerTo(held)?.verdict
  assert(verdict !== undefined, 'what was red or green has a verdict')
  return verdict
}
