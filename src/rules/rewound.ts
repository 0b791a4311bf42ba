/** A branch no longer has what it had: what was lost, what came back under other ids, and who still has it. */
import type { CommitFacts } from '../base/model/commit-facts.ts'
import type { Facts, TreeFacts } from '../base/model/facts.ts'
import type { Finding } from '../base/model/finding.ts'
import { short } from '../base/model/oid.ts'
import { count } from '../base/text/count.ts'
import { parseMessage } from '../base/text/trailers.ts'
import { treeFinding } from './make-finding.ts'

export function rewound(facts: Facts): readonly Finding[] {
  return facts.trees.flatMap((tree) => {
    const { tip, lost, commits } = tree
    if (tip.state !== 'rewound') return []
    const patches = new Set(commits.flatMap(({ patchId }) => patchId ?? []))
    const gone = lost.filter(({ patchId }) => patchId === undefined || !patches.has(patchId))
    return [found(facts, tree, gone)]
  })
}

function found(facts: Facts, { tree, tip, lost }: TreeFacts, gone: readonly CommitFacts[]): Finding {
  const again = lost.length - gone.length
  const kept = again === 0 ? '' : ` ${count(again, 'commit')} came back under other ids.`
  const was = 'previous' in tip && tip.previous !== undefined ? short(tip.previous) : 'something else'
  return treeFinding(
    tree.name,
    {
      rule: 'rewound',
      what: `It was rewound, and ${gone.length === 0 ? 'nothing' : count(gone.length, 'commit')} went by that.${kept}`,
      evidence: gone.map(({ oid, message }) => {
        const elsewhere = holdersOf(facts, tree.name, oid)
        return `${short(oid)} ("${parseMessage(message).subject}")${elsewhere.length === 0 ? '' : `, still in ${elsewhere.join(', ')}`}`
      }),
      remedy: `Ask whether that was meant; it stood at ${was} before.`,
    },
    was,
  )
}

function holdersOf({ trees }: Facts, but: string, commit: CommitFacts['oid']): string[] {
  return trees.flatMap(({ tree, commits }) =>
    tree.name !== but && commits.some(({ oid }) => oid === commit) ? [tree.name] : [],
  )
}
