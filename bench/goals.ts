/** What is to be reached at kernel size, and what each figure is held against. */
import { median, type Samples } from './rounds.ts'

/** A line of the table: a piece of work, whose figure it is, and what that has to be. */
export interface Goal {
  readonly work: string
  /** Name of Tributary's figure, or of a peer's when the line only reports it. */
  readonly figure: string
  readonly unit: 's' | 'MB'
  readonly peer?: string
  /** How many times faster than the peer. */
  readonly faster?: number
  /** Most it may be, in the line's unit. */
  readonly atMost?: number
}

export const GOALS: readonly Goal[] = [
  { work: 'all trees, cold', figure: 'cold', unit: 's', peer: 'work tree', faster: 150 },
  { work: 'all trees, cold', figure: 'cold', unit: 's', peer: 'co-process', faster: 2 },
  { work: 'all trees, cold', figure: 'cold', unit: 's', peer: 'process a merge' },
  { work: 'first tree moved', figure: 'moved first', unit: 's', peer: 'work tree', faster: 700 },
  { work: 'first tree moved', figure: 'moved first', unit: 's', atMost: 0.25 },
  { work: 'a middle tree moved', figure: 'moved middle', unit: 's', peer: 'work tree', faster: 700 },
  { work: 'a middle tree moved', figure: 'moved middle', unit: 's', atMost: 0.25 },
  { work: 'last tree moved', figure: 'moved last', unit: 's', peer: 'work tree', faster: 700 },
  { work: 'last tree moved', figure: 'moved last', unit: 's', atMost: 0.25 },
  { work: 'nothing moved: work', figure: 'same work', unit: 's', atMost: 0.1 },
  { work: 'nothing moved: whole command', figure: 'same', unit: 's' },
  { work: 'try one more branch', figure: 'try', unit: 's', atMost: 0.3 },
  { work: 'matrix of all pairs', figure: 'matrix', unit: 's', peer: 'all pairs', faster: 20 },
  { work: 'commit pair of a conflict', figure: 'commit pair', unit: 's', atMost: 0.1 },
  { work: 'fetch, nothing moved, file://', figure: 'fetch file', unit: 's', atMost: 0.2 },
  { work: 'fetch, nothing moved, git://', figure: 'fetch daemon', unit: 's', atMost: 0.2 },
  { work: 'memory of a cold run', figure: 'memory', unit: 'MB', atMost: 300 },
  { work: '--help', figure: 'help', unit: 's', atMost: 0.15 },
]

/** A goal beside what was measured. Undefined is what was not. */
export interface Row {
  readonly goal: Goal
  readonly tributary: number | undefined
  readonly peer: number | undefined
  readonly ratio: number | undefined
  readonly met: boolean | undefined
}

/** The goals that anything was measured for. */
export function rowsOf(samples: Samples): Row[] {
  return GOALS.map((goal) => rowOf(goal, samples)).filter(
    (row) => row.tributary !== undefined || row.peer !== undefined,
  )
}

function rowOf(goal: Goal, samples: Samples): Row {
  const tributary = median(samples.get(goal.figure))
  const peer = goal.peer === undefined ? undefined : median(samples.get(goal.peer))
  const ratio = tributary === undefined || peer === undefined ? undefined : peer / tributary
  return { goal, tributary, peer, ratio, met: isMet(goal, tributary, ratio) }
}

function isMet(goal: Goal, figure: number | undefined, ratio: number | undefined): boolean | undefined {
  if (goal.faster !== undefined) return ratio === undefined ? undefined : ratio >= goal.faster
  if (goal.atMost === undefined || figure === undefined) return undefined
  return figure <= goal.atMost
}
