/** Whether the time of a version has come: whether work for it belongs in next by now. */
import { type Calendar, versionForNext } from '../../base/model/cycle.ts'
import { compareVersions, maySucceed, parseVersionTag } from '../../base/text/version-tag.ts'

/**
 * Work for v4.16 may come in when the window of v4.15 has closed, which its -rc1 tells. How the version after v4.15 will be called is only
 * a habit: v5.0 comes in then as well. Where nothing is known of the cycle, nothing comes back by itself.
 */
export function isTimeFor(version: string, calendar: Calendar): boolean {
  if (calendar.kind === 'unknown') return false
  const { phase, current, past } = calendar
  const forNext = versionForNext(calendar)
  if ([...past.map((cycle) => cycle.version), forNext].includes(version)) return true
  const prefix = /^\D*/.exec(version)?.[0] ?? ''
  const [wanted, now, next] = [version, current.version, forNext].map((name) => parseVersionTag(name, prefix))
  if (wanted === undefined || now === undefined || next === undefined) return false
  const isNameOfNext = phase === 'stabilising' && maySucceed(wanted.numbers, now.numbers)
  return isNameOfNext || compareVersions(wanted, next) <= 0
}
