/** Brings the trees here and notes what was seen of each. */
import { writeCommitGraph } from '../base/git/commit-graph.ts'
import { addPack } from '../base/git/pack.ts'
import { moveRefs, packRefs } from '../base/git/refs.ts'
import type { Instant } from '../base/model/instant.ts'
import { REF_TIPS, type TreeName } from '../base/model/names.ts'
import type { CommitOid } from '../base/model/oid.ts'
import type { Roster } from '../base/model/roster.ts'
import type { Tip, UpstreamTip } from '../base/model/tip.ts'
import { usageError } from '../base/std/operating-error.ts'
import { extendChain } from '../memory/record/chain.ts'
import { type IntegrationLock, withIntegrationLock } from '../memory/record/lock.ts'
import { RunChain } from '../memory/record/runs.ts'
import { readTips, type SeenTips, tipsFile } from '../memory/record/tips.ts'
import { fetchTips } from '../stages/fetch/fetch-tips.ts'
import { type TakenTips, takenTips, untilTaken } from './news.ts'
import { readHeads } from './ground.ts'
import { holderOf } from './holder.ts'
import { rosterOf } from './roster.ts'
import { keepUp } from './upkeep.ts'
import { type Machine, openReading, type Workspace } from './workspace.ts'

export interface Fetched {
  readonly upstream: UpstreamTip
  /** In roster order. */
  readonly tips: readonly Tip[]
}

/** `tributary fetch`. */
export function fetch(workspace: Workspace, machine: Machine, only: readonly string[]): Promise<Fetched> {
  return withIntegrationLock(workspace.record, holderOf(machine), machine.listen, async (lock) => {
    const roster = await rosterOf(workspace)
    const fetched = await fetchAll(workspace, machine, roster, lock, only.length === 0 ? undefined : only)
    await keepUp(workspace, machine, lock)
    return fetched
  })
}

/** All trees, or those named; the others stay as they were last seen. */
export async function fetchAll(
  workspace: Workspace,
  machine: Machine,
  roster: Roster,
  _lock: IntegrationLock,
  only?: readonly string[],
): Promise<Fetched> {
  const unknown = only?.find((name) => !roster.trees.some((tree) => tree.name === name))
  if (unknown !== undefined)
    throw usageError(
      `there is no tree ${JSON.stringify(unknown)} in the roster`,
      'The trees are listed by: tributary trees list',
    )
  const heads = await readHeads(workspace)
  await using reading = openReading(workspace.record.git)
  const seen = await readTips(reading.folders, reading.reader, heads.tips)
  const taken = await takenTips(new RunChain(reading.folders, reading.reader, heads.runs))
  const now = machine.clock()
  const fetched = await fetchTips({
    git: machine.git,
    record: workspace.record.git,
    roster,
    previous: seen.trees,
    previousUpstream: seen.upstream,
    now,
    scratchFolder: workspace.quarantineFolder,
    pid: machine.pid,
    passThrough: machine.passThrough,
    listen: machine.listen,
    ...(only === undefined ? {} : { only: new Set(only as readonly TreeName[]) }),
  })
  await noteTips(workspace, { roster, seen, fetched, taken, now, head: heads.tips })
  // All of a project's history at once: without it each later walk takes two to three times as long.
  if (seen.upstream?.commit === undefined && fetched.upstream.commit !== undefined)
    await writeCommitGraph(workspace.record.git)
  if (fetched.tips.filter(({ state }) => state === 'moved').length >= PACKED_FROM) await packRefs(workspace.record.git)
  return fetched
}

/** So many refs written one by one make every later question about refs slower than packing them is: 404 take git 20 ms to read. */
const PACKED_FROM = 32

interface Note {
  readonly roster: Roster
  readonly seen: SeenTips
  readonly fetched: Fetched
  readonly taken: TakenTips
  readonly now: Instant
  readonly head: CommitOid | undefined
}

/** A new snapshot when anything is seen otherwise than before. */
async function noteTips(workspace: Workspace, { roster, seen, fetched, taken, now, head }: Note): Promise<void> {
  const fresh = new Map(fetched.tips.map((tip) => [tip.tree, tip]))
  const tips = roster.trees.flatMap(({ name }) => {
    const [now, before] = [fresh.get(name), seen.trees.get(name)]
    return now === undefined ? (before ?? []) : untilTaken(now, before, taken.get(name))
  })
  const file = tipsFile(fetched.upstream, tips)
  if (seen.upstream !== undefined && tipsFile(seen.upstream, seen.trees.values()).content === file.content) return
  await using reading = openReading(workspace.record.git)
  const next = await extendChain(reading.folders, reading.reader, {
    head,
    files: [file],
    keeps: [],
    by: roster.project.integrator,
    at: now,
    message: `fetch: ${countStates(fetched.tips)}\n`,
  })
  await addPack(workspace.record.git, [...reading.folders.made.values()])
  await moveRefs(workspace.record.git, [{ ref: REF_TIPS, from: head, to: next }])
}

/** `1 moved, 2 unreachable`: trees that are as they were need no word. */
function countStates(tips: readonly Tip[]): string {
  const counts = new Map<string, number>()
  for (const { state } of tips)
    if (state !== 'same' && state !== 'empty') counts.set(state, (counts.get(state) ?? 0) + 1)
  return counts.size === 0 ? 'all as they were' : [...counts].map(([state, count]) => `${count} ${state}`).join(', ')
}
