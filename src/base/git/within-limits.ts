/** Questions about fetched content that may go unanswered: what somebody made too large must not stop the day. */
import { OperatingError, type OperatingErrorCode } from '../std/operating-error.ts'
import type { Git, GitCall } from './spawn.ts'

const BROKEN_LIMITS: readonly OperatingErrorCode[] = ['git-timeout', 'git-output']

/** What git printed; undefined when it failed, or broke the call's limits. Throws when git cannot start. */
export async function withinLimits(
  git: Git,
  call: GitCall & { readonly timeoutMs: number; readonly outputMaxBytes: number },
): Promise<Buffer | undefined> {
  try {
    const result = await git.attempt(call)
    return result.exit === 0 ? result.stdout : undefined
  } catch (error) {
    if (error instanceof OperatingError && BROKEN_LIMITS.includes(error.code)) return undefined
    throw error
  }
}
