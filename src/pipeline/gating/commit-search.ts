/** Which commit of a tree turned a candidate red: halving over its first parents, and into what its merges brought. */
import type { CommitOid } from '../../base/model/oid.ts'
import type { UpTo } from '../../base/model/search-report.ts'
import type { FirstError } from '../../base/model/verdict.ts'
import { assert } from '../../base/std/assert.ts'
import type { Candidate } from '../../stages/gate/search/candidate.ts'
import type { Answer } from '../../stages/gate/search/first-red.ts'
import { searchSteps } from '../../stages/gate/search/steps.ts'
import type { TreeHistory } from '../../stages/gate/search/tree-history.ts'
import type { Probing } from './probing.ts'

/** Probes that one commit may cost, those that say nothing counted: enough for a thousand commits, a topic of a hundred in one of them, and a few that do not merge. */
export const COMMIT_PROBES_MAX = 24

export interface CommitQuestion {
  /** Red with the tree at `place`, green without it. */
  readonly candidate: Candidate
  readonly place: number
  readonly version: CommitOid
  /** What other trees brought before. */
  readonly elsewhere: ReadonlySet<CommitOid>
  /** What the candidate says. A commit that says another thing is broken for another reason. */
  readonly error: FirstError | undefined
}

export class CommitSearch {
  readonly #history: TreeHistory
  readonly #probing: Probing
  readonly #question: CommitQuestion
  #probes = 0

  constructor(history: TreeHistory, probing: Probing, question: CommitQuestion) {
    this.#history = history
    this.#probing = probing
    this.#question = question
  }

  /** The commit, if it is sure; of a merge that brings the fault, what it brought. */
  async find(): Promise<CommitOid | undefined> {
    const { version, elsewhere } = this.#question
    const steps = this.#history.steps(version, elsewhere)
    let found = await this.#turnedRed(steps, [])
    // With all of them it is the candidate itself, which was seen red twice.
    if (found !== undefined && found !== version && !(await this.#isRedAgain(found, []))) return undefined
    let onto: readonly CommitOid[] = []
    while (found !== undefined && this.#probing.flaky === undefined) {
      const sides = this.#history.sides(found)
      if (sides === undefined) break
      onto = [...onto, sides.into]
      const inner = await this.#within(sides.merged, onto)
      if (inner === undefined || !(await this.#isRedAgain(inner, onto))) break
      found = inner
    }
    return found
  }

  /** What was merged turns it red by itself, too: then one of its own steps does. Otherwise it is the merge. */
  async #within(merged: CommitOid, onto: readonly CommitOid[]): Promise<CommitOid | undefined> {
    const there = new Set([...this.#question.elsewhere, ...this.#history.reachable(onto)])
    const steps = this.#history.steps(merged, there)
    if (steps.length === 0 || (await this.#ask(merged, onto)) !== 'red') return undefined
    return this.#turnedRed(steps, onto)
  }

  async #turnedRed(steps: readonly CommitOid[], onto: readonly CommitOid[]): Promise<CommitOid | undefined> {
    const answers = new Map<number, Answer>()
    while (this.#probes < COMMIT_PROBES_MAX) {
      const found = searchSteps(steps.length, ({ length }) => (length === steps.length ? 'red' : answers.get(length)))
      if (found.kind === 'found')
        return (await this.#isGreenBefore(steps[found.step - 1], onto)) ? steps[found.step] : undefined
      if (found.kind === 'unclear') return undefined
      const { length } = found.probe
      const commit = steps[length - 1]
      assert(commit !== undefined, 'without any step it is known to be green')
      answers.set(length, await this.#ask(commit, onto))
    }
    return undefined
  }

  /** Without any step it was green when the tree was found. */
  async #isGreenBefore(step: CommitOid | undefined, onto: readonly CommitOid[]): Promise<boolean> {
    const { candidate } = this.#question
    if (step === undefined || this.#probing.isClean) return true
    return (await this.#probing.again(candidate, this.#upTo(step, onto))) === 'green'
  }

  #ask(commit: CommitOid, onto: readonly CommitOid[]): Promise<Answer> {
    this.#probes += 1
    const { candidate, error } = this.#question
    return this.#probing.ask('commits', candidate, this.#upTo(commit, onto), error)
  }

  async #isRedAgain(commit: CommitOid, onto: readonly CommitOid[]): Promise<boolean> {
    const { candidate } = this.#question
    return (await this.#probing.again(candidate, this.#upTo(commit, onto))) === 'red'
  }

  #upTo(commit: CommitOid, onto: readonly CommitOid[]): UpTo {
    return { place: this.#question.place, commit, onto }
  }
}
