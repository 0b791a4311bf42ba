/** A throw-away bare repository that reads another one's objects and keeps what is written to itself. */
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isAlive } from '../std/is-alive.ts'
import type { Git } from './spawn.ts'

/** New objects land here; nothing reaches the repository behind it unless it is moved there on purpose. */
export interface Scratch extends AsyncDisposable {
  readonly git: Git
  readonly gitDir: string
  readonly objectsDir: string
}

export interface ScratchSetting {
  /** Folder for throw-away things, in memory when there is one. */
  readonly folder: string
  /** Distinguishes scratch folders by their use; they end in the process id of their owner. */
  readonly purpose: string
  /** Owner's process id, so that a later process can tell a dead one's folders. */
  readonly pid: number
  /** Repository whose objects can be read. */
  readonly gitDir: string
  /** Lines for the [section] parts of its config. */
  readonly config?: readonly string[]
}

/** Written by hand, for `git init` costs a process: the files gitrepository-layout(5) requires. */
export async function createScratch(git: Git, setting: ScratchSetting): Promise<Scratch> {
  await mkdir(setting.folder, { recursive: true, mode: 0o700 })
  const gitDir = await mkdtemp(join(setting.folder, `tributary-${setting.purpose}-${setting.pid}-`))
  const objectsDir = join(gitDir, 'objects')
  const folders = ['objects/info', 'objects/pack', 'refs', 'info']
  await Promise.all(folders.map((folder) => mkdir(join(gitDir, folder), { recursive: true })))
  const config = [
    '[core]',
    'repositoryformatversion = 0',
    'bare = true',
    'looseCompression = 0',
    ...(setting.config ?? []),
  ]
  await Promise.all([
    writeFile(join(gitDir, 'HEAD'), 'ref: refs/heads/none\n'),
    writeFile(join(gitDir, 'config'), `${config.join('\n')}\n`),
    writeFile(join(objectsDir, 'info', 'alternates'), `${join(setting.gitDir, 'objects')}\n`),
  ])
  return {
    git: git.at(gitDir),
    gitDir,
    objectsDir,
    // A git that is being ended may still write there.
    [Symbol.asyncDispose]: () => rm(gitDir, { recursive: true, force: true, maxRetries: 5 }),
  }
}

/** Throw-away repositories of that purpose whose owners are dead: what `createScratch` made and nobody took away. Full paths. */
export async function deadScratches(folder: string, purpose: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  const owned = new RegExp(`^tributary-${purpose}-(\\d+)-`)
  return names.filter((name) => isOfDead(owned.exec(name)?.[1])).map((name) => join(folder, name))
}

function isOfDead(pid: string | undefined): boolean {
  return pid !== undefined && !isAlive(Number(pid))
}
