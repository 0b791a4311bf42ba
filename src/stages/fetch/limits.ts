/** What a fetch may cost: limits put together, and put into words. */
import type { Limits } from '../../base/model/roster.ts'

/** The limits that keep each of several trees within its own: whatever stays below all of them is no one's fault. */
export function tightest(limits: readonly Limits[]): Limits {
  const least = (key: keyof Limits): number => Math.min(...limits.map((one) => one[key]))
  return {
    fetchSeconds: least('fetchSeconds'),
    packBytes: least('packBytes'),
    objects: least('objects'),
    refs: least('refs'),
    treeDepth: least('treeDepth'),
    pathLength: least('pathLength'),
  }
}

/** `209.7 MB`. */
export function inBytes(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB']
  const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(bytes, 1)) / 3)))
  return `${step === 0 ? bytes : (bytes / 1000 ** step).toFixed(1)} ${units[step]}`
}

/** `1,000,000`. */
export function inCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}
