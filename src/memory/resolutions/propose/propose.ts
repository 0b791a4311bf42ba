/** What a conflict's shape suggests, the surest first. Pure. */
import type { ClashedFile } from '../../../base/model/clashed-file.ts'
import type { Proposal } from './proposal.ts'

export function propose(file: ClashedFile): readonly Proposal[] {
  if (!file.passages.some(({ kind }) => kind === 'clash')) return []
  const text = (pick: (ours: string, theirs: string) => string): string =>
    file.passages.map((one) => (one.kind === 'agreed' ? one.text : pick(one.ours, one.theirs))).join('')
  return [
    {
      shape: 'union',
      outcome: { text: text((ours, theirs) => ours + theirs) },
      why: 'both sides’ lines, one after the other',
      sureness: 0.2,
    },
  ]
}
