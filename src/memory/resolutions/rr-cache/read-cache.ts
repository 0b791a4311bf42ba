/** Reads an rr-cache from disk, whoever made it: one pair of files at a time, never through a link, never more than a text. */
import { constants } from 'node:fs'
import { lstat, open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { byText } from '../../../base/std/collections.ts'
import type { CacheFault } from './answer.ts'

/** Largest file taken, in bytes. Sources that people merge by hand stay far below; git itself takes 512 MB for no text any more. */
export const IMAGE_MAX_BYTES = 16 * 1024 * 1024

export type CacheItem =
  /** `modified` is when the postimage was written, in seconds since 1970. */
  | {
      readonly kind: 'pair'
      readonly name: string
      readonly id: string
      readonly preimage: string
      readonly postimage: string
      readonly modified: number
    }
  | { readonly kind: 'refused'; readonly name: string; readonly why: CacheFault }

/** Names of a variant's files end in `.<number>`; those of the first have no ending. */
const IMAGE = /^(preimage|postimage|thisimage)(?:\.([1-9]\d{0,5}))?$/

export function isCacheId(name: string): boolean {
  return /^[0-9a-f]{40}$/.test(name)
}

/** The variants that have any file among these names. */
export function variantsIn(names: readonly string[]): number[] {
  const numbers = names.flatMap((name) => {
    const found = IMAGE.exec(name)
    return found ? [Number(found[2] ?? 0)] : []
  })
  return [...new Set(numbers)].sort((a, b) => a - b)
}

export function imageName(image: 'preimage' | 'postimage', variant: number): string {
  return variant === 0 ? image : `${image}.${variant}`
}

/** In the order of the names. Throws when the folder itself cannot be read. */
export async function* readCache(folder: string): AsyncGenerator<CacheItem> {
  for (const name of (await readdir(folder)).sort(byText)) {
    if (isCacheId(name)) yield* readVariants(folder, name)
    else yield { kind: 'refused', name, why: 'no-id' }
  }
}

async function* readVariants(folder: string, id: string): AsyncGenerator<CacheItem> {
  const path = join(folder, id)
  const names = await namesIn(path)
  if (names === undefined) {
    yield { kind: 'refused', name: id, why: 'no-file' }
    return
  }
  const variants = variantsIn(names)
  if (variants.length === 0) yield { kind: 'refused', name: id, why: 'no-preimage' }
  for (const variant of variants) yield await readPair(path, id, variant)
}

/** What a real folder holds; undefined for anything else. */
export async function namesIn(path: string): Promise<string[] | undefined> {
  const there = await lstat(path).catch(() => undefined)
  return there?.isDirectory() === true ? readdir(path).catch(() => undefined) : undefined
}

async function readPair(path: string, id: string, variant: number): Promise<CacheItem> {
  const name = variant === 0 ? id : `${id}, variant ${variant}`
  const refused = (why: CacheFault): CacheItem => ({ kind: 'refused', name, why })
  const preimage = await readImage(join(path, imageName('preimage', variant)))
  if (preimage.kind !== 'text') return refused(preimage.kind === 'missing' ? 'no-preimage' : preimage.kind)
  const postimage = await readImage(join(path, imageName('postimage', variant)))
  if (postimage.kind !== 'text') return refused(postimage.kind === 'missing' ? 'no-postimage' : postimage.kind)
  const { modified } = postimage
  return { kind: 'pair', name, id, preimage: preimage.text, postimage: postimage.text, modified }
}

export type Image =
  | { readonly kind: 'text'; readonly text: string; readonly modified: number }
  | { readonly kind: 'missing' | 'no-file' | 'too-large' }

/** Opened without following a link or waiting for whoever writes into a pipe. */
export async function readImage(path: string): Promise<Image> {
  const there = await lstat(path).catch(() => undefined)
  if (there === undefined) return { kind: 'missing' }
  if (!there.isFile()) return { kind: 'no-file' }
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(() => undefined)
  if (file === undefined) return { kind: 'no-file' }
  try {
    const { size, mtimeMs } = await file.stat()
    if (size > IMAGE_MAX_BYTES) return { kind: 'too-large' }
    const { bytesRead, buffer } = await file.read(Buffer.alloc(size), 0, size, 0)
    const text = buffer.toString('latin1', 0, bytesRead)
    return { kind: 'text', text, modified: Math.floor(mtimeMs / 1000) }
  } finally {
    await file.close()
  }
}
