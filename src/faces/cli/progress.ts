/** Tells of long work: one live line on a terminal, nothing elsewhere but warnings and repairs. */
import type { Instead } from '../../base/model/decision.ts'
import type { Event, Listener } from '../../base/model/event.ts'
import { unreachable } from '../../base/std/assert.ts'
import { outcomeWord } from './print/gate-text.ts'
import { count } from '../../base/text/count.ts'
import { afterEvent, gatesLine, NO_GATES } from './gates-progress.ts'
import { oneLine, printable } from '../../base/text/printable.ts'

/** How often the line is drawn again at most, in milliseconds. */
const REDRAW_MS = 80

/** Counts what the events tell and draws it. */
export function makeProgress(): Listener {
  const line = new LiveLine(process.stderr.isTTY)
  const gates = new GatesLine(line)
  let done = 0
  let total = 0
  let started = 0
  let conflicts = 0
  const begin = (count: number): void => {
    done = 0
    total = count
    conflicts = 0
    started = performance.now()
  }
  return (event: Event): void => {
    switch (event.kind) {
      case 'fetch-started':
      case 'integrate-started':
        begin(event.trees)
        return
      case 'tip-fetched':
        done += 1
        line.draw(`fetching: ${done} of ${count(total, 'tree')}${timeLeft(done, total, started)}`)
        return
      case 'tree-merged':
        done += 1
        if (event.outcome === 'left-out' || event.outcome === 'previous') conflicts += 1
        line.draw(`merging: ${done} of ${total} trees, ${conflicts} in conflict${timeLeft(done, total, started)}`)
        return
      case 'gates-started':
      case 'probe-asked':
      case 'probe-done':
      case 'gate-answered':
      case 'search-probed':
      case 'gates-finished':
        gates.hear(event)
        return
      case 'tree-given-up':
        line.say(`${GIVEN_UP[event.instead]} of the ${event.tree} tree, because the gate ${event.gate} fails with it`)
        return
      case 'fetch-finished':
      case 'release-published':
        line.clear()
        return
      case 'push-finished':
        line.say(pushWords(event))
        return
      case 'repaired':
        line.say(event.what)
        return
      case 'warning':
        line.say(`warning: ${event.what}`)
        return
      default:
        unreachable(event)
    }
  }
}

const GIVEN_UP: Readonly<Record<Instead, string>> = {
  previous: 'going on without the tip',
  hold: 'going on with nothing',
  drop: 'going on with nothing',
  revert: 'going on without a commit',
}

function pushWords({ what, url, problem, madeUpFor }: Extract<Event, { readonly kind: 'push-finished' }>): string {
  const things = what === 'resolutions' ? ' of the resolutions' : ''
  if (problem !== undefined) return `push${things} to ${oneLine(url)} is pending: ${oneLine(problem, 400)}`
  const missed = madeUpFor === 0 ? '' : `, with the tags of ${count(madeUpFor, 'earlier release')}`
  return `pushed${what === 'resolutions' ? ' the resolutions' : ''} to ${oneLine(url)}${missed}`
}

function timeLeft(done: number, total: number, started: number): string {
  const passed = (performance.now() - started) / 1000
  const left = (passed / done) * (total - done)
  return passed < 2 || left < 1 ? '' : `, about ${Math.ceil(left)} s left`
}

/** How often the time of a build is drawn that nothing else happens in, in milliseconds. */
const TICK_MS = 1_000

/** What the gates do, drawn again as time passes: a build may say nothing for an hour. */
class GatesLine {
  readonly #line: LiveLine
  #state = NO_GATES
  #began = 0
  #timer: NodeJS.Timeout | undefined

  constructor(line: LiveLine) {
    this.#line = line
  }

  hear(event: Event): void {
    this.#state = afterEvent(this.#state, event)
    if (event.kind === 'gates-started') this.#begin()
    if (event.kind === 'gate-answered' && !event.isKnown) this.#say(event)
    if (event.kind !== 'gates-finished') return this.#draw()
    clearInterval(this.#timer)
    this.#line.clear()
  }

  #say({ gate, outcome }: Extract<Event, { readonly kind: 'gate-answered' }>): void {
    const { answered, gates } = this.#state
    this.#line.say(`the gate ${gate} ${outcomeWord(outcome)} (${answered} of ${gates})`)
  }

  #begin(): void {
    this.#began = performance.now()
    clearInterval(this.#timer)
    this.#timer = setInterval(() => this.#draw(), TICK_MS).unref()
  }

  #draw(): void {
    this.#line.draw(gatesLine(this.#state, (performance.now() - this.#began) / 1000))
  }
}

class LiveLine {
  readonly #live: boolean
  #drawnAt = 0
  #shown = false

  constructor(live: boolean) {
    this.#live = live
  }

  draw(text: string): void {
    const now = performance.now()
    if (!this.#live || now - this.#drawnAt < REDRAW_MS) return
    this.#drawnAt = now
    this.#shown = true
    process.stderr.write(`\r\u001b[K${printable(text)}`)
  }

  clear(): void {
    if (this.#shown) process.stderr.write('\r\u001b[K')
    this.#shown = false
  }

  say(text: string): void {
    this.clear()
    process.stderr.write(`tributary: ${printable(text)}\n`)
  }
}
