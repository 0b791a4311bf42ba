/** Decisions in the record: each a file named by the hash of its text, in force until another undoes it. */
import { createHash } from 'node:crypto'
import type { Folders } from '../../base/git/folders.ts'
import type { ObjectReader } from '../../base/git/object-reader.ts'
import type { Decision, DecisionId, Said, Verb } from '../../base/model/decision.ts'
import type { Instant } from '../../base/model/instant.ts'
import type { CommitOid } from '../../base/model/oid.ts'
import { byText } from '../../base/std/collections.ts'
import { parseJson } from './json.ts'
import { type ChainFile, readChain } from './chain.ts'

/** Gives a decision its id: ten digits of the hash of what was decided, by whom, when and why. */
export function makeDecision(verb: Verb, said: Said): Decision {
  const body = { ...verb, ...said }
  const id = createHash('sha256').update(JSON.stringify(body)).digest('hex').slice(0, 10) as DecisionId
  return { ...body, id }
}

export function decisionFile(decision: Decision): ChainFile {
  return { path: `${decision.id.slice(0, 2)}/${decision.id}.json`, content: `${JSON.stringify(decision, null, 2)}\n` }
}

/** All decisions ever, oldest first. */
export async function readDecisions(
  folders: Folders,
  reader: ObjectReader,
  head: CommitOid | undefined,
): Promise<Decision[]> {
  const files = await readChain(folders, reader, head)
  const decisions = files.map((file) => parseJson<Decision>(file.content, `decision ${file.path}`))
  return decisions.sort((a, b) => a.when.epochSeconds - b.when.epochSeconds || byText(a.id, b.id))
}

/** Those that nobody undid, and that are not over by themselves. */
export function inForce(decisions: readonly Decision[], now: Instant): Decision[] {
  const undone = new Set(decisions.flatMap((decision) => (decision.verb === 'undo' ? [decision.decision] : [])))
  return decisions.filter((decision) => decision.verb !== 'undo' && !undone.has(decision.id) && !isOver(decision, now))
}

function isOver(decision: Decision, now: Instant): boolean {
  return 'until' in decision && decision.until !== undefined && decision.until.epochSeconds <= now.epochSeconds
}
