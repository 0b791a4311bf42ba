/** A tree's topics for a terminal: what each needs, and why. */
import { type CommitOid, short } from '../../../base/model/oid.ts'
import type { Topic, TopicCommit } from '../../../base/model/topic.ts'
import { count } from '../../../base/text/count.ts'
import { oneLine } from '../../../base/text/printable.ts'
import { showPath } from '../../../base/text/show-path.ts'
import type { TreeTopics } from '../../../pipeline/topics/topics.ts'
import type { Colours } from './screen.ts'

/** Paths named of a need, and of what merges made; all of them are in `--json`. */
const PATHS_MAX = 3

export function topicsText({ tree, tip, topics, byMerges }: TreeTopics, colours: Colours): string[] {
  if (tip === undefined) return [`The ${tree} tree was never fetched; \`tributary status\` says why.`]
  const commits = topics.reduce((sum, topic) => sum + topic.commits.length, 0)
  if (commits === 0) return [`The ${tree} tree has nothing beyond upstream.`]
  return [
    `The ${tree} tree has ${count(commits, 'commit')} beyond upstream, in ${count(topics.length, 'topic')}.`,
    ...topics.flatMap((topic) => ['', ...topicLines(topic, colours)]),
    ...mergeLines(byMerges),
  ]
}

function topicLines(topic: Topic, colours: Colours): string[] {
  const { name, commits, needs, series, parts, entangled } = topic
  const head = `${count(commits.length, 'commit')}, ${needs.length === 0 ? 'needs no other topic' : `needs ${needs.join(', ')}`}`
  const whole = needs.length === 0 ? colours.green(head) : colours.yellow(head)
  const woven = `  ${entangled.join(' and ')} need each other, and are one topic for that.`
  return [
    `${colours.bold(name)}: ${whole}`,
    ...(series === undefined ? [] : [`  Posted as ${oneLine(series)}`]),
    ...(entangled.length === 0 ? [] : [woven]),
    ...(parts > 1 ? [`  It has ${parts} parts that need nothing of each other.`] : []),
    ...commits.flatMap((commit) => commitLines(commit, colours)),
  ]
}

function commitLines({ commit, subject, needs, alsoIn }: TopicCommit, colours: Colours): string[] {
  const shared = alsoIn.length === 0 ? '' : ` (also in ${alsoIn.join(', ')})`
  return [
    `  ${colours.yellow(short(commit))} ${oneLine(subject)}${shared}`,
    ...needs.map(({ commit: on, paths }) => colours.dim(`      needs ${because(on, paths)}`)),
  ]
}

function because(on: CommitOid, paths: readonly string[]): string {
  if (paths.length === 0) return `${short(on)}: without it, it comes to something else`
  return `${short(on)}: without it, ${listed(paths)} ${paths.length === 1 ? 'clashes' : 'clash'}`
}

function mergeLines(paths: readonly string[]): string[] {
  if (paths.length === 0) return []
  const stand = paths.length === 1 ? 'stands' : 'stand'
  return ['', `${listed(paths)} ${stand} in the tree as its merges have it, not as its commits alone would.`]
}

function listed(paths: readonly string[]): string {
  const named = paths.slice(0, PATHS_MAX).map((path) => oneLine(showPath(path)))
  const more = paths.length - named.length
  return more > 0 ? `${named.join(', ')} and ${count(more, 'other')}` : named.join(', ')
}
