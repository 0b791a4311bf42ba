/** What can be looked up while a clash is described: entries of trees, and the texts of files, each read once. */
import { diffTrees } from '../../../base/git/diff-tree.ts'
import { type Entry } from '../../../base/git/folder.ts'
import { type ParsedCommit, parseCommit } from '../../../base/git/objects.ts'
import type { BlobOid, CommitOid, TreeOid } from '../../../base/model/oid.ts'
import { distinct } from '../../../base/std/collections.ts'
import { splitLines } from '../../../base/text/line-diff.ts'
import { rawTextOf } from '../../../base/text/raw-text.ts'
import type { Clash } from './clash.ts'

/** Largest file that is compared line by line. Sources stay below 1 MB; what is larger is generated, and costs 100 ms a comparison. */
const TEXT_MAX_BYTES = 4 * 1024 * 1024

export class View {
  readonly clash: Clash
  readonly #commits = new Map<CommitOid, Promise<ParsedCommit>>()
  readonly #texts = new Map<string, string | undefined>()

  constructor(clash: Clash) {
    this.clash = clash
  }

  /** The entry that a commit has at a raw path; undefined without a commit. */
  async entry(commit: CommitOid | undefined, path: string): Promise<Entry | undefined> {
    return commit && this.entryIn(await this.root(commit), path)
  }

  entryIn(tree: TreeOid, path: string): Promise<Entry | undefined> {
    return this.clash.shop.folders.at(tree, path)
  }

  async root(commit: CommitOid): Promise<TreeOid> {
    return (await this.commit(commit)).tree
  }

  commit(oid: CommitOid): Promise<ParsedCommit> {
    const known = this.#commits.get(oid)
    if (known) return known
    const commit = this.clash.shop.reader.read(oid, 'commit').then(parseCommit)
    this.#commits.set(oid, commit)
    return commit
  }

  /** Raw paths of files with this content that are in the first tree and not in the second. */
  async removedBetween(from: TreeOid, to: TreeOid, oid: string): Promise<string[]> {
    const [changes = []] = await diffTrees(this.clash.shop.git, [{ from, to }])
    return changes.filter((change) => change.newMode === 0 && change.oldOid === oid).map((change) => change.path)
  }

  /** Reads these files, so that `text` knows them. */
  async load(oids: readonly (string | undefined)[]): Promise<void> {
    const unknown = distinct(oids).filter((oid) => oid !== undefined && !this.#texts.has(oid)) as BlobOid[]
    const { reader } = this.clash.shop
    await Promise.all(
      unknown.map(async (oid) => {
        const size = await reader.size(oid)
        const found = size !== undefined && size <= TEXT_MAX_BYTES ? await reader.find(oid) : undefined
        this.#texts.set(oid, found?.type === 'blob' ? rawTextOf(found.content) : undefined)
      }),
    )
  }

  /** A loaded file as raw text, one character a byte; undefined when it is no text, too large, or not there. */
  text(oid: string | undefined): string | undefined {
    return oid === undefined ? undefined : this.#texts.get(oid)
  }

  lines(oid: string | undefined): string[] | undefined {
    const text = this.text(oid)
    return text === undefined ? undefined : splitLines(text)
  }
}
