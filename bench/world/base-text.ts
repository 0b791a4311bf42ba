/** Base files as lines of latin1 text, the few hundred read last kept in memory. */
import type { BaseFile, BaseFiles } from './base-files.ts'

/** Files kept as lines. Two trees' worth of files, some tens of MB at most. */
const KEPT_FILES = 400

/** Sizes worth editing, in bytes: smaller files have no middle, larger ones are tables that a program wrote. */
const EDITABLE_BYTES = { least: 1_000, most: 300_000 }

const EDITABLE = /\.(?:c|h|S|dts|dtsi|rst|yaml|txt)$|(?:^|\/)(?:Makefile|Kconfig|MAINTAINERS)$/

export class BaseText {
  readonly files: BaseFiles
  readonly #kept = new Map<string, readonly string[]>()

  constructor(files: BaseFiles) {
    this.files = files
  }

  lines(path: string): readonly string[] {
    const kept = this.#kept.get(path)
    if (kept) return kept
    const lines = this.files.read(path).toString('latin1').split('\n')
    if (this.#kept.size >= KEPT_FILES) this.#kept.clear()
    this.#kept.set(path, lines)
    return lines
  }
}

export function isEditable(file: BaseFile): boolean {
  const { least, most } = EDITABLE_BYTES
  const sized = file.bytes >= least && (file.bytes <= most || file.path === 'MAINTAINERS')
  return file.mode === '100644' && sized && EDITABLE.test(file.path)
}
