/** Upstream's tags with their dates: when an annotated one was made, of a plain one when its commit was. */
import type { DatedTag } from '../model/cycle.ts'
import { REF_UPSTREAM_TAGS } from '../model/names.ts'
import type { CommitOid, Oid } from '../model/oid.ts'
import { distinct } from '../std/collections.ts'
import { commitsBeyond, isAncestor } from './commit-walk.ts'
import type { Git } from './spawn.ts'

export interface UpstreamTag extends DatedTag {
  /** What it points to; mostly a commit. */
  readonly target: Oid
}

/** Newest tags that are looked up in upstream's history. A rewind loses the newest first, and to ask for hundreds walks all of history: seconds. */
const TAGS_CHECKED = 12

/** Those in the history of `upstream`: a rewind takes its tags along, though the server goes on offering them. Lines are `<ref> <seconds> <zone> <oid> <peeled>`. */
export async function readDatedTags(git: Git, upstream: CommitOid): Promise<UpstreamTag[]> {
  const format = '--format=%(refname) %(creatordate:raw) %(objectname) %(*objectname)'
  const text = await git.text({ args: ['for-each-ref', format, '--', REF_UPSTREAM_TAGS] })
  const tags = text.split('\n').flatMap(parseLine)
  const newest = tags.toSorted((a, b) => b.at.epochSeconds - a.at.epochSeconds).slice(0, TAGS_CHECKED)
  if ((await outside(git, newest, upstream)).size === 0) return tags
  const gone = await outside(git, tags, upstream)
  return tags.filter((tag) => !gone.has(tag))
}

/** Tags of commits that the history does not have. */
async function outside(git: Git, tags: readonly UpstreamTag[], upstream: CommitOid): Promise<Set<UpstreamTag>> {
  const targets = distinct(tags.map(({ target }) => target as CommitOid))
  const beyond = new Set<Oid>((await commitsBeyond(git, targets, [upstream])).map(({ commit }) => commit))
  return new Set(tags.filter(({ target }) => beyond.has(target)))
}

/** What has no date, such as a tag without a tagger, tells nothing; nor does one of a date that git cannot write. */
function parseLine(line: string): UpstreamTag[] {
  const match = /^(\S+) (\d{1,12}) ([+-])(\d\d)(\d\d) ([0-9a-f]{40}) ([0-9a-f]{40})?$/.exec(line)
  if (match === null) return []
  const [, ref = '', seconds, sign, hours, minutes, oid = '', peeled] = match
  const east = Number(hours) * 60 + Number(minutes)
  return [
    {
      name: ref.slice(REF_UPSTREAM_TAGS.length),
      at: { epochSeconds: Number(seconds), zoneMinutes: sign === '-' ? -east : east },
      target: (peeled ?? oid) as Oid,
    },
  ]
}

/** The oldest of these that holds the commit, in as few questions as can be: mostly it is one of the first after it was made. */
export async function oldestTagWith(
  git: Git,
  commit: CommitOid,
  tags: readonly UpstreamTag[],
): Promise<UpstreamTag | undefined> {
  const sorted = tags.toSorted((a, b) => a.at.epochSeconds - b.at.epochSeconds)
  const holds = async (place: number): Promise<boolean> => {
    const tag = sorted[place]
    return tag !== undefined && (await isAncestor(git, commit, tag.target as CommitOid))
  }
  let without = -1
  let holding = 0
  while (holding < sorted.length && !(await holds(holding))) {
    without = holding
    holding = holding * 2 + 1
  }
  if (holding >= sorted.length) {
    holding = sorted.length - 1
    if (holding === without || !(await holds(holding))) return undefined
  }
  while (holding - without > 1) {
    const middle = Math.floor((without + holding) / 2)
    if (await holds(middle)) holding = middle
    else without = middle
  }
  return sorted[holding]
}
