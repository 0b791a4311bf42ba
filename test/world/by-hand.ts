/** An integrator at work with git alone: a work tree, merges one after another, and an editor where git gives up. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { EPOCH, type CommitSpec, git, importCommits, TEST_ENV } from './fast-import.ts'

/** What the integrator leaves in the work tree: a file's content, or undefined for one that is deleted. */
export type Edits = Readonly<Record<string, string | Buffer | undefined>>

/** A merge that git made as it was committed, or that was mended by hand first. */
export interface HandMerge {
  readonly conflicts: boolean
  readonly commit: string
}

export class Integrator {
  readonly dir: string
  #minutes = 0

  private constructor(dir: string) {
    this.dir = dir
    execFileSync('git', ['init', '-q', '--initial-branch=main', dir], { env: TEST_ENV })
  }

  /** Begins with one commit on `main`, and stands on a branch of that name. */
  static begin(dir: string, files: CommitSpec['files'], branch: string): Integrator {
    const integrator = new Integrator(dir)
    importCommits(dir, [{ branch: 'main', subject: 'begin', files }])
    git(dir, ['checkout', '-q', '-b', branch, 'main'])
    return integrator
  }

  /** Stands on the `main` of one repository, and has that of others as branches. */
  static fetch(dir: string, main: string, others: Readonly<Record<string, string>>): Integrator {
    const integrator = new Integrator(dir)
    for (const [branch, from] of Object.entries({ upstream: main, ...others }))
      git(dir, ['fetch', '-q', from, `main:refs/heads/${branch}`])
    git(dir, ['checkout', '-q', '-b', 'main', 'upstream'])
    return integrator
  }

  /** Topics are made elsewhere; here they are simply there. */
  topics(commits: readonly CommitSpec[]): void {
    importCommits(this.dir, commits)
  }

  /** Merges, edits whatever is given, and commits. Says whether git had conflicts. */
  merge(branches: string | readonly string[], edits: Edits = {}, subject?: string): HandMerge {
    const names = typeof branches === 'string' ? [branches] : branches
    const merged = this.#try(['merge', '--no-ff', '--no-commit', ...names])
    this.#write(edits)
    this.#git(['add', '-A'])
    this.#git(['commit', '-q', ...(subject === undefined ? ['--no-edit'] : ['-m', subject])])
    return { conflicts: merged !== 0, commit: git(this.dir, ['rev-parse', 'HEAD']) }
  }

  /** Commits on the branch itself. */
  commit(subject: string, edits: Edits): string {
    this.#write(edits)
    this.#git(['add', '-A'])
    this.#git(['commit', '-q', '-m', subject])
    return git(this.dir, ['rev-parse', 'HEAD'])
  }

  tree(revision = 'HEAD'): string {
    return git(this.dir, ['rev-parse', `${revision}^{tree}`])
  }

  #write(edits: Edits): void {
    for (const [path, content] of Object.entries(edits)) {
      const file = join(this.dir, path)
      if (content === undefined) rmSync(file, { force: true })
      else {
        mkdirSync(dirname(file), { recursive: true })
        writeFileSync(file, content)
      }
    }
  }

  #git(args: readonly string[]): void {
    const done = this.#run(args)
    if (done.status !== 0) throw new Error(`git ${args.join(' ')}: ${done.stderr.toString()}`)
  }

  #try(args: readonly string[]): number | null {
    return this.#run(args).status
  }

  /** Each command is a minute after the one before. */
  #run(args: readonly string[]) {
    this.#minutes += 1
    const date = `${EPOCH + 1_000_000 + this.#minutes * 60} +0000`
    return spawnSync('git', args, {
      cwd: this.dir,
      env: { ...TEST_ENV, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date },
    })
  }
}
