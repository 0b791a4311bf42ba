/** Patterns as a machine with many states at once: what there is to do next at each, and which pattern is through. */
import { unreachable } from '../../std/assert.ts'
import type { Assertion, CharacterSet, PatternNode } from './parse.ts'

export type Step =
  | { readonly kind: 'read'; readonly set: CharacterSet; readonly next: number }
  | { readonly kind: 'assert'; readonly what: Assertion; readonly next: number }
  | { readonly kind: 'either'; readonly next: readonly number[] }
  | { readonly kind: 'found'; readonly pattern: number }

/** Steps that one pattern may come to when its counts are written out. */
const STEPS_MAX = 5000

/** Steps of all patterns of a set. Those of the kernel's MAINTAINERS come to some thousands. */
const ALL_STEPS_MAX = 100_000

/** Collects the steps of patterns; each pattern begins at the number that adding it gave. */
export class ProgramMaker {
  readonly steps: Step[] = []

  /** Undefined when it would be too large. */
  add(node: PatternNode, pattern: number): number | undefined {
    const before = this.steps.length
    if (before > ALL_STEPS_MAX) return undefined
    const start = this.#compile(node, this.#push({ kind: 'found', pattern }), before + STEPS_MAX)
    if (start === undefined) this.steps.length = before
    return start
  }

  /** The first step of a node that goes on to `next`: made from the end, so that there is always somewhere to go. */
  #compile(node: PatternNode, next: number, most: number): number | undefined {
    if (this.steps.length > most) return undefined
    switch (node.kind) {
      case 'character':
        return this.#push({ kind: 'read', set: node.set, next })
      case 'assertion':
        return this.#push({ kind: 'assert', what: node.what, next })
      case 'sequence':
        return node.parts.reduceRight<number | undefined>(
          (after, part) => (after === undefined ? undefined : this.#compile(part, after, most)),
          next,
        )
      case 'choice': {
        const starts = node.among.map((one) => this.#compile(one, next, most))
        return starts.includes(undefined)
          ? undefined
          : this.#push({ kind: 'either', next: starts.filter((start) => start !== undefined) })
      }
      case 'repeat':
        return this.#repeat(node, next, most)
      default:
        return unreachable(node)
    }
  }

  #repeat(
    { node, least, most }: Extract<PatternNode, { kind: 'repeat' }>,
    next: number,
    max: number,
  ): number | undefined {
    let start: number | undefined = most === undefined ? this.#loop(node, next, max) : next
    for (let count = most ?? least; count > 0 && start !== undefined; count -= 1) {
      const isOptional = count > least
      const body = this.#compile(node, start, max)
      start = body !== undefined && isOptional ? this.#push({ kind: 'either', next: [body, next] }) : body
    }
    return start
  }

  #loop(node: PatternNode, next: number, max: number): number | undefined {
    const fork = this.#push({ kind: 'either', next: [next] })
    const body = this.#compile(node, fork, max)
    if (body !== undefined) this.steps[fork] = { kind: 'either', next: [body, next] }
    return body === undefined ? undefined : fork
  }

  #push(step: Step): number {
    this.steps.push(step)
    return this.steps.length - 1
  }
}
