/** Which posting a commit came from, by the id of the mail that its trailers name. */
import type { Trailer } from './trailers.ts'

/** `git send-email` counts the mails of a posting: `20171012230326.19984-3-author@example.org`. */
const SEND_EMAIL = /^(\d{14}\.\d+)-\d+-([^@]+@.+)$/

/** b4 writes a name and a version before the count: `20260114-topic-v2-3-0123456789ab@example.org`. */
const B4 = /^(\d{8}-.+-v\d+)-\d+-[0-9a-f]+(@.+)$/

/** The id without the number of the mail; undefined where no trailer has an id that tells. */
export function seriesId(trailers: readonly Trailer[]): string | undefined {
  for (const { key, value } of trailers) {
    if (!/^(?:link|message-id)$/i.test(key)) continue
    const id = messageId(value)
    const [, series, rest] = SEND_EMAIL.exec(id) ?? B4.exec(id) ?? []
    if (series !== undefined && rest !== undefined)
      return rest.startsWith('@') ? `${series}${rest}` : `${series}-${rest}`
  }
  return undefined
}

/** `<id>`, or the end of an archive's address. */
function messageId(value: string): string {
  const bare = value.replace(/\s.*$/s, '').replace(/^<|>$/g, '')
  return bare.replace(/\/+$/, '').replace(/^https?:\/\/.*\//, '')
}
