/** A tree's topics as a graph in DOT (graphviz.org): a box a topic, a node a commit, and an arrow to what it needs. */
import { short } from '../../../base/model/oid.ts'
import { oneLine } from '../../../base/text/printable.ts'
import { showPath } from '../../../base/text/show-path.ts'
import type { TreeTopics } from '../../../pipeline/topics/topics.ts'

/** Longest label: the graph is looked at, the whole subject is in the text. */
const LABEL_MAX = 60

export function topicsDot({ tree, topics }: TreeTopics): string[] {
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
  return [`digraph ${quoted(tree)} {`, '  rankdir=LR', '  node [shape=box]', ...boxes, ...arrows, '}']
}

function node(commit: string): string {
  return quoted(short(commit))
}

/** A quoted string of DOT knows one escape of its own, `\"`; a backslash before anything else may mean something to labels. */
function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
}
