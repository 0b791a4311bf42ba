/** A server that several repositories stand on: so many connections at a time, and no more waiting once it has stopped answering. */
import type { RemoteAnswer } from '../../base/git/call-remote.ts'
import { Lanes } from '../../base/std/lanes.ts'

/** After so many calls in a row without an answer, the rest is not tried: 100 trees of a dead server would hold up the day for hours. */
const SILENCES_MAX = 3

export class Server {
  readonly #lanes: Lanes
  readonly #all: Lanes
  #silences = 0

  /** `all` is shared by every server: what this machine does at a time. */
  constructor(connections: number, all: Lanes) {
    this.#lanes = new Lanes(connections)
    this.#all = all
  }

  get silent(): boolean {
    return this.#silences >= SILENCES_MAX
  }

  /** Runs a job when a connection is free. */
  run<Result>(job: () => Promise<Result>): Promise<Result> {
    return this.#lanes.run(() => this.#all.run(job))
  }

  /** Takes note of how a call ended. */
  heard(kind: RemoteAnswer['kind'] | 'listed'): void {
    this.#silences = kind === 'timed-out' ? this.#silences + 1 : 0
  }
}
