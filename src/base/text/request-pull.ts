/** Reads what `git request-pull` writes: where a branch is, and which commit it is asked to be. */
import { isOid } from '../model/oid.ts'

export interface PullRequest {
  readonly url: string
  /** As it stands there: a branch, or `tags/<name>`. */
  readonly ref: string
  /** The commit that the request is for; undefined where it does not say. */
  readonly tip: string | undefined
}

/** git's own words, which people do not edit: the lines after it stand by themselves (git-request-pull.sh). */
const PLACE = /^are available in the [Gg]it repository at:\s+(\S+)[ \t]*(\S*)/m
const TIP = /^for you to fetch changes up to ([0-9a-f]{40}):/m

/** Undefined for a text that is no such mail. */
export function readPullRequest(text: string): PullRequest | undefined {
  const plain = text.replace(/\r\n/g, '\n').replace(/^(?:> ?)+/gm, '')
  const [, url, ref = ''] = PLACE.exec(plain) ?? []
  if (url === undefined) return undefined
  const tip = TIP.exec(plain)?.[1]
  const named = ref.replace(/^refs\/heads\//, '').replace(/^refs\/tags\//, 'tags/')
  return { url, ref: named === '' ? 'HEAD' : named, tip: tip !== undefined && isOid(tip) ? tip : undefined }
}
