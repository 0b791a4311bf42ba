/** A tree's topics as a graph in DOT (graphviz.org): a box a topic, a node a commit, and an arrow to what it needs. */
import { short } from '../../../base/model/oid.ts'
import type { Topic } from '../../../base/model/topic.ts'
import type { GateStands } from '../../../base/model/topic-stand.ts'
import { oneLine } from '../../../base/text/printable.ts'
import { showPath } from '../../../base/text/show-path.ts'
import type { TreeTopics } from '../../../pipeline/topics/topics.ts'

/** Longest label: the graph is looked at, the whole subject is in the text. */
const LABEL_MAX = 60

export function topicsDot({ tree, topics }: TreeTopics, gates: readonly GateStands[] = []): string[] {
  const boxes = topics.flatMap(({ name, commits }, at) => [
    `  subgraph cluster_${at} {`,
    `    label=${quoted(name)}`,
    ...commits.map(({ commit, subject }) => `    ${node(commit)} [label=${quoted(oneLine(subject, LABEL_MAX))}]`),
    '  }',
  ])
  const arrows = topics.flatMap(({ commits }) =>
    commits.flatMap(({ commit, needs }) =>
      needs.map(
        ({ commit: on, paths }) =>
          `  ${node(commit)} -> ${node(on)}${paths.length === 0 ? '' : ` [label=${quoted(oneLine(paths.map(showPath).join(' '), LABEL_MAX))}]`}`,
      ),
    ),
  )
  const head = [`digraph ${quoted(tree)} {`, '  rankdir=LR', '  node [shape=box]']
  return [...head, ...boxes, ...arrows, ...gates.flatMap((gate) => gateArrows(gate, topics)), '}']
}

/** Between the first commits of two topics, since boxes have no arrows of their own. */
function gateArrows(said: GateStands, topics: readonly Topic[]): string[] {
  const first = (name: string): string => node(topics.find((topic) => topic.name === name)?.commits[0]?.commit ?? name)
  const stands = said.kind === 'told' ? said.stands : []
  return stands.flatMap(({ topic, stand }) =>
    stand.kind === 'needs'
      ? stand.needs.map(
          (need) =>
            `  ${first(topic)} -> ${first(need.topic)} [style=dashed label=${quoted(oneLine(said.gate, LABEL_MAX))}]`,
        )
      : [],
  )
}

function node(commit: string): string {
  return quoted(short(commit))
}

/** A quoted string of DOT knows one escape of its own, `\"`; a backslash before anything else may mean something to labels. */
function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
}
