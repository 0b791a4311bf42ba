/** Upstream's tags with their dates: when an annotated one was made, of a plain one when its commit was. */
import type { DatedTag } from '../model/cycle.ts'
import { REF_UPSTREAM_TAGS } from '../model/names.ts'
import type { CommitOid, Oid } from '../model/oid.ts'
import { assert } from '../std/assert.ts'
import type { Git } from './spawn.ts'

export interface UpstreamTag extends DatedTag {
  /** What it points to; mostly a commit. */
  readonly target: Oid
}

/** Those in the history of `upstream`, sorted by name: a rewind takes its tags along, though the server goes on offering them. `with`: those alone that hold that commit. Lines are `<ref> <seconds> <zone> <oid> <peeled>`. */
export async function readDatedTags(
  git: Git,
  upstream: CommitOid,
  only: { readonly with?: CommitOid } = {},
): Promise<UpstreamTag[]> {
  const holding = only.with === undefined ? [] : [`--contains=${only.with}`]
  const format = '--format=%(refname) %(creatordate:raw) %(objectname) %(*objectname)'
  const text = await git.text({
    args: ['for-each-ref', format, `--merged=${upstream}`, ...holding, '--', REF_UPSTREAM_TAGS],
  })
  return text.split('\n').flatMap((line) => (line === '' ? [] : parseLine(line)))
}

/** A tag of something that has no date, such as a file's contents, has an empty one, and tells nothing. */
function parseLine(line: string): UpstreamTag[] {
  const match = /^(\S+) (?:(\d+) ([+-])(\d\d)(\d\d))? ?([0-9a-f]{40}) ([0-9a-f]{40})?$/.exec(line)
  assert(match !== null, `for-each-ref printed ${line}`)
  const [, ref = '', seconds, sign, hours, minutes, oid = '', peeled] = match
  if (seconds === undefined) return []
  const east = Number(hours) * 60 + Number(minutes)
  return [
    {
      name: ref.slice(REF_UPSTREAM_TAGS.length),
      at: { epochSeconds: Number(seconds), zoneMinutes: sign === '-' ? -east : east },
      target: (peeled ?? oid) as Oid,
    },
  ]
}
