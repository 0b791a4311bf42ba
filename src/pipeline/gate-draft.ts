/** Asks the gates that may keep a tree out about a release before it is published, and decides by the roster's policy what goes in otherwise. */
import type { Decision } from '../base/model/decision.ts'
import { assert } from '../base/std/assert.ts'
import { readSearches, searchFile } from '../memory/record/searches.ts'
import { actingGates, decideGiveUps } from './gating/decide-give-ups.ts'
import { askGates } from './gating/ask-gates.ts'
import { openCandidates } from './gating/open-candidates.ts'
import { withGating } from './gating/open-gating.ts'
import { searchReds } from './gating/search-reds.ts'
import type { Gating } from './gating/tell-faults.ts'
import { readHeads } from './ground.ts'
import type { RunReport } from './run.ts'
import { remakeSplits } from './topics/splits.ts'
import type { Machine, Workspace } from './workspace.ts'

/** The decisions made; none when what was drafted may be published as it is. `round` counts from 1. */
export async function gateDraft(
  workspace: Workspace,
  machine: Machine,
  { roster, outcome: { release } }: RunReport,
  round: number,
): Promise<Decision[]> {
  const onto = release.record.plan.upstream.tip
  const acting = { ...roster, gates: actingGates(roster) }
  return withGating({ workspace, machine, roster: acting, release, onto }, (gating) => act(gating, round))
}

async function act(gating: Gating, round: number): Promise<Decision[]> {
  const { workspace, machine, release, shop, book } = gating
  const { runs, searches: head } = await readHeads(workspace)
  // Nothing of a draft is in the record, so it is put together again; the last run remembers how.
  await remakeSplits(shop, release.record.plan)
  using opened = await openCandidates(workspace, machine, shop, { release, runs, isPublished: false })
  const whole = await opened.candidates.make(opened.ground.trees.map((_, place) => place))
  const isSame = whole.kind === 'made' && whole.tree === release.record.contentTree
  assert(isSame, 'what is planned can be put together again')
  const results = await askGates(gating, whole.tree, round)
  const before = await readSearches(shop.folders, shop.reader, head, release.name)
  const searches = await searchReds(gating, { results, before }, (search) => search(opened))
  const news = searches.filter((search) => !before.includes(search))
  if (news.length > 0) await book.keepFiles(news.map(searchFile))
  machine.listen({ kind: 'gates-finished' })
  return await decideGiveUps(gating, searches)
}
