/** Has git look at every object of a pack: its format, and that all it points to is there. */
import { isOid, type Oid } from '../model/oid.ts'
import { oneLine } from '../text/printable.ts'
import type { Git, GitCall } from './spawn.ts'
import { complaint } from './complaint.ts'

/** What `git fsck` calls a fault, such as `duplicateEntries` (git-fsck(1), "fsck messages"). */
export interface PackFault {
  /** Undefined when git could not read the pack far enough to name an object. */
  readonly object: Oid | undefined
  readonly id: string | undefined
  readonly text: string
}

export type PackCheck =
  /** `outside` are files that git would read as settings (.gitmodules) but that came in another pack, so were not looked at as such. */
  { readonly kind: 'sound'; readonly outside: readonly Oid[] } | { readonly kind: 'faulty'; readonly fault: PackFault }

export interface PackChecking extends Pick<GitCall, 'timeoutMs' | 'memoryMaxBytes'> {
  /** Ids of faults that do not count. */
  readonly tolerate: readonly string[]
}

/** Looks at a pack that is in the repository already. */
export function checkPack(git: Git, packPath: string, checking: PackChecking): Promise<PackCheck> {
  return check(git, ['--verify', packPath], checking)
}

/** Looks at a pack that is not stored anywhere yet, and stores it in the repository, which is to be a throw-away one. */
export function checkPackBytes(git: Git, pack: Buffer, checking: PackChecking): Promise<PackCheck> {
  return check(git, ['--stdin'], checking, pack)
}

/**
 * A fault is told as `error: object <id>: <fault>: <text>`; every fault but the tolerated ends git with another code than 0.
 * Ids of files that are outside stand on standard output, a line each.
 */
async function check(git: Git, pack: readonly string[], checking: PackChecking, input?: Buffer): Promise<PackCheck> {
  const { tolerate, ...limits } = checking
  const strict = tolerate.length === 0 ? '--strict' : `--strict=${tolerate.map((id) => `${id}=ignore`).join(',')}`
  const call: GitCall = { ...limits, args: ['index-pack', strict, ...pack], ...(input === undefined ? {} : { input }) }
  const { exit, stdout, stderr } = await git.attempt(call)
  if (exit === 0) return { kind: 'sound', outside: stdout.toString('latin1').split('\n').filter(isOid) as Oid[] }
  const known = withoutUnknown(tolerate, stderr)
  if (known.length < tolerate.length) return check(git, pack, { ...checking, tolerate: known }, input)
  return { kind: 'faulty', fault: parseFault(stderr) }
}

/** A git older than a fault's name does not look for that fault, and stops at the name. It says it in lower case. */
function withoutUnknown(tolerate: readonly string[], stderr: string): readonly string[] {
  const unknown = /^fatal: Unhandled message id: (\w+)$/m.exec(stderr)?.[1]
  return tolerate.filter((id) => id.toLowerCase() !== unknown?.toLowerCase())
}

export function parseFault(stderr: string): PackFault {
  const match = /^error: object ([0-9a-f]{40}): ([A-Za-z]+): (.*)$/m.exec(stderr)
  if (match === null) return { object: undefined, id: undefined, text: complaint(stderr) || 'git gave no reason' }
  const [, object = '', id = '', text = ''] = match
  return { object: object as Oid, id, text: oneLine(text) }
}
