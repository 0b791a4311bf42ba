/** Questions about fetched content that may go unanswered: what somebody made too large must not stop the day. */
import { OperatingError } from '../std/operating-error.ts'
import type { Git, GitCall } from './spawn.ts'

/** What git printed; undefined when it failed, or broke the call's limits. Throws when git cannot start. */
export async function withinLimits(
  git: Git,
  call: GitCall & { readonly timeoutMs: number; readonly outputMaxBytes: number },
): Promise<Buffer | undefined> {
  try {
    const result = await git.attempt(call)
    return result.exit === 0 ? result.stdout : undefined
  } catch (error) {
    if (
      error instanceof OperatingError &&
      (error.code === 'git-timeout' || error.code === 'git-output' || error.code === 'git-failed')
    )
      return undefined
    throw error
  }
}
