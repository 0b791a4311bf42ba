/** `<url>#<branch>`, as the operator types it and linux-next writes it. */
import { resolve } from 'node:path'
import { branchFault } from '../base/model/names.ts'
import type { Source } from '../base/model/roster.ts'
import { usageError } from '../base/std/operating-error.ts'

/** A relative path to a local repository becomes an absolute one; the branch follows the last `#`. */
export function splitSource(text: string): Source {
  const hash = text.lastIndexOf('#')
  if (hash <= 0 || hash === text.length - 1)
    throw usageError(
      `${JSON.stringify(text)} names no branch`,
      'Write it as <url>#<branch>, such as https://example.org/net.git#for-next.',
    )
  if (text.startsWith('-'))
    throw usageError(
      `${JSON.stringify(text)} starts with a dash, which a program could take for an option`,
      'Write a local folder of such a name as ./-name#<branch>.',
    )
  const branch = text.slice(hash + 1)
  const fault = branchFault(branch)
  if (fault !== undefined)
    throw usageError(
      `the branch ${JSON.stringify(branch)} ${fault}`,
      'Write the branch as the server names it, such as for-next.',
    )
  const url = text.slice(0, hash)
  return { url: /^(\.{1,2}(\/|$))|^[^/:]+(\/[^:]*)?$/.test(url) ? resolve(url) : url, branch }
}
