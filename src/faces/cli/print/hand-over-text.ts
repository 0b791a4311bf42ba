/** Hand-overs for a terminal and for scripts. */
import type { HandedCommit, HandOver, HandOverState } from '../../../base/model/hand-over.ts'
import { isoTime } from '../../../base/model/instant.ts'
import { short } from '../../../base/model/oid.ts'
import { unreachable } from '../../../base/std/assert.ts'
import { oneLine } from '../../../base/text/printable.ts'
import { shellQuoted } from '../../../base/text/shell-quoted.ts'
import { showPath } from '../../../base/text/show-path.ts'
import { enumerate } from '../../../base/text/wrap.ts'
import type { Colours } from './screen.ts'

/** `pushes`: where releases are pushed to, and the branch is not. */
export function handOverLines(
  { decision, commits, state }: HandOver,
  colours: Colours,
  pushes: readonly string[] = [],
): string[] {
  const what = decision.topics.map((topic) => oneLine(topic)).join(', ')
  return [
    `${decision.id}  ${colours.bold(what)} of ${decision.tree} to ${decision.to}: ${stateWords(state, decision.to)}`,
    ...commits.map(commitLine),
    ...(state.kind === 'offered' ? pushes.map((url) => pushLine(url, state.branch)) : []),
    ...(state.kind === 'waits' ? ['  It needs:', ...state.on.map(commitLine)] : []),
  ]
}

/** Whoever is to pull it may not see the record. Where releases go is everybody's, and a topic is the integrator's to put there. */
function pushLine(url: string, branch: string): string {
  return `  Push it with: git --git-dir=record.git push ${shellQuoted(url)} ${shellQuoted(`${branch}:${branch}`)}`
}

function commitLine({ commit, subject }: HandedCommit): string {
  return `  ${short(commit)} ${oneLine(subject)}`
}

function stateWords(state: HandOverState, to: string): string {
  switch (state.kind) {
    case 'waits':
      return 'it waits until what it needs is upstream'
    case 'offered':
      return `offered as ${state.branch.replace('refs/heads/', '')}, ${short(state.head)} on ${short(state.base)}${passedWords(state.passed)}`
    case 'fails':
      return `it does not pass ${state.gate} by itself, on ${short(state.base)}: tributary gate log ${state.verdict.slice(0, 12)}`
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

function passedWords(gates: readonly string[]): string {
  return gates.length === 0 ? '; no gate has said anything of it' : `; it passes ${enumerate(gates)} by itself`
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
    head: 'head' in state ? state.head : null,
    base: 'base' in state ? state.base : null,
    passed: state.kind === 'offered' ? state.passed : [],
    fails: state.kind === 'fails' ? { gate: state.gate, verdict: state.verdict } : null,
    where: state.kind === 'clashes' ? state.where : null,
    paths: state.kind === 'clashes' ? state.paths.map(showPath) : [],
    by: state.kind === 'taken' ? state.by : null,
  }
}
