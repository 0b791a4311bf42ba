/** What was last seen of every tip, kept as one snapshot whose history is the log. */
import type { Folders } from '../../base/git/folders.ts'
import type { ObjectReader } from '../../base/git/object-reader.ts'
import type { TreeName } from '../../base/model/names.ts'
import type { CommitOid } from '../../base/model/oid.ts'
import type { Tip, UpstreamTip } from '../../base/model/tip.ts'
import { type ChainFile, readChainFile } from './chain.ts'
import { parseJson } from './json.ts'

const FILE = 'tips.json'

export interface SeenTips {
  readonly upstream: UpstreamTip | undefined
  readonly trees: ReadonlyMap<TreeName, Tip>
}

interface Snapshot {
  readonly upstream?: UpstreamTip
  readonly trees: readonly Tip[]
}

export async function readTips(folders: Folders, reader: ObjectReader, head: CommitOid | undefined): Promise<SeenTips> {
  const text = await readChainFile(folders, reader, head, FILE)
  const snapshot = text === undefined ? { trees: [] } : parseJson<Snapshot>(text, 'list of tips')
  return { upstream: snapshot.upstream, trees: new Map(snapshot.trees.map((tip) => [tip.tree, tip])) }
}

/** One line a tree, so that a diff of two snapshots reads as what moved. */
export function tipsFile(upstream: UpstreamTip, tips: Iterable<Tip>): ChainFile {
  const lines = [...tips].map((tip) => `    ${JSON.stringify(tip)}`)
  return {
    path: FILE,
    content: `{\n  "upstream": ${JSON.stringify(upstream)},\n  "trees": [\n${lines.join(',\n')}\n  ]\n}\n`,
  }
}
