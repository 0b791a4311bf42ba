/** What part of a project a commit says it is about: the words before the colon in its subject. */

/** What patches are marked with on their way: `[PATCH v2 3/4]`, `fixup!`. */
const MARKS = /^(?:\[[^\]]*\]\s*|(?:fixup|squash|amend)!\s*)+/

/** `Revert "net: two"` is about what the other one was about. */
const REVERT = /^Revert "(.*)"?$/

/** A few words of a path or a name before a colon; a sentence that happens to have one is longer. */
const SEGMENT = /^([\p{L}\p{N}][\p{L}\p{N}_.,/+*&()-]*(?: [\p{L}\p{N}_.,/+*&()-]+){0,2}):\s+(?=\S)/u

/** Kinds of change rather than parts of a project (conventionalcommits.org); the part stands in brackets behind. */
const CONVENTIONAL = /^(?:build|chore|ci|docs|feat|fix|perf|refactor|revert|style|test)(?:\(([^)]+)\))?!?$/i

/** Most segments looked at: `ASoC: SOF: Intel: hda: …`. */
const SEGMENTS_MAX = 3

/** `net/mlx5`, or `membarrier/x86` for `membarrier: x86: …`; undefined where the subject does not say. */
export function subjectArea(subject: string): string | undefined {
  let rest = subject.replace(MARKS, '')
  rest = (REVERT.exec(rest)?.[1] ?? rest).replace(MARKS, '')
  const segments: string[] = []
  while (segments.length < SEGMENTS_MAX) {
    const [whole, segment] = SEGMENT.exec(rest) ?? []
    if (whole === undefined || segment === undefined) break
    segments.push(segment)
    rest = rest.slice(whole.length)
  }
  const [first = '', ...others] = segments
  const conventional = CONVENTIONAL.exec(first)
  const named =
    conventional === null ? segments : [...(conventional[1] === undefined ? [] : [conventional[1]]), ...others]
  return named.length === 0 ? undefined : named.join('/').toLowerCase()
}
