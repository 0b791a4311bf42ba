/** Measures how often proposals are what people made of conflicts, and whether they are as sure as they say. */
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Git } from '../../src/base/git/spawn.ts'
import { splitLines } from '../../src/base/text/line-diff.ts'
import { answeredParts } from '../../src/memory/resolutions/propose/answered-parts.ts'
import { propose } from '../../src/memory/resolutions/propose/propose.ts'
import type { Proposal, ProposalShape } from '../../src/memory/resolutions/propose/proposal.ts'
import { conflictsIn, type MadeUp } from '../material/conflicts.ts'

export interface ProposalOptions {
  /** Repositories and mailboxes. */
  readonly sources: readonly string[]
  readonly tip: string
  /** Proposals are tuned on one half and reported for the other. */
  readonly half: 'first' | 'second' | 'both'
}

/** Of so many conflicted files, where the right one stood. */
export interface Standing {
  files: number
  first: number
  inThree: number
  inAll: number
}

export interface ProposalFigures extends Standing {
  readonly hunks: number
  /** Of the places where lines clash, those with the person's lines around them as they were merged: other edits beside do not count. */
  readonly places: Standing
  /** Files without any proposal. */
  readonly silent: number
  /** By the shape of the first proposal. */
  readonly shapes: ReadonlyMap<ProposalShape, Standing>
  /** By tenths of what the first proposal says of itself: how many, and how many were right. */
  readonly calibration: readonly { readonly said: number; readonly of: number; readonly right: number }[]
  /** Files of which the first proposal is wrong: where from, path, place of the right one. */
  readonly missed: readonly string[]
}

export async function measureProposals({ sources, tip, half }: ProposalOptions): Promise<ProposalFigures> {
  const git = new Git({ searchPath: process.env['PATH'] ?? '', unbuffered: ['stdbuf', '-o0'] })
  const tally = new Tally()
  const scratchFolder = mkdtempSync(join(tmpdir(), 'tributary-proposals-'))
  try {
    for (const source of sources)
      for await (const made of conflictsIn(git, { source, tip, scratchFolder }))
        if (half === 'both' || halfOf(made) === half) tally.add(made)
  } finally {
    rmSync(scratchFolder, { recursive: true })
  }
  return tally.figures()
}

/** By what is merged, so that the halves stay the same whatever else is measured. */
function halfOf({ from }: MadeUp): 'first' | 'second' {
  return (createHash('sha256').update(from).digest()[0] ?? 0) % 2 === 0 ? 'first' : 'second'
}

class Tally {
  readonly #all: Standing = { files: 0, first: 0, inThree: 0, inAll: 0 }
  readonly #shapes = new Map<ProposalShape, Standing>()
  readonly #calibration = Array.from({ length: 10 }, (_, tenth) => ({ said: tenth / 10, of: 0, right: 0 }))
  readonly #missed: string[] = []
  readonly #places: Standing = { files: 0, first: 0, inThree: 0, inAll: 0 }
  #hunks = 0
  #silent = 0

  add({ from, clashed, outcome }: MadeUp): void {
    const proposals = propose(clashed)
    const place = proposals.findIndex((one) => isRight(one, outcome))
    const [first] = proposals
    count(this.#all, place)
    this.#hunks += clashed.passages.filter(({ kind }) => kind === 'clash').length
    for (const standing of placesIn(clashed, outcome.text)) count(this.#places, standing)
    if (place !== 0) this.#missed.push(`${from} ${clashed.path}: ${first?.shape ?? 'nothing'}, right: ${place + 1}`)
    if (first === undefined) {
      this.#silent += 1
      return
    }
    const shape = this.#shapes.get(first.shape) ?? { files: 0, first: 0, inThree: 0, inAll: 0 }
    this.#shapes.set(first.shape, shape)
    count(shape, place)
    const tenth = this.#calibration[Math.min(9, Math.floor(first.sureness * 10))]
    if (tenth === undefined) return
    tenth.of += 1
    if (place === 0) tenth.right += 1
  }

  figures(): ProposalFigures {
    return {
      ...this.#all,
      hunks: this.#hunks,
      silent: this.#silent,
      places: this.#places,
      shapes: this.#shapes,
      calibration: this.#calibration,
      missed: this.#missed,
    }
  }
}

/** For each place that can be found in the person's text, which of its answers stands there. */
function placesIn(clashed: MadeUp['clashed'], text: string | undefined): number[] {
  if (text === undefined) return []
  const parts = clashed.passages.length === 0 ? [] : answeredParts(clashed)
  return parts.flatMap((part, at) => {
    if (typeof part === 'string') return []
    const lines = (other: string | readonly unknown[] | undefined): string[] =>
      typeof other === 'string' ? splitLines(other) : []
    const [above, below] = [
      lines(parts[at - 1])
        .slice(-2)
        .join(''),
      lines(parts[at + 1])
        .slice(0, 2)
        .join(''),
    ]
    if (!text.includes(above) || !text.includes(below)) return []
    return [part.findIndex((answer) => `\n${text}`.includes(`\n${above}${answer.text}${below}`))]
  })
}

function count(standing: Standing, place: number): void {
  standing.files += 1
  if (place === 0) standing.first += 1
  if (place >= 0 && place < 3) standing.inThree += 1
  if (place >= 0) standing.inAll += 1
}

function isRight({ outcome }: Proposal, person: MadeUp['outcome']): boolean {
  if ('text' in outcome) return outcome.text === person.text
  const entries = (placed: MadeUp['outcome']['placed']): string =>
    placed
      .map(({ path, mode, oid }) => `${path} ${mode} ${oid}`)
      .toSorted()
      .join('\n')
  return entries(outcome.placed) === entries(person.placed)
}
