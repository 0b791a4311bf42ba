/** A workspace: the folder with tributary.toml and the record, and what is derived beside them. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Folders } from '../base/git/folders.ts'
import { ObjectReader } from '../base/git/object-reader.ts'
import type { Git } from '../base/git/spawn.ts'
import type { Clock } from '../base/model/instant.ts'
import type { Listener } from '../base/model/event.ts'
import { OperatingError } from '../base/std/operating-error.ts'
import { whyUnreadable } from '../base/std/unreadable.ts'
import { openRecord, type Record } from '../memory/record/record.ts'

/** What a use-case needs of the machine it runs on. Made once, in the composition root. */
export interface Machine {
  readonly git: Git
  readonly clock: Clock
  /** Milliseconds since some moment, for measuring how long things take. */
  readonly stopwatch: () => number
  readonly listen: Listener
  readonly pid: number
  /** What the operator typed, for whoever finds the record locked. */
  readonly command: string
  /** Where throw-away repositories may stand: in memory when there is room. */
  readonly scratchFolder: string
  /** Variables that git gets when it talks to remotes: ssh agent, proxies, certificates. */
  readonly passThrough: Readonly<{ [name: string]: string }>
  /** The password of the queue that workers take probes from. */
  readonly queuePassword?: string | undefined
}

export interface Workspace {
  readonly dir: string
  readonly record: Record
  readonly rosterPath: string
  readonly outboxPath: string
  /** Derived: may be deleted. */
  readonly memoPath: string
  readonly mergesPath: string
  readonly matrixPath: string
  readonly indexPath: string
  readonly shelfPath: string
  readonly factsPath: string
  readonly passportsPath: string
  /** On the record's file system, so that what was checked can be renamed into it. */
  readonly quarantineFolder: string
  /** Work trees that gates run in: kept, so that what was built stays built. */
  readonly gatesFolder: string
}

/** Where things stand in a workspace. */
export function workspacePaths(dir: string): Omit<Workspace, 'record'> & { readonly recordDir: string } {
  return {
    dir,
    recordDir: join(dir, 'record.git'),
    rosterPath: join(dir, 'tributary.toml'),
    outboxPath: join(dir, 'outbox.mbox'),
    memoPath: join(dir, 'cache', 'memo'),
    mergesPath: join(dir, 'cache', 'merges'),
    matrixPath: join(dir, 'cache', 'matrix'),
    indexPath: join(dir, 'cache', 'index.sqlite'),
    shelfPath: join(dir, 'cache', 'resolutions.sqlite'),
    factsPath: join(dir, 'cache', 'facts'),
    passportsPath: join(dir, 'cache', 'passports.sqlite'),
    quarantineFolder: join(dir, 'cache', 'quarantine'),
    gatesFolder: join(dir, 'cache', 'gates'),
  }
}

export function openWorkspace(git: Git, dir: string): Workspace {
  const { recordDir, ...paths } = workspacePaths(dir)
  return { ...paths, record: openRecord(git, recordDir) }
}

export async function readRosterText(workspace: Pick<Workspace, 'rosterPath'>): Promise<string> {
  try {
    return await readFile(workspace.rosterPath, 'utf8')
  } catch (cause) {
    throw new OperatingError(
      'config-invalid',
      `cannot read ${workspace.rosterPath}: ${whyUnreadable(cause)}`,
      'Run this inside a workspace, or name one with -C <folder>. A new one is made with: tributary init <folder> --upstream <url>#<branch>',
      cause,
    )
  }
}

/** Objects of the record, read through one process. */
export interface Reading {
  readonly reader: ObjectReader
  readonly folders: Folders
}

export function openReading(git: Git): Reading & AsyncDisposable {
  const reader = new ObjectReader(git)
  return { reader, folders: new Folders(reader), [Symbol.asyncDispose]: () => reader[Symbol.asyncDispose]() }
}
