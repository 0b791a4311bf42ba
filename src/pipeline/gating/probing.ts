/** The probes of one search, as they are asked and answered. */
import type { Gate } from '../../base/model/gate.ts'
import type { Listener } from '../../base/model/event.ts'
import type { Probe, SearchOutcome, UpTo } from '../../base/model/search-report.ts'
import { type FirstError, isGreen, type Verdict, type VerdictOutcome } from '../../base/model/verdict.ts'
import { type Candidate, candidateName } from '../../stages/gate/search/candidate.ts'
import type { Answer } from '../../stages/gate/search/first-red.ts'
import type { Candidates } from './candidates.ts'
import type { Answered, VerdictBook } from './verdict-book.ts'

export interface ProbingGround {
  readonly candidates: Candidates
  readonly book: VerdictBook
  readonly listen: Listener
}

export class Probing {
  readonly #ground: ProbingGround
  readonly #gate: Gate
  readonly #verdicts = new Map<string, Verdict>()
  readonly #twice = new Map<string, Answer>()
  #isClean = false
  readonly probes: Probe[] = []
  /** Of candidates that hold their trees whole, by name. */
  readonly answers = new Map<string, Answer>()
  /** The first red answer that was green when it was asked again. */
  flaky: Extract<SearchOutcome, { readonly kind: 'flaky' }> | undefined

  constructor(ground: ProbingGround, gate: Gate) {
    this.#ground = ground
    this.#gate = gate
  }

  /** Takes what is known of the whole, which is no probe. */
  take(places: Candidate, verdict: Verdict): void {
    this.#verdicts.set(candidateName(places), verdict)
  }

  verdictOn(places: Candidate): Verdict | undefined {
    return this.#verdicts.get(candidateName(places))
  }

  async ask(about: 'trees' | 'commits', places: Candidate, upTo?: UpTo, failsAs?: FirstError): Promise<Answer> {
    const made = await this.#ground.candidates.make(places, upTo)
    if (made.kind === 'not-integrated') {
      const nothing = { tree: undefined, verdict: undefined, isKnown: false }
      return this.#note({ about, places, upTo, said: 'silent', why: made.why, ...nothing })
    }
    const { verdict, isKnown } = await this.#ground.book.ask(this.#gate, made.tree, { clean: this.#isClean })
    if (upTo === undefined) this.#verdicts.set(candidateName(places), verdict)
    const otherwise = failsAs === undefined ? undefined : whyOtherwise(verdict.outcome, failsAs)
    const said = otherwise === undefined ? answerOf(verdict.outcome) : 'silent'
    const why = otherwise ?? whySilent(verdict.outcome)
    return this.#note({ about, places, upTo, said, why, tree: made.tree, verdict: verdict.key, isKnown })
  }

  /** Whether everything is built from nothing, because something that was left over has misled the search. */
  get isClean(): boolean {
    return this.#isClean
  }

  /** Asks about a candidate once more that was answered, and says what it said both times; silent when it did not. */
  async again(places: Candidate, upTo?: UpTo): Promise<Answer> {
    const name = nameOf(places, upTo)
    const twice = this.#twice.get(name)
    if (twice !== undefined) return twice
    const first = await this.#verdictAbout(places, upTo)
    if (first === undefined || answerOf(first.outcome) === 'silent' || this.flaky !== undefined) return 'silent'
    const { verdict, isKnown } = await this.#ground.book.askAgain(this.#gate, first)
    const { outcome } = verdict
    const isFlaky = outcome.kind === 'flaky'
    if (isFlaky) this.flaky = { kind: 'flaky', failed: outcome.failed, runs: outcome.runs }
    // The other answer than before.
    const other = isGreen(first.outcome) ? 'red' : 'green'
    const said = isFlaky ? other : answerOf(outcome)
    const why = said === 'silent' || isFlaky ? whySilent(outcome) : undefined
    this.#note({ about: 'again', places, upTo, said, why, tree: first.tree, verdict: first.key, isKnown })
    if (isFlaky || said === 'silent') return 'silent'
    if (said === other) this.#startClean()
    if (upTo === undefined) {
      this.#verdicts.set(name, verdict)
      this.answers.set(name, said)
    }
    this.#twice.set(name, said)
    return said
  }

  /** Nothing counts any more but what was seen in an empty work tree. */
  #startClean(): void {
    this.#isClean = true
    for (const name of this.answers.keys()) if (!this.#twice.has(name)) this.answers.delete(name)
  }

  async #verdictAbout(places: Candidate, upTo: UpTo | undefined): Promise<Verdict | undefined> {
    if (upTo === undefined) return this.verdictOn(places)
    const made = await this.#ground.candidates.make(places, upTo)
    if (made.kind === 'not-integrated') return undefined
    const { verdict }: Answered = await this.#ground.book.ask(this.#gate, made.tree)
    return verdict
  }

  #note(probe: Probe): Answer {
    this.probes.push(probe)
    if (probe.about === 'trees') this.answers.set(candidateName(probe.places), probe.said)
    this.#ground.listen({ kind: 'search-probed', gate: this.#gate.name, probes: this.probes.length })
    return probe.said
  }
}

function nameOf(places: Candidate, upTo: UpTo | undefined): string {
  if (upTo === undefined) return candidateName(places)
  return `${candidateName(places)} ${upTo.place}=${[...upTo.onto, upTo.commit].join()}`
}

function answerOf(outcome: VerdictOutcome): Answer {
  const green = isGreen(outcome)
  return green === undefined ? 'silent' : green ? 'green' : 'red'
}

function whySilent(outcome: VerdictOutcome): string | undefined {
  if (outcome.kind === 'could-not-run') return outcome.why
  return outcome.kind === 'flaky' ? `failed ${outcome.failed} times of ${outcome.runs}` : undefined
}

/**
 * Why a red answer is about something else. A tree's history can be broken on the way in another manner, and whoever mended that is not to
 * blame for what is red at its end.
 */
function whyOtherwise(outcome: VerdictOutcome, failsAs: FirstError): string | undefined {
  if (outcome.kind !== 'failed' || outcome.error === undefined) return undefined
  const same = outcome.error.file === failsAs.file && plain(outcome.error.text) === plain(failsAs.text)
  return same ? undefined : `fails in another way: ${outcome.error.text}`
}

/** Lines move while code is written. */
function plain(text: string): string {
  return text.replace(/\d+/g, '0')
}
