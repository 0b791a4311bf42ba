/** Which git is installed. */
import { OperatingError } from '../std/operating-error.ts'
import type { Git } from './spawn.ts'

/** The oldest git that merges without a work tree as we need it: Debian 12's. */
export const GIT_FLOOR = [2, 39] as const

/** The version as git prints it, such as `2.39.5`. Throws when git is missing or older than the floor. */
export async function gitVersion(git: Git): Promise<string> {
  const text = await git.text({ args: ['version'] })
  const match = /^git version (\d+)\.(\d+)(\S*)/.exec(text)
  const [, major = '0', minor = '0', rest = ''] = match ?? []
  const old = Number(major) < GIT_FLOOR[0] || (Number(major) === GIT_FLOOR[0] && Number(minor) < GIT_FLOOR[1])
  if (old) {
    throw new OperatingError(
      'git-too-old',
      `git is version ${major}.${minor}${rest}; Tributary needs ${GIT_FLOOR.join('.')} or newer`,
      'Install a newer git (Debian 12 has 2.39.5: apt-get install git). Older ones cannot merge without a work tree.',
    )
  }
  return `${major}.${minor}${rest}`
}

/** Whether that version of git flushes each answer of `merge-tree --stdin` by itself: since 2.49. */
export function flushesAnswers(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > 2 || (major === 2 && minor >= 49)
}
