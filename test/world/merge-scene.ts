/** A repository with a few branches, the workshop over it, and merges in it that clash. */
import { join } from 'node:path'
import type { CommitOid, TreeOid } from '../../src/base/model/oid.ts'
import type { Clash } from '../../src/stages/integrate/conflict/clash.ts'
import { ClashReading } from '../../src/stages/integrate/conflict/reading.ts'
import { openWorkshop, type Workshop } from '../../src/stages/integrate/workshop.ts'
import { type CommitSpec, git, importCommits, initBare } from './fast-import.ts'
import { type TestFolder, testFolder } from './folder.ts'
import { testGit, treeName } from './roster.ts'

export class MergeScene implements AsyncDisposable {
  readonly #folder: TestFolder
  readonly dir: string
  readonly shop: Workshop

  private constructor(folder: TestFolder, dir: string, shop: Workshop) {
    this.#folder = folder
    this.dir = dir
    this.shop = shop
  }

  static async create(commits: readonly CommitSpec[]): Promise<MergeScene> {
    const folder = testFolder()
    const dir = join(folder.path, 'record.git')
    initBare(dir)
    importCommits(dir, commits)
    const shop = await openWorkshop(testGit(), { recordDir: dir, scratchFolder: folder.path, pid: process.pid })
    shop.useAttributes([])
    return new MergeScene(folder, dir, shop)
  }

  /** `main` and `topic`, each with changes of its own to what both came from. */
  static two(base: CommitSpec['files'], main: CommitSpec['files'], topic: CommitSpec['files']): Promise<MergeScene> {
    return MergeScene.create([
      { branch: 'main', subject: 'base', files: base },
      { branch: 'topic', parents: ['main'], subject: 'topic', files: topic },
      { branch: 'main', subject: 'main', files: main },
    ])
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.shop[Symbol.asyncDispose]()
    this.#folder[Symbol.dispose]()
  }

  commit(name: string): CommitOid {
    return git(this.dir, ['rev-parse', `${name}^{commit}`]) as CommitOid
  }

  tree(name: string): TreeOid {
    return git(this.dir, ['rev-parse', `${name}^{tree}`]) as TreeOid
  }

  /** What `topic` meets on `main`. */
  async clash(): Promise<Clash> {
    const [ours, version] = [this.commit('main'), this.commit('topic')]
    const answer = await this.shop.merger.merge(ours, version)
    if ('refused' in answer || answer.clean) throw new Error('main and topic do not clash')
    const bases = git(this.dir, ['merge-base', '--all', ours, version]).split('\n') as CommitOid[]
    return {
      shop: this.shop,
      tree: treeName('topic'),
      version,
      bases,
      commits: [version],
      ours: this.tree('main'),
      upstream: ours,
      earlier: [],
      answer,
    }
  }

  async reading(): Promise<ClashReading> {
    return new ClashReading(await this.clash())
  }

  /** The raw files of a tree that the workshop can see, by path. */
  async files(tree: TreeOid): Promise<Record<string, string>> {
    this.shop.folders.show(tree, this.shop.loose)
    const { gitDir } = this.shop.scratch
    const names = git(gitDir, ['ls-tree', '-r', '--name-only', tree]).split('\n').filter(Boolean)
    return Object.fromEntries(names.map((name) => [name, git(gitDir, ['show', `${tree}:${name}`])]))
  }
}
