/** Proposals as the terminal and `--json` have them. */
import { showPath } from '../../../base/text/show-path.ts'
import type { Proposal } from '../../../memory/resolutions/propose/proposal.ts'
import { safe } from './screen.ts'

/** Numbered as `--take proposal:<number>` names them. */
export function proposalLines(proposals: readonly Proposal[]): string[] {
  return proposals.map(
    ({ why, sureness }, place) => `  ${place + 1}. ${safe(why)} (${Math.round(sureness * 100)} % sure)`,
  )
}

/** `file` holds the whole text; it is there only where the conflict is laid out. */
export function proposalJson({ shape, why, sureness, resolutions, outcome }: Proposal, file: string | undefined) {
  const entries = 'placed' in outcome ? outcome : { placed: [], removed: [] }
  return {
    shape,
    why,
    sureness,
    resolutions: resolutions ?? [],
    file: 'text' in outcome ? (file ?? null) : null,
    placed: entries.placed.map(({ path, mode, oid }) => ({ path: showPath(path), mode: mode.toString(8), oid })),
    removed: entries.removed.map(showPath),
  }
}
