/** How a project's own versions come about: the way of each from its open merge window to its release, and where that stands today. */
import type { Instant } from './instant.ts'

/** A tag of upstream, and when it was made. */
export interface DatedTag {
  readonly name: string
  readonly at: Instant
}

/** How a project counts its time. */
export type Rhythm =
  /** As upstream tags: `v4.14` opens the window of what comes after, the first `-rc` closes it. The prefix is what stands before the numbers. */
  | { readonly kind: 'tags'; readonly prefix: string }
  /** Versions whose days are laid down, in order. */
  | { readonly kind: 'dates'; readonly versions: readonly PlannedVersion[] }
  /** A version every so many days, ready or not. */
  | {
      readonly kind: 'train'
      readonly first: string
      readonly opens: Instant
      readonly everyDays: number
      readonly windowDays: number
    }

export interface PlannedVersion {
  readonly name: string
  readonly opens: Instant
  readonly closes: Instant
  readonly released: Instant
}

export interface CycleSettings {
  readonly rhythm: Rhythm
  /** Whether people are written to when a window is about to open, and when it is open. */
  readonly reminders: boolean
  /** How many days before. */
  readonly remindDays: number
}

/** A moment of a cycle. What has not happened yet is foretold, or laid down. */
export interface Moment {
  readonly at: Instant
  /** Where it follows from past cycles: how far they were apart, and how many they were. */
  readonly forecast: Forecast | undefined
}

export interface Forecast {
  readonly earliest: Instant
  readonly latest: Instant
  readonly cycles: number
}

/** The way of one version. A moment that nothing can be said of is undefined. */
export interface Cycle {
  readonly version: string
  /** Its merge window opens, mostly because the version before is released. */
  readonly opens: Moment | undefined
  /** Its merge window closes: the first candidate is tagged. */
  readonly closes: Moment | undefined
  /** What was tagged on the way, oldest first: `v4.15-rc1`. */
  readonly candidates: readonly DatedTag[]
  readonly released: Moment | undefined
}

export type Calendar =
  | {
      readonly kind: 'unknown'
      readonly why: 'no-tags' | 'no-versions' | 'not-begun' | 'over'
      readonly passedOver: readonly string[]
    }
  | KnownCalendar

export interface KnownCalendar {
  readonly kind: 'known'
  readonly phase: 'window' | 'stabilising'
  /** The version upstream works on. */
  readonly current: Cycle
  /** The one after it: until the window closes, work for it has no place in next. */
  readonly following: Cycle
  /** Those that are over, oldest first. */
  readonly past: readonly Cycle[]
  /** The next candidate, while upstream stabilises. */
  readonly candidate: { readonly name: string; readonly due: Moment } | undefined
  /** Tags that name no version, or come from the future. */
  readonly passedOver: readonly string[]
}

/** The version whose work belongs in next now. */
export function versionForNext({ phase, current, following }: KnownCalendar): string {
  return phase === 'window' ? current.version : following.version
}
