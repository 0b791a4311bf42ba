/** Which commits of a tree need which others of it: guessed from the lines they touch, proved by taking them apart with git's own merge. */
import { lineChanges } from '../../../base/git/line-changes.ts'
import type { PathChange } from '../../../base/git/patch-reader.ts'
import type { CommitOid } from '../../../base/model/oid.ts'
import { throwAwayCommit } from '../content-merge.ts'
import type { Workshop } from '../workshop.ts'
import { Builder } from './builder.ts'
import type { LinedUp } from './line-up.ts'
import { lineOrigins } from './origins.ts'
import { pick } from './pick.ts'

/** An earlier commit without which this one does not apply, or comes to something else. */
export interface Need {
  /** Its place in the line. */
  readonly on: number
  /** Raw paths that clash without it; none where it applies and gives another result. */
  readonly paths: readonly string[]
}

export interface Needs {
  /** Those that none of the others brings along. */
  readonly direct: readonly Need[]
  /** All it stands on, those that they need included: places in the line. */
  readonly all: ReadonlySet<number>
}

/** Most commits that are left out by way of trial for one commit. What is not tried stays a need. */
const TRIALS_MAX = 60

/** Of each commit of the line, in its order. */
export async function findNeeds(shop: Workshop, line: LinedUp): Promise<readonly Needs[]> {
  const changes = await changesOf(shop, line)
  const guesses = lineOrigins(changes)
  const proof: Proof = { shop, line, builder: new Builder(shop, line), found: [] }
  for (const place of line.steps.keys()) {
    const attempts = [guesses[place] ?? [], samePaths(changes, place), everythingBefore(place)]
    proof.found.push(await needsOf(proof, place, attempts))
  }
  return proof.found
}

interface Proof {
  readonly shop: Workshop
  readonly line: LinedUp
  readonly builder: Builder
  /** Of those before the one that is looked at. */
  readonly found: Needs[]
}

/** What each did to the line, file by file. */
async function changesOf({ git, loose }: Workshop, { base, steps }: LinedUp): Promise<PathChange[][]> {
  const chain = [base, ...steps.map(({ after }) => after)].reduce<CommitOid[]>((parents, tree) => {
    const parent = parents.at(-1)
    const made = throwAwayCommit(tree, parent === undefined ? [] : [parent])
    loose.write(made)
    return [...parents, made.oid]
  }, [])
  const edges = chain.slice(1).map((commit, at) => ({ commit, parent: chain[at] ?? commit }))
  return lineChanges(git, edges, [])
}

function samePaths(changes: readonly (readonly PathChange[])[], place: number): number[] {
  const paths = new Set(changes[place]?.flatMap(pathsOf))
  return everythingBefore(place).filter((at) => changes[at]?.flatMap(pathsOf).some((path) => paths.has(path)))
}

function pathsOf({ oldPath, newPath }: PathChange): string[] {
  return [oldPath, newPath].filter((path) => path !== undefined)
}

function everythingBefore(place: number): number[] {
  return Array.from({ length: place }, (_, at) => at)
}

/** The narrowest of the attempts that holds, with what it can do without taken out of it. */
async function needsOf(proof: Proof, place: number, attempts: readonly (readonly number[])[]): Promise<Needs> {
  const step = proof.line.steps[place]
  // One that does nothing in the line may still clash without what has done it before.
  if (step === undefined || (step.isForced && step.before === step.after)) return { direct: [], all: new Set() }
  for (const attempt of attempts) {
    const chosen = closed(proof.found, attempt)
    if ((await missing(proof, place, chosen)) === undefined) return narrowed(proof, place, chosen)
  }
  return narrowed(proof, place, everythingBefore(place))
}

/** With all that they need in turn, in ascending order. */
function closed(found: readonly Needs[], chosen: readonly number[]): number[] {
  const all = new Set(chosen)
  for (const place of chosen) for (const needed of found[place]?.all ?? []) all.add(needed)
  return [...all].sort((a, b) => a - b)
}

async function narrowed(proof: Proof, place: number, chosen: readonly number[]): Promise<Needs> {
  const without = new Map<number, readonly string[]>()
  let kept = chosen
  for (let trials = 0; trials < TRIALS_MAX; trials += 1) {
    const next = outermost(proof.found, kept).findLast((candidate) => !without.has(candidate))
    if (next === undefined) break
    const rest = kept.filter((candidate) => candidate !== next)
    const paths = await missing(proof, place, rest)
    if (paths === undefined) kept = rest
    else without.set(next, paths)
  }
  const direct = outermost(proof.found, kept).map((on): Need => ({ on, paths: without.get(on) ?? [] }))
  return { direct, all: new Set(kept) }
}

/** Those that no other of them needs. */
function outermost(found: readonly Needs[], chosen: readonly number[]): number[] {
  const inner = new Set(chosen.flatMap((place) => found[place]?.direct.map(({ on }) => on) ?? []))
  return chosen.filter((place) => !inner.has(place))
}

/**
 * What keeps a commit from standing on these alone: undefined when nothing does. It has to apply, and what it did there, done to the
 * whole line before it, has to give what the whole line gives.
 */
async function missing(
  { shop, line, builder }: Proof,
  place: number,
  chosen: readonly number[],
): Promise<readonly string[] | undefined> {
  const step = line.steps[place]
  const ground = await builder.build(chosen)
  if (step === undefined || ground === undefined) return []
  if (ground === step.before) return undefined
  const picked = await pick(shop, ground, step.change)
  if (picked.kind === 'clash') return picked.paths
  const again = await pick(shop, step.before, { from: ground, to: picked.tree })
  return again.kind === 'clean' && again.tree === step.after ? undefined : []
}
