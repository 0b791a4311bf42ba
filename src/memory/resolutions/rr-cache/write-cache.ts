/** Puts answers into an rr-cache beside what is there; nothing there is changed or taken away. */
import { access, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { makeBlob } from '../../../base/git/objects.ts'
import { imagesKey } from './imported.ts'
import { imageName, namesIn, readImage, variantsIn } from './read-cache.ts'
import { type Offer, type Offers, type Placement, placesFor, type Standing } from './variants.ts'

export interface Written {
  readonly placed: readonly Placement[]
  readonly known: readonly Offer[]
  /** Answers that stand there and hold no more on record, by the names of their files. */
  readonly stale: readonly string[]
  /** Folders that are a link or a file, and were left alone. */
  readonly blocked: readonly string[]
}

/** `read` gives the bytes of a content on record. */
export async function writeCache(
  folder: string,
  { inForce, gone }: Offers,
  read: (oid: string) => Promise<Buffer>,
): Promise<Written> {
  // git itself makes the cache when it first has something for it; where there is no repository around it, the name is mistyped.
  await access(dirname(folder))
  await mkdir(folder, { recursive: true })
  const goneIds = [...gone].map((key) => key.split(' ', 1)[0] as string)
  const written = { placed: [] as Placement[], known: [] as Offer[], stale: [] as string[], blocked: [] as string[] }
  for (const id of new Set([...inForce.keys(), ...goneIds])) {
    const path = join(folder, id)
    const offers = inForce.get(id) ?? []
    if (offers.length > 0) await mkdir(path).catch(() => undefined)
    const standing = await standingIn(path)
    if (standing === undefined) {
      if (offers.length > 0) written.blocked.push(id)
      continue
    }
    const { placed, known } = placesFor(standing, offers)
    for (const { offer, variant } of placed) {
      await writeNew(join(path, imageName('preimage', variant)), await read(offer.preimage))
      await writeNew(join(path, imageName('postimage', variant)), await read(offer.postimage))
    }
    written.placed.push(...placed)
    written.known.push(...known)
    written.stale.push(...staleIn(id, standing, gone))
  }
  return written
}

/** Undefined where there is no folder of its own. */
async function standingIn(path: string): Promise<Standing[] | undefined> {
  const names = await namesIn(path)
  if (names === undefined) return undefined
  const held = async (image: 'preimage' | 'postimage', variant: number): Promise<string | undefined> => {
    const read = await readImage(join(path, imageName(image, variant)))
    return read.kind === 'text' ? makeBlob(Buffer.from(read.text, 'latin1')).oid : undefined
  }
  return Promise.all(
    variantsIn(names).map(async (variant) => ({
      variant,
      preimage: await held('preimage', variant),
      postimage: await held('postimage', variant),
    })),
  )
}

function staleIn(id: string, standing: readonly Standing[], gone: ReadonlySet<string>): string[] {
  return standing.flatMap(({ variant, preimage, postimage }) =>
    preimage !== undefined && postimage !== undefined && gone.has(imagesKey({ id, preimage, postimage }))
      ? [`${id}/${imageName('postimage', variant)}`]
      : [],
  )
}

/** Never over anything, and never through a link: git may be writing there, too. */
async function writeNew(path: string, content: Buffer): Promise<void> {
  await writeFile(path, content, { flag: 'wx' })
}
