/** Which part of upstream belongs to which tree. */
import { byText } from '../../src/base/std/collections.ts'
import type { BaseFile } from './base-files.ts'
import { isEditable } from './base-text.ts'
import type { Random } from './random.ts'

export interface Territory {
  /** `drivers-net-wireless`, from the folder. */
  readonly name: string
  readonly folder: string
  /** Files that people edit, by path. */
  readonly files: readonly string[]
}

/** Editable files that make a folder one maintainer's: enough for a tree's commits, few enough for one tree. */
const FILES = { least: 14, most: 700 }

/** So many folders, spread over the whole, in the order of their paths' shuffle. */
export function territories(files: readonly BaseFile[], count: number, random: Random): Territory[] {
  const folders = [...byFolder(files.filter(isEditable))]
    .filter(([, inside]) => inside.length >= FILES.least && inside.length <= FILES.most)
    .sort(([a], [b]) => byText(a, b))
    .map(([folder, inside]) => ({ name: nameOf(folder), folder, files: inside }))
  const chosen = random.shuffled(distinctNames(folders)).slice(0, count)
  if (chosen.length < count) throw new Error(`only ${chosen.length} folders are fit for ${count} trees`)
  return chosen
}

/** Every folder with all that lies below it. */
function byFolder(files: readonly BaseFile[]): Map<string, string[]> {
  const folders = new Map<string, string[]>()
  for (const { path } of files) {
    for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      const folder = path.slice(0, slash)
      const inside = folders.get(folder)
      if (inside) inside.push(path)
      else folders.set(folder, [path])
    }
  }
  return folders
}

function nameOf(folder: string): string {
  return folder.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
}

function distinctNames(territories: readonly Territory[]): Territory[] {
  const names = new Set<string>()
  return territories.filter(({ name }) => !names.has(name) && names.add(name))
}
