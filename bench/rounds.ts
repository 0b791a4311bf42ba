/** Measures in turns, so that a machine that slows down for a while slows everybody down. */

/** Something measured: a program at a piece of work. */
export interface Contender {
  readonly name: string
  readonly rounds: number
  /** One round. Returns the figures by name, in seconds or bytes. Throws when the work was not done right. */
  run(): Promise<Figures> | Figures
}

export interface Field {
  readonly contenders: readonly Contender[]
  /** Ends what was started and removes what was made for the contenders. */
  readonly clear: () => void
}

export type Figures = Readonly<{ [name: string]: number }>

/** All rounds' figures by name. */
export type Samples = ReadonlyMap<string, readonly number[]>

export async function measure(contenders: readonly Contender[], say: (line: string) => void): Promise<Samples> {
  const samples = new Map<string, number[]>()
  const rounds = Math.max(0, ...contenders.map((contender) => contender.rounds))
  for (let round = 1; round <= rounds; round++) {
    for (const contender of contenders.filter((each) => round <= each.rounds)) {
      say(`round ${round} of ${contender.rounds}: ${contender.name}`)
      for (const [name, figure] of Object.entries(await contender.run())) {
        samples.set(name, [...(samples.get(name) ?? []), figure])
      }
    }
  }
  return samples
}

/** The middle one; of two in the middle, their mean. Undefined when nothing was measured. */
export function median(figures: readonly number[] | undefined): number | undefined {
  if (figures === undefined || figures.length === 0) return undefined
  const sorted = [...figures].sort((a, b) => a - b)
  const half = sorted.length / 2
  const [low = 0, high = 0] = [sorted[Math.ceil(half) - 1], sorted[Math.floor(half)]]
  return (low + high) / 2
}
