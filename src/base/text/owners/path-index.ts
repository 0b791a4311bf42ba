/** Finds those of many patterns that could fit a path, without looking at the others. */
import { foldersAbove } from '../raw-path.ts'

/** What is known of all paths that a pattern fits: what they begin with, or a part of theirs between slashes, or how such a part ends. */
export type Place =
  | { readonly kind: 'beginning'; readonly text: string }
  | { readonly kind: 'part'; readonly text: string }
  /** From the last dot on. */
  | { readonly kind: 'ending'; readonly text: string }

export class PathIndex<Item> {
  /** By the folder that all the paths lie in. */
  readonly #folders = new Map<string, { readonly beginning: string; readonly item: Item }[]>()
  readonly #parts = new Map<string, Item[]>()
  readonly #endings = new Map<string, Item[]>()

  add(place: Place, item: Item): void {
    if (place.kind === 'part') file(this.#parts, place.text, item)
    else if (place.kind === 'ending') file(this.#endings, place.text, item)
    else file(this.#folders, folderOf(place.text), { beginning: place.text, item })
  }

  /** Each once, in no particular order. */
  candidates(path: string): Item[] {
    const items: Item[] = []
    for (const folder of ['', ...foldersAbove(path)]) {
      for (const { beginning, item } of this.#folders.get(folder) ?? []) {
        if (path.startsWith(beginning)) items.push(item)
      }
    }
    if (this.#parts.size === 0 && this.#endings.size === 0) return items
    const parts = new Set(path.split('/'))
    for (const part of parts) items.push(...(this.#parts.get(part) ?? []))
    for (const ending of new Set([...parts].map(endingOf))) items.push(...(this.#endings.get(ending) ?? []))
    return items
  }
}

/** `.js`; empty where there is no dot. */
export function endingOf(part: string): string {
  const dot = part.lastIndexOf('.')
  return dot < 0 ? '' : part.slice(dot)
}

function folderOf(beginning: string): string {
  const slash = beginning.lastIndexOf('/')
  return slash < 0 ? '' : beginning.slice(0, slash)
}

function file<Item>(files: Map<string, Item[]>, key: string, item: Item): void {
  const filed = files.get(key)
  if (filed) filed.push(item)
  else files.set(key, [item])
}
