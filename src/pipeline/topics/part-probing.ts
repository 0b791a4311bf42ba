/** Asks a gate about a release in which a tree has some of its topics only. */
import type { Gate } from '../../base/model/gate.ts'
import { type CommitOid, short } from '../../base/model/oid.ts'
import type { Topic } from '../../base/model/topic.ts'
import { isGreen, type VerdictKey, type VerdictOutcome } from '../../base/model/verdict.ts'
import { Lanes } from '../../base/std/lanes.ts'
import { type Candidate, candidateName } from '../../stages/gate/search/candidate.ts'
import type { Answer } from '../../stages/gate/search/first-red.ts'
import { rebuild } from '../../stages/integrate/needs/rebuild.ts'
import type { Candidates, PutTogether } from '../gating/candidates.ts'
import type { Gating } from '../gating/tell-faults.ts'

export interface PartGround {
  readonly candidates: Candidates
  /** Of the trees that the tree is tried with, and its own, by their places in the order of the merges. */
  readonly others: Candidate
  readonly place: number
  /** What the tree stands on, its commits in their order, and its topics. */
  readonly base: CommitOid
  readonly commits: readonly CommitOid[]
  readonly topics: readonly Topic[]
}

export interface PartAnswer {
  readonly said: Answer
  /** What the gate said; undefined where it could not be asked. */
  readonly verdict: VerdictKey | undefined
  /** Why it says nothing; printable text. */
  readonly why: string | undefined
}

export class PartProbing {
  readonly #gating: Gating
  readonly #gate: Gate
  readonly #ground: PartGround
  readonly #answers = new Map<string, PartAnswer>()
  /** A workshop takes apart one tree at a time. */
  readonly #lane = new Lanes(1)

  constructor(gating: Gating, gate: Gate, ground: PartGround) {
    this.#gating = gating
    this.#gate = gate
    this.#ground = ground
  }

  /** What is known of these topics together; undefined when nobody asked. */
  known(held: Candidate): PartAnswer | undefined {
    return this.#answers.get(candidateName(held))
  }

  async ask(held: Candidate): Promise<Answer> {
    const answer = await this.#answer(held)
    this.#answers.set(candidateName(held), answer)
    const { listen } = this.#gating.machine
    listen({ kind: 'search-probed', gate: this.#gate.name, probes: this.#answers.size })
    return answer.said
  }

  /** What is red counts when it is red again in an empty work tree: a topic is said to need another by it. */
  async #answer(held: Candidate): Promise<PartAnswer> {
    const { book } = this.#gating
    const made = await this.#lane.run(() => this.#made(held))
    if (made.kind === 'not-integrated') return { said: 'silent', verdict: undefined, why: made.why }
    const { verdict } = await book.ask(this.#gate, made.tree)
    if (isGreen(verdict.outcome) !== false) return answerOf(verdict.outcome, verdict.key)
    const again = await book.askAgain(this.#gate, verdict)
    return answerOf(again.verdict.outcome, verdict.key)
  }

  async #made(held: Candidate): Promise<PutTogether> {
    const { candidates, others, place, base, commits, topics } = this.#ground
    if (held.length === 0) return candidates.make(others)
    const wanted = new Set(held.flatMap((at) => topics[at]?.commits.map(({ commit }) => commit) ?? []))
    const chosen = commits.filter((commit) => wanted.has(commit))
    const rebuilt = await rebuild(this.#gating.shop, { tree: undefined, base, commits: chosen })
    if (rebuilt.kind === 'blocked')
      return { kind: 'not-integrated', why: `${short(rebuilt.by)} does not go onto the rest of it` }
    const places = [...others, place].sort((a, b) => a - b)
    return candidates.make(places, { place, commit: rebuilt.commit, onto: [] })
  }
}

function answerOf(outcome: VerdictOutcome, verdict: VerdictKey): PartAnswer {
  const green = isGreen(outcome)
  if (green !== undefined) return { said: green ? 'green' : 'red', verdict, why: undefined }
  const why = outcome.kind === 'could-not-run' ? outcome.why : 'the gate is flaky'
  return { said: 'silent', verdict, why }
}
