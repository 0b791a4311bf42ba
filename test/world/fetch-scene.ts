/** A record, an upstream and trees to fetch from, with the clock and the last outcomes kept between one fetch and the next. */
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Git } from '../../src/base/git/spawn.ts'
import type { Event } from '../../src/base/model/event.ts'
import type { TreeName } from '../../src/base/model/names.ts'
import type { FetchSettings, Limits, Tree } from '../../src/base/model/roster.ts'
import type { Tip, UpstreamTip } from '../../src/base/model/tip.ts'
import type { FetchContext } from '../../src/stages/fetch/fetch-context.ts'
import { fetchTips } from '../../src/stages/fetch/fetch-tips.ts'
import { type CommitSpec, EPOCH, git, importCommits, initBare } from './fast-import.ts'
import { testFolder } from './folder.ts'
import { testGit, testTree } from './roster.ts'

export const ROOMY: Limits = {
  fetchSeconds: 60,
  packBytes: 100_000_000,
  objects: 1_000_000,
  refs: 50_000,
  treeDepth: 200,
  pathLength: 4000,
}

export class FetchScene implements Disposable {
  readonly #folder = testFolder()
  /** Where what is ours stands: the record, and quarantines beside it. */
  readonly home = join(this.#folder.path, 'home')
  readonly recordDir = join(this.home, 'record.git')
  readonly scratchFolder = join(this.home, 'scratch')
  readonly events: Event[] = []
  readonly passThrough: Record<string, string> = {}
  trees: Tree[] = []
  limits: Limits = ROOMY
  firstLimits: Limits = ROOMY
  settings: FetchSettings = {
    schemes: ['file', 'https', 'git', 'ssh'],
    connectionsPerHost: 4,
    identity: undefined,
    knownHosts: undefined,
    credentialHelper: undefined,
    privateHosts: true,
  }
  upstream = { name: 'upstream', url: this.path('upstream'), branch: 'main' }
  tips: ReadonlyMap<TreeName, Tip> = new Map()
  upstreamTip: UpstreamTip | undefined
  #days = 0

  /** Upstream has one commit on `main` to begin with. */
  constructor() {
    mkdirSync(this.home)
    initBare(this.recordDir)
    this.repository('upstream', [{ branch: 'main', subject: 'start', files: { Makefile: 'all:\n' } }])
  }

  [Symbol.dispose](): void {
    this.#folder[Symbol.dispose]()
  }

  /** Everything stands in here. */
  get folder(): string {
    return this.#folder.path
  }

  /** Where a repository of that name stands. */
  path(name: string): string {
    return join(this.#folder.path, `${name}.git`)
  }

  /** A new repository with these commits. */
  repository(name: string, commits: readonly CommitSpec[]): string {
    initBare(this.path(name))
    importCommits(this.path(name), commits)
    return this.path(name)
  }

  /** A repository that begins as a copy of upstream, with commits on top, and a tree in the roster that follows it. */
  tree(name: string, commits: readonly CommitSpec[], more: Partial<Tree> = {}): string {
    git(this.#folder.path, ['clone', '-q', '--bare', this.path('upstream'), this.path(name)])
    importCommits(this.path(name), commits)
    this.follow(name, more)
    return this.path(name)
  }

  /** A tree in the roster, wherever it comes from. */
  follow(name: string, more: Partial<Tree> = {}): void {
    this.trees.push(testTree(name, { url: this.path(name), branch: 'main', ...more }))
  }

  head(repository: string, ref: string): string {
    return git(this.path(repository), ['rev-parse', ref])
  }

  /** What the record keeps for a ref, or nothing. */
  recorded(ref: string): string {
    return git(this.recordDir, ['for-each-ref', '--format=%(objectname)', '--', ref])
  }

  /** The next day's fetch. Outcomes in short words: `net: moved`. */
  async fetch(more: Partial<FetchContext> = {}): Promise<string[]> {
    const result = await fetchTips(this.context(more))
    this.tips = new Map(result.tips.map((tip) => [tip.tree, tip]))
    this.upstreamTip = result.upstream
    return [`upstream: ${words(result.upstream)}`, ...result.tips.map((tip) => `${tip.tree}: ${words(tip)}`)]
  }

  context(more: Partial<FetchContext> = {}): FetchContext {
    const unbound: Git = testGit()
    this.#days += 1
    return {
      git: unbound,
      record: unbound.at(this.recordDir),
      roster: {
        project: {
          name: 'test',
          integrator: { name: 'Integrator', email: 'next@example.org' },
          lists: [],
          prefix: 'next',
        },
        upstream: this.upstream,
        fetch: this.settings,
        limits: { tree: this.limits, first: this.firstLimits },
        publish: { push: [], resolutions: false, recordFolder: undefined, keepDays: 30 },
        report: { cc: 'known' },
        resolutions: { automatic: [], rules: [] },
        gates: [],
        rules: undefined,
        gatePool: { sandbox: 'off', slots: 1, diskBytes: 2 ** 30, labels: [], readable: [] },
        cycle: undefined,
        trees: this.trees,
      },
      previous: this.tips,
      previousUpstream: this.upstreamTip,
      now: { epochSeconds: EPOCH + this.#days * 86_400, zoneMinutes: 0 },
      scratchFolder: this.scratchFolder,
      pid: process.pid,
      passThrough: this.passThrough,
      listen: (event) => this.events.push(event),
      ...more,
    }
  }
}

function words(tip: UpstreamTip | Tip): string {
  if (tip.state === 'rewound') return `rewound, ${tip.lost} lost`
  return 'why' in tip ? `${tip.state}: ${tip.why}` : tip.state
}

/** What stands in a scratch folder but the shapes that fetching remembers: quarantines that nobody took away. */
export function quarantines(scratchFolder: string): string[] {
  return readdirSync(scratchFolder).filter((name) => name !== 'shapes')
}
