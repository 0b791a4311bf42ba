/** A maintainer's public repository, as small as one can be and real all the same. */
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { type ImportedCommit, type ImportedTag, importHistory } from '../../base/git/fast-import.ts'
import type { Git } from '../../base/git/spawn.ts'
import { type Instant, startOfDay } from '../../base/model/instant.ts'
import type { Person } from '../../base/model/person.ts'
import { assert } from '../../base/std/assert.ts'

export interface Patch {
  /** Branch it is pushed to. */
  readonly on: string
  /** Full ref name the branch begins at, or begins anew at. */
  readonly from?: string
  readonly merges?: string
  readonly by: Person
  /** Who put it into the tree; its author, unless said otherwise. */
  readonly committer?: Person
  /** `2017-11-10`. */
  readonly day: string
  readonly message: string
  readonly files: Readonly<{ [path: string]: string }>
}

export class Repository {
  readonly name: string
  readonly #git: Git
  readonly #dir: string

  private constructor(name: string, git: Git, dir: string) {
    this.name = name
    this.#git = git
    this.#dir = dir
  }

  /** A new bare repository `<folder>/<name>.git`. */
  static async create(git: Git, folder: string, name: string): Promise<Repository> {
    const dir = join(folder, `${name}.git`)
    await git.run({ args: ['init', '--quiet', '--bare', '--template=', '--initial-branch=master', '--', dir] })
    return new Repository(name, git.at(dir), dir)
  }

  /** One that is there already. */
  static at(git: Git, dir: string, name: string): Repository {
    return new Repository(name, git.at(dir), dir)
  }

  /** As an operator writes it in the roster. */
  source(branch: string): string {
    return `${this.#dir}#${branch}`
  }

  push(patches: readonly (Patch | ImportedTag)[]): Promise<void> {
    return importHistory(
      this.#git,
      patches.map((patch) => ('kind' in patch ? patch : commitOf(patch))),
    )
  }

  /** Fetches another's branches as `refs/from/<its name>/*`, and its tags, the way maintainers follow upstream. */
  async follow(other: Repository): Promise<void> {
    await this.#git.run({
      args: [
        'fetch',
        '--quiet',
        '--no-write-fetch-head',
        '--end-of-options',
        other.#dir,
        `+refs/heads/*:refs/from/${other.name}/*`,
        '+refs/tags/*:refs/tags/*',
      ],
      env: { GIT_ALLOW_PROTOCOL: 'file' },
    })
  }

  /** Its server goes down. */
  vanish(): Promise<void> {
    return rename(this.#dir, `${this.#dir}.down`)
  }

  comeBack(): Promise<void> {
    return rename(`${this.#dir}.down`, this.#dir)
  }
}

function commitOf({ on, from, merges, by, committer, day, message, files }: Patch): ImportedCommit {
  return {
    kind: 'commit',
    ref: `refs/heads/${on}`,
    ...(from === undefined ? {} : { from }),
    ...(merges === undefined ? {} : { merges }),
    author: by,
    committer: committer ?? by,
    at: noon(day),
    message,
    files,
  }
}

export function releaseTag(name: string, day: string, tagger: Person): ImportedTag {
  return { kind: 'tag', name, from: 'refs/heads/master', tagger, at: noon(day), message: `Linux ${name}\n` }
}

function noon(day: string): Instant {
  const start = startOfDay(day)
  assert(start !== undefined, `${day} is a day`)
  return { ...start, epochSeconds: start.epochSeconds + 12 * 3600 }
}
