/** Real material that lies beside the repository on some machines and is not part of it. */
import { existsSync, readFileSync } from 'node:fs'

/** A file's text, or undefined where the material is absent; tests then skip with `WHY_SKIPPED`. */
export function sharedData(file: string): string | undefined {
  const url = new URL(`../../../shared/data/${file}`, import.meta.url)
  return existsSync(url) ? readFileSync(url, 'utf8') : undefined
}

export const WHY_SKIPPED = 'there is no ../shared/data beside the repository'
