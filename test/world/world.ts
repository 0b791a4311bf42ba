/** A project in a folder: an upstream, maintainers' trees, and a workspace that follows them. Its clock moves only when told to. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Event } from '../../src/base/model/event.ts'
import type { Instant } from '../../src/base/model/instant.ts'
import type { Release } from '../../src/base/model/run.ts'
import { decide, type Wish } from '../../src/pipeline/decide.ts'
import { initFrom } from '../../src/pipeline/init-from.ts'
import { initWorkspace } from '../../src/pipeline/init.ts'
import { findRelease, look } from '../../src/pipeline/look.ts'
import { run, type RunOptions, type RunReport } from '../../src/pipeline/run.ts'
import { addToRoster } from '../../src/pipeline/trees.ts'
import { type Verification, verify } from '../../src/pipeline/verify.ts'
import { type Machine, openWorkspace, type Workspace, workspacePaths } from '../../src/pipeline/workspace.ts'
import { type OutboxMail, readOutbox } from '../../src/stages/report/outbox.ts'
import { cliFile, type CliResult, runCli } from './cli.ts'
import { type CommitSpec, git, importCommits, initBare } from './fast-import.ts'
import { type TestFolder, testFolder } from './folder.ts'
import { dayOf, INTEGRATOR } from './release.ts'
import { testGit } from './roster.ts'

export interface WorldSpec {
  /** In roster order; `fs-next/vfs` is the tree `vfs` of the group `fs-next`. Each begins as a copy of upstream. */
  readonly trees?: readonly string[]
  /** What upstream has to begin with. */
  readonly files?: CommitSpec['files']
}

const FIRST_DAY = '2026-01-14'

const BEGINNING = { Makefile: 'all:\n', 'core/main.c': 'one\ntwo\nthree\nfour\nfive\nsix\nseven\n' }

export class World implements AsyncDisposable {
  readonly #folder: TestFolder
  /** The workspace. Several can follow the same trees: see `elsewhere`. */
  readonly dir: string
  readonly events: Event[] = []
  now: Instant = dayOf(FIRST_DAY)

  private constructor(folder: TestFolder, dir: string) {
    this.#folder = folder
    this.dir = dir
  }

  static async create({ trees = [], files = BEGINNING }: WorldSpec = {}): Promise<World> {
    const folder = testFolder()
    const world = new World(folder, join(folder.path, 'next'))
    initBare(world.path('upstream'))
    importCommits(world.path('upstream'), [{ branch: 'main', subject: 'start', files }])
    await world.#init()
    for (const tree of trees) await world.follow(tree)
    return world
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#folder[Symbol.dispose]()
  }

  async #init(): Promise<void> {
    await initWorkspace(this.machine, this.dir, {
      upstream: `${this.path('upstream')}#main`,
      name: 'test',
      upstreamName: undefined,
      integrator: INTEGRATOR,
    })
  }

  /** Adds a tree that begins as a copy of upstream. */
  async follow(nameInGroup: string): Promise<void> {
    const [name = '', group] = nameInGroup.split('/').reverse()
    git(this.#folder.path, ['clone', '-q', '--bare', this.path('upstream'), this.path(name)])
    const source = `${this.path(name)}#main`
    const nothing = { kind: undefined, contacts: undefined, before: undefined, after: undefined }
    await addToRoster(this.workspace, { ...nothing, name, source, group })
  }

  /** Another workspace with the same roster, in a folder of another name. */
  async elsewhere(name: string): Promise<World> {
    const other = new World(this.#folder, join(this.#folder.path, name))
    await other.#init()
    other.configure(() => this.roster)
    return other
  }

  /** The workspace that stands in that folder, beside this one. */
  beside(name: string): World {
    return new World(this.#folder, join(this.#folder.path, name))
  }

  /** A workspace made from a mirror of this one's record. */
  async mirrored(name: string): Promise<World> {
    const other = new World(this.#folder, join(this.#folder.path, name))
    const mirror = this.path(`${name}-mirror`)
    git(this.#folder.path, ['clone', '-q', '--mirror', this.workspace.record.gitDir, mirror])
    await initFrom(other.machine, other.dir, mirror)
    other.now = this.now
    return other
  }

  /** Where a repository of that name stands. */
  path(name: string): string {
    return join(this.#folder.path, `${name}.git`)
  }

  /** The folder that everything stands in. */
  get folder(): string {
    return this.#folder.path
  }

  get workspace(): Workspace {
    return openWorkspace(testGit(), this.dir)
  }

  get recordDir(): string {
    return workspacePaths(this.dir).recordDir
  }

  get machine(): Machine {
    return {
      git: testGit(),
      clock: () => this.now,
      stopwatch: () => 0,
      listen: (event) => this.events.push(event),
      pid: process.pid,
      command: 'tributary run',
      scratchFolder: join(this.#folder.path, 'scratch'),
      passThrough: {},
    }
  }

  get roster(): string {
    return readFileSync(join(this.dir, 'tributary.toml'), 'utf8')
  }

  configure(edit: (text: string) => string): void {
    writeFileSync(join(this.dir, 'tributary.toml'), edit(this.roster))
  }

  /** A commit on `main` of a repository: `world.commit('net', { 'net/core.c': '…' })`. */
  commit(repository: string, files: CommitSpec['files'], more: Partial<CommitSpec> = {}): string {
    const subject = `${repository}: change ${Object.keys(files).join(', ')}`
    importCommits(this.path(repository), [{ branch: 'main', subject, files, ...more }])
    return this.head(repository)
  }

  /** An annotated tag on what upstream has now. */
  tag(name: string, day: string): void {
    const { epochSeconds } = dayOf(day)
    const message = `test ${name}\n`
    const text = `object ${this.head('upstream')}\ntype commit\ntag ${name}\ntagger Test <test@example.org> ${epochSeconds} +0000\n\n${message}`
    const oid = git(this.path('upstream'), ['mktag'], text)
    git(this.path('upstream'), ['update-ref', `refs/tags/${name}`, oid])
  }

  head(repository: string, ref = 'main'): string {
    return git(this.path(repository), ['rev-parse', '--verify', ref])
  }

  /** Makes it another day. */
  day(date: string): void {
    this.now = dayOf(date)
  }

  run(more: Partial<RunOptions> = {}): Promise<RunReport> {
    return run(this.workspace, this.machine, { offline: false, dryRun: false, at: undefined, ...more })
  }

  /** Runs, and gives the release that came of it; it is an error when none did. */
  async release(more: Partial<RunOptions> = {}): Promise<Release> {
    const { outcome } = await this.run(more)
    if (outcome.kind !== 'released') throw new Error(`the run came to ${outcome.kind}`)
    return outcome.release
  }

  decide(wish: Wish): ReturnType<typeof decide> {
    return decide(this.workspace, this.machine, wish, 'the test says so')
  }

  verify(release?: string): Promise<Verification> {
    return verify(this.workspace, this.machine, release)
  }

  /** A release as the record has it; the last one unless named. */
  async recorded(release?: string): Promise<Release> {
    await using looked = await look(this.workspace)
    return await findRelease(looked.runs, release)
  }

  mails(): Promise<readonly OutboxMail[]> {
    return readOutbox(this.workspace.outboxPath)
  }

  /** What was repaired or warned of, in words. */
  said(): string[] {
    return this.events.flatMap((event) => ('what' in event ? [event.what] : []))
  }

  /** Asks git in the record. */
  record(...args: string[]): string {
    return git(this.recordDir, args)
  }

  cli(...args: string[]): CliResult {
    return runCli(cliFile(), args, { cwd: this.dir })
  }

  /** Takes away everything that is derived. */
  forgetCache(): void {
    rmSync(join(this.dir, 'cache'), { recursive: true, force: true })
  }

  /** A bare repository without commits, to push to. */
  emptyRepository(name: string): string {
    mkdirSync(this.path(name))
    initBare(this.path(name))
    return this.path(name)
  }
}

/** `net: merged`, tree by tree. */
export function outcomes({ record }: Release): string[] {
  return record.trees.map(({ name, outcome }) => `${name}: ${outcome}`)
}
