/** A project whose candidates are tried for real, on a pool in a folder of the test's own. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Git } from '../../src/base/git/spawn.ts'
import type { Event } from '../../src/base/model/event.ts'
import type { Gate, GateName, GateNeeds } from '../../src/base/model/gate.ts'
import type { CommitOid } from '../../src/base/model/oid.ts'
import type { Pool, PoolSetting, Tried, TryOptions } from '../../src/stages/gate/pool/pool.ts'
import { openPool } from '../../src/stages/gate/pool/open-pool.ts'
import { type CommitSpec, git as runGit, importCommits, initBare } from './fast-import.ts'
import { testFolder, type TestFolder } from './folder.ts'
import { testGit } from './roster.ts'

export function testGate(
  run: string | readonly string[],
  more: Partial<Omit<Gate, 'needs'>> & { readonly needs?: Partial<GateNeeds> } = {},
): Gate {
  const { needs, ...rest } = more
  return {
    name: 'build' as GateName,
    run: typeof run === 'string' ? { kind: 'shell', line: run } : { kind: 'argv', argv: run },
    kind: 'build',
    when: 'every run',
    timeoutSeconds: 60,
    needs: { cores: 1, memoryBytes: 2 ** 30, tools: [], labels: [], ...needs },
    env: {},
    clean: false,
    onFailure: 'report',
    artefacts: [],
    inputs: [],
    ...rest,
  }
}

export interface WorldSetting extends Partial<PoolSetting> {
  /** A PATH of the test's own. */
  readonly searchPath?: string
}

export class GateWorld implements AsyncDisposable {
  readonly #folder: TestFolder
  readonly events: Event[] = []
  readonly recordDir: string
  readonly slots: string
  pool!: Pool

  private constructor(folder: TestFolder) {
    this.#folder = folder
    this.recordDir = join(folder.path, 'record.git')
    this.slots = join(folder.path, 'slots')
  }

  static async create(commits: readonly CommitSpec[], setting: WorldSetting = {}): Promise<GateWorld> {
    const world = new GateWorld(testFolder())
    initBare(world.recordDir)
    importCommits(world.recordDir, commits)
    mkdirSync(world.outside)
    await world.open(setting)
    return world
  }

  /** A folder beside the slots, for what a gate must not reach. */
  get outside(): string {
    return join(this.#folder.path, 'outside')
  }

  /** The work tree that the first gate runs in. */
  get tree(): string {
    return join(this.slots, '0', 'tree')
  }

  async open({ searchPath, ...setting }: WorldSetting = {}): Promise<void> {
    const found = testGit()
    const git = searchPath === undefined ? found : new Git({ ...found.setting, searchPath })
    this.pool = await openPool(git, {
      recordDir: this.recordDir,
      folder: this.slots,
      pid: process.pid,
      stopwatch: () => 0,
      secrets: [],
      listen: (event) => this.events.push(event),
      sandbox: 'off',
      slots: 1,
      diskBytes: 2 ** 30,
      labels: [],
      readable: [],
      ...setting,
    })
  }

  commit(branch: string): CommitOid {
    return runGit(this.recordDir, ['rev-parse', branch]) as CommitOid
  }

  try(gate: Gate, branch = 'main', options?: TryOptions): Promise<Tried> {
    return this.pool.try(gate, this.commit(branch), options)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.pool[Symbol.asyncDispose]()
    this.#folder[Symbol.dispose]()
  }
}
