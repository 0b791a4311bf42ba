/**
 * The chain of verdicts, `refs/tributary/verdicts`: what each gate said, under the key of all that it follows from.
 *
 *     allmodconfig/3f/3f2a….json     the verdict
 *     allmodconfig/3f/3f2a….log      what the gate printed, shortened and without secrets
 */
import type { Folders } from '../../base/git/folders.ts'
import { makeBlob } from '../../base/git/objects.ts'
import type { ObjectReader } from '../../base/git/object-reader.ts'
import type { GateName } from '../../base/model/gate.ts'
import type { Instant } from '../../base/model/instant.ts'
import type { CommitOid } from '../../base/model/oid.ts'
import type { Person } from '../../base/model/person.ts'
import type { Verdict, VerdictKey } from '../../base/model/verdict.ts'
import { type ChainFile, type ChainObject, extendChain, readChain, readChainFile } from './chain.ts'
import { parseJson } from './json.ts'

/** A verdict before its log is an object. Empty logs are not kept. */
export interface NewVerdict {
  readonly verdict: Omit<Verdict, 'log'>
  readonly log: Buffer
}

export interface VerdictAdditions {
  readonly head: CommitOid | undefined
  readonly verdicts: readonly NewVerdict[]
  readonly by: Person
  readonly at: Instant
  readonly message: string
}

export interface AddedVerdicts {
  readonly head: CommitOid
  /** In the order they were given. */
  readonly verdicts: readonly Verdict[]
}

/** One commit, however many they are. Its objects wait in `folders.made` until they are packed. */
export async function addVerdicts(
  folders: Folders,
  reader: ObjectReader,
  { verdicts: added, ...link }: VerdictAdditions,
): Promise<AddedVerdicts> {
  const files: ChainFile[] = []
  const objects: ChainObject[] = []
  const verdicts = added.map(({ verdict, log }): Verdict => {
    const path = pathOf(verdict.gate, verdict.key)
    const blob = log.length === 0 ? undefined : makeBlob(log)
    if (blob !== undefined) {
      folders.made.set(blob.oid, blob)
      objects.push({ path: `${path}.log`, oid: blob.oid })
    }
    const whole = { ...verdict, log: blob?.oid }
    files.push({ path: `${path}.json`, content: `${JSON.stringify(whole, null, 1)}\n` })
    return whole
  })
  return { head: await extendChain(folders, reader, { ...link, files, objects, keeps: [] }), verdicts }
}

/** What the gate said of that content; undefined when it was not asked yet. */
export async function readVerdict(
  folders: Folders,
  reader: ObjectReader,
  head: CommitOid | undefined,
  { gate, key }: Pick<Verdict, 'gate' | 'key'>,
): Promise<Verdict | undefined> {
  const text = await readChainFile(folders, reader, head, `${pathOf(gate, key)}.json`)
  return text === undefined ? undefined : parseVerdict(text, `${gate} ${key}`)
}

/** All that were ever kept, of one gate or of all. Logs are not read. */
export async function readVerdicts(
  folders: Folders,
  reader: ObjectReader,
  head: CommitOid | undefined,
  gate?: GateName,
): Promise<Verdict[]> {
  const files = await readChain(folders, reader, head, (path) => {
    if (gate !== undefined && path !== gate && !path.startsWith(`${gate}/`)) return false
    return path.split('/').length < 3 || path.endsWith('.json')
  })
  return files.map(({ path, content }) => parseVerdict(content, path))
}

/** Those whose key begins so. Only what could be one of them is read. */
export async function findVerdicts(
  folders: Folders,
  reader: ObjectReader,
  head: CommitOid | undefined,
  beginning: string,
): Promise<Verdict[]> {
  const files = await readChain(folders, reader, head, (path) => {
    const [, fan, file] = path.split('/')
    if (fan === undefined) return true
    if (file === undefined) return beginning.startsWith(fan) || fan.startsWith(beginning)
    return file.startsWith(beginning) && file.endsWith('.json')
  })
  return files.map(({ path, content }) => parseVerdict(content, path))
}

/** What the gate printed, as it was kept; empty when it said nothing. */
export async function readLog(reader: ObjectReader, { log }: Pick<Verdict, 'log'>): Promise<Buffer> {
  return log === undefined ? Buffer.alloc(0) : reader.read(log, 'blob')
}

/** A verdict without a log says so by not naming one. */
function parseVerdict(text: string, what: string): Verdict {
  const { log, ...verdict } = parseJson<Verdict>(text, `verdict ${what}`)
  return { ...verdict, log }
}

function pathOf(gate: GateName, key: VerdictKey): string {
  return `${gate}/${key.slice(0, 2)}/${key}`
}
