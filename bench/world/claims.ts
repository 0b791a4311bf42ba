/** Who may touch which lines: keeps branches apart, so that only the conflicts that were planned happen. */

/** Lines between two branches' edits. A merge joins hunks that touch; a diff may slide a hunk over lines that look alike. */
const APART_LINES = 8

export class Claims {
  readonly #lines = new Map<string, { readonly start: number; readonly end: number }[]>()
  readonly #whole = new Set<string>()

  /** Takes lines of a file unless another edit is near. */
  takeLines(file: string, start: number, end: number): boolean {
    if (this.#whole.has(file)) return false
    const taken = this.#lines.get(file) ?? []
    if (taken.some((other) => start < other.end + APART_LINES && other.start < end + APART_LINES)) return false
    this.#lines.set(file, [...taken, { start, end }])
    return true
  }

  /** Takes a file for one branch alone, to be deleted or moved. */
  takeWhole(file: string): boolean {
    if (!this.isFree(file)) return false
    this.#whole.add(file)
    return true
  }

  isFree(file: string): boolean {
    return !this.#whole.has(file) && !this.#lines.has(file)
  }
}
