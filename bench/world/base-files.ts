/** The files upstream starts from: an unpacked folder, or files made up as they are asked for. */
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { byText } from '../../src/base/std/collections.ts'

export interface BaseFile {
  readonly path: string
  readonly mode: '100644' | '100755' | '120000'
  readonly bytes: number
}

export interface BaseFiles {
  /** In the order of their paths. */
  readonly files: readonly BaseFile[]
  read(path: string): Buffer
}

/** All files and symbolic links below a folder. */
export function folderFiles(folder: string): BaseFiles {
  const files: BaseFile[] = []
  const walk = (inside: string): void => {
    for (const entry of readdirSync(join(folder, inside), { withFileTypes: true })) {
      const path = inside === '' ? entry.name : `${inside}/${entry.name}`
      if (entry.isDirectory()) walk(path)
      else files.push(baseFile(folder, path))
    }
  }
  walk('')
  const links = new Set(files.filter((file) => file.mode === '120000').map((file) => file.path))
  return {
    files: files.sort((a, b) => byText(a.path, b.path)),
    read: (path) =>
      links.has(path) ? Buffer.from(readlinkSync(join(folder, path))) : readFileSync(join(folder, path)),
  }
}

function baseFile(folder: string, path: string): BaseFile {
  const stat = lstatSync(join(folder, path))
  const mode = stat.isSymbolicLink() ? '120000' : stat.mode & 0o100 ? '100755' : '100644'
  return { path, mode, bytes: stat.size }
}
