/** Moments as git writes them: whole seconds since 1970 and the zone they were seen in. */

export interface Instant {
  readonly epochSeconds: number
  /** Minutes east of Greenwich. */
  readonly zoneMinutes: number
}

/** Where the time comes from: an argument, so that tests own it. */
export type Clock = () => Instant

/** The moment a date without an hour stands for: `2026-01-14` is that day 00:00 +0000. Undefined when it is no date. */
export function startOfDay(date: string): Instant | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return undefined
  const millis = Date.parse(`${date}T00:00:00Z`)
  if (Number.isNaN(millis) || new Date(millis).toISOString().slice(0, 10) !== date) return undefined
  return { epochSeconds: millis / 1000, zoneMinutes: 0 }
}

/** `1768348800 +0000`, as it stands in commits and tags. */
export function gitDate(instant: Instant): string {
  return `${instant.epochSeconds} ${zone(instant)}`
}

/** The day at that place, as `YYYYMMDD`. */
export function compactDay(instant: Instant): string {
  return isoDay(instant).replaceAll('-', '')
}

/** The day at that place, as `YYYY-MM-DD`. */
export function isoDay(instant: Instant): string {
  return local(instant).toISOString().slice(0, 10)
}

/** `2026-01-14T00:00:00+00:00`. */
export function isoTime(instant: Instant): string {
  const sign = zone(instant)
  return `${local(instant).toISOString().slice(0, 19)}${sign.slice(0, 3)}:${sign.slice(3)}`
}

/** The Date header of a mail (RFC 5322 §3.3): `Wed, 14 Jan 2026 00:00:00 +0000`. */
export function mailDate(instant: Instant): string {
  return `${local(instant).toUTCString().replace(' GMT', '')} ${zone(instant)}`
}

/** `Jan 14`, as linux-next's daily mail names its day. */
export function monthDay(instant: Instant): string {
  const [, day, month] = local(instant).toUTCString().split(' ')
  return `${month} ${Number(day)}`
}

/** Whole days from one moment to another, rounded down. */
export function daysBetween(earlier: Instant, later: Instant): number {
  return Math.floor((later.epochSeconds - earlier.epochSeconds) / 86_400)
}

/** So many days later; earlier when there are less than none. */
export function daysLater(instant: Instant, days: number): Instant {
  return { ...instant, epochSeconds: instant.epochSeconds + Math.round(days * 86_400) }
}

function local(instant: Instant): Date {
  return new Date((instant.epochSeconds + instant.zoneMinutes * 60) * 1000)
}

function zone(instant: Instant): string {
  const minutes = Math.abs(instant.zoneMinutes)
  const digits = `${String(Math.floor(minutes / 60)).padStart(2, '0')}${String(minutes % 60).padStart(2, '0')}`
  return `${instant.zoneMinutes < 0 ? '-' : '+'}${digits}`
}
