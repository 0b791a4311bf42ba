/** How deep a change goes into code of others: how much of it, whether others call it, whether others change it now. */
import type { PathChange } from '../../base/model/commit-facts.ts'
import { count } from '../../base/text/count.ts'
import { showPath } from '../../base/text/show-path.ts'
import { enumerate } from '../../base/text/wrap.ts'

export interface Invasiveness {
  readonly lines: number
  /** Files that other files are written against: what is declared there is used elsewhere. */
  readonly interfaces: readonly string[]
  /** Files that further trees change as well these days, which only happens at the core of things. */
  readonly core: readonly string[]
  readonly degree: 'slight' | 'moderate' | 'deep'
}

/** Lines that a reader takes in at a glance. Half of the kernel's patches have less. */
const SLIGHT_LINES = 10

/** Lines beyond which nobody looks at a patch in passing. One in ten of the kernel's has more. */
const DEEP_LINES = 200

export function howInvasive(changes: readonly PathChange[], isShared: (path: string) => boolean): Invasiveness {
  const lines = changes.reduce((sum, { insertions, deletions }) => sum + insertions + deletions, 0)
  const paths = changes.map(({ path }) => path)
  const interfaces = paths.filter(isInterface)
  const core = paths.filter(isShared)
  const reaches = interfaces.length + core.length > 0
  const degree =
    lines > DEEP_LINES || (reaches && lines > SLIGHT_LINES)
      ? 'deep'
      : reaches || lines > SLIGHT_LINES
        ? 'moderate'
        : 'slight'
  return { lines, interfaces, core, degree }
}

/** Headers, declarations, and what is promised to users. */
export function isInterface(path: string): boolean {
  return /\.(?:h|hh|hpp|hxx|proto|idl|d\.ts|mli|pxd)$|(?:^|\/)(?:include|uapi)\/|^Documentation\/ABI\//.test(path)
}

/** `moderate (12 lines; include/linux/net.h is an interface)`. */
export function invasivenessWords({ lines, interfaces, core, degree }: Invasiveness): string {
  const parts = [
    count(lines, 'line'),
    ...(interfaces.length > 0
      ? [`${someOf(interfaces)} ${interfaces.length === 1 ? 'is an interface' : 'are interfaces'}`]
      : []),
    ...(core.length > 0 ? [`${someOf(core)} ${core.length === 1 ? 'is' : 'are'} changed by other trees now, too`] : []),
  ]
  return `${degree} (${parts.join('; ')})`
}

/** Paths that a line names. */
const PATHS_MAX = 3

function someOf(paths: readonly string[]): string {
  const shown = paths.slice(0, PATHS_MAX).map(showPath)
  const more = paths.length - shown.length
  return enumerate(more > 0 ? [...shown, `${more} more`] : shown)
}
