/** Whether gates can be shut in on the machine that runs the tests. */
import { execFileSync } from 'node:child_process'

/** Why bubblewrap cannot be tried here, or undefined where it can. */
export const NO_SANDBOX = whyNot()

function whyNot(): string | undefined {
  try {
    execFileSync('bwrap', ['--unshare-all', '--ro-bind', '/', '/', '--proc', '/proc', 'true'], { stdio: 'pipe' })
    return undefined
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT'
      ? 'bubblewrap is not installed'
      : 'bubblewrap is not allowed to work here'
  }
}
