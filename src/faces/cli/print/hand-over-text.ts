/** Hand-overs for a terminal and for scripts. */
import type { HandedCommit, HandOver, HandOverState } from '../../../base/model/hand-over.ts'
import { isoTime } from '../../../base/model/instant.ts'
import { short } from '../../../base/model/oid.ts'
import { unreachable } from '../../../base/std/assert.ts'
import { oneLine } from '../../../base/text/printable.ts'
import { showPath } from '../../../base/text/show-path.ts'
import type { Colours } from './screen.ts'

export function handOverLines({ decision, commits, state }: HandOver, colours: Colours): string[] {
  const what = decision.topics.map((topic) => oneLine(topic)).join(', ')
  return [
    `${decision.id}  ${colours.bold(what)} of ${decision.tree} to ${decision.to}: ${stateWords(state, decision.to)}`,
    ...commits.map(commitLine),
    ...(state.kind === 'waits' ? ['  It needs:', ...state.on.map(commitLine)] : []),
  ]
}

function commitLine({ commit, subject }: HandedCommit): string {
  return `  ${short(commit)} ${oneLine(subject)}`
}

function stateWords(state: HandOverState, to: string): string {
  switch (state.kind) {
    case 'waits':
      return 'it waits until what it needs is upstream'
    case 'offered':
      return `offered as ${state.branch.replace('refs/heads/', '')}, ${short(state.head)} on ${short(state.base)}`
    case 'clashes':
      return `it does not go onto ${state.where}${state.paths.length === 0 ? '' : `: ${state.paths.map(showPath).join(', ')}`}`
    case 'taken':
      return state.by === 'upstream' ? 'upstream has it; the copy can go' : `${to} has it; the copy can go`
    case 'over':
      return 'over: the tree has none of it any more'
    default:
      return unreachable(state)
  }
}

/** The shape is documented in docs/guide/json.md and only ever grows. */
export function handOverJson({ decision, commits, state }: HandOver) {
  return {
    decision: decision.id,
    tree: decision.tree,
    to: decision.to,
    topics: decision.topics,
    why: decision.why,
    when: isoTime(decision.when),
    commits,
    state: state.kind,
    needs: state.kind === 'waits' ? state.on : [],
    branch: state.kind === 'offered' ? state.branch : null,
    head: state.kind === 'offered' ? state.head : null,
    base: state.kind === 'offered' ? state.base : null,
    where: state.kind === 'clashes' ? state.where : null,
    paths: state.kind === 'clashes' ? state.paths.map(showPath) : [],
    by: state.kind === 'taken' ? state.by : null,
  }
}
