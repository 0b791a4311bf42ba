/** An integration branch that somebody made by hand: 65 merges into a project of git's size, ten of them conflicted, one edited without a conflict. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { git, tryGit } from '../git.ts'
import { FastImport, type Mark } from './fast-import.ts'
import type { FileChange } from './patchwork.ts'
import { syntheticFiles } from './synthetic-files.ts'

/** 4,711 files. */
const FOLDERS = 157

const PLAIN = 44
const CLASHING = 10

/** 2023-01-01. */
const START = 1_672_531_200

export interface AdoptedBranch {
  /** A repository with a work tree, `main` checked out, rerere taught by the making of `seen`. */
  readonly folder: string
  /** In the order they are merged. */
  readonly topics: readonly string[]
  /** The commit that mends the merge of a topic, by the topic, as Reintegrate keeps it. */
  readonly mergeFixes: ReadonlyMap<string, string>
  /** What `seen` came to. */
  readonly tree: string
}

export async function makeAdoptedBranch(parent: string): Promise<AdoptedBranch> {
  const folder = join(parent, 'project')
  mkdirSync(folder)
  git(folder, ['init', '--quiet', '--initial-branch=main'])
  for (const [key, value] of SETTINGS) git(folder, ['config', key, value])
  const files = await importTopics(join(folder, '.git'))
  git(folder, ['checkout', '--quiet', '--force', '-b', 'seen', 'main'])
  const topics = order()
  const mergeFixes = new Map<string, string>()
  for (const topic of topics) mergeByHand(folder, topic, files, mergeFixes)
  const tree = git(folder, ['rev-parse', 'seen^{tree}']).trim()
  return { folder, topics, mergeFixes, tree }
}

/** Rerere on, as those who merge daily have it; no housekeeping while the clock runs. */
const SETTINGS = [
  ['rerere.enabled', 'true'],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
] as const

/** Clashing ones between plain ones, as they come in life. */
function order(): string[] {
  const clashing = Array.from({ length: CLASHING }, (_, n) => [`clash-${n}-one`, `clash-${n}-two`]).flat()
  const plain = Array.from({ length: PLAIN }, (_, n) => `plain-${n}`)
  return [...plain.flatMap((topic, at) => [topic, ...(clashing[at] === undefined ? [] : [clashing[at]])]), 'api-user']
}

interface Files {
  readonly paths: readonly string[]
  readonly read: (path: string) => string
}

async function importTopics(repository: string): Promise<Files> {
  const base = syntheticFiles(FOLDERS)
  const paths = base.files.map(({ path }) => path).filter((path) => path.endsWith('.c'))
  const files = { paths, read: (path: string) => base.read(path).toString('latin1') }
  const stream = new FastImport(repository)
  const root = await stream.root(commit('refs/heads/main', 'begin'), base)
  for (let n = 0; n < PLAIN; n += 1) await plainTopic(stream, root, files, n)
  for (let n = 0; n < CLASHING; n += 1)
    for (const side of ['one', 'two']) {
      const path = paths[n * 7] ?? ''
      const changes = [write(path, edited(files.read(path), 20, side))]
      await stream.commit({
        ...commit(`refs/heads/clash-${n}-${side}`, `clash ${n}: ${side}`),
        parents: [root],
        changes,
      })
    }
  const changes = [write('api-user.c', 'int user(void) { return old_name(); }\n')]
  await stream.commit({ ...commit('refs/heads/api-user', 'use the api'), parents: [root], changes })
  await stream.finish()
  return files
}

function commit(ref: string, message: string) {
  return { ref, author: 'topic author', epochSeconds: START, message: `${message}\n` }
}

function write(path: string, text: string): FileChange {
  return { kind: 'write', path, text }
}

/** Three commits, to three files of which each belongs to this topic alone, at its own line. */
async function plainTopic(stream: FastImport, root: Mark, { paths, read }: Files, topic: number): Promise<void> {
  let parent = root
  for (let step = 0; step < 3; step += 1) {
    const path = paths[100 + (topic * 3 + step) * 11] ?? ''
    const changes = [write(path, edited(read(path), 10 + step, `plain_${topic}`))]
    const named = commit(`refs/heads/plain-${topic}`, `plain ${topic}: step ${step}`)
    parent = await stream.commit({ ...named, parents: [parent], changes })
  }
}

function edited(text: string, line: number, by: string): string {
  const lines = text.split('\n')
  lines[line] = `\tint ${by}_${line} = 1;`
  return lines.join('\n')
}

function mergeByHand(folder: string, topic: string, { paths, read }: Files, fixes: Map<string, string>): void {
  const { exit } = tryGit(folder, ['merge', '--no-ff', '--quiet', '--no-edit', topic])
  if (exit !== 0) {
    const path = paths[Number(topic.split('-')[1]) * 7] ?? ''
    const both = edited(edited(read(path), 20, 'one').replace('one_20', 'one_and_two_20'), 0, 'beside')
    writeFileSync(join(folder, path), both)
    git(folder, ['commit', '--quiet', '--all', '--no-edit'])
  }
  if (topic !== 'api-user') return
  const merged = git(folder, ['rev-parse', 'HEAD']).trim()
  writeFileSync(join(folder, 'api-user.c'), 'int user(void) { return new_name(); }\n')
  git(folder, ['commit', '--quiet', '--all', '--amend', '--no-edit'])
  const fix = git(folder, ['commit-tree', '-p', merged, '-m', `mend ${topic}`, 'HEAD^{tree}']).trim()
  git(folder, ['update-ref', `refs/merge-fix/${topic}`, fix])
  fixes.set(topic, fix)
}

/** As it is on the morning the branch is made anew: `main` checked out, all files known to git, nothing in the way. */
export function checkOutMain({ folder }: AdoptedBranch): void {
  rmSync(join(folder, '.git/index.lock'), { force: true })
  git(folder, ['checkout', '--quiet', '--force', '-B', 'rebuilt', 'main'])
  git(folder, ['status', '--porcelain'])
}

export function treeOf({ folder }: AdoptedBranch, commitName: string): string {
  return git(folder, ['rev-parse', `${commitName}^{tree}`]).trim()
}
