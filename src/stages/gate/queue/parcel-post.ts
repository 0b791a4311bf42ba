/** How artefacts come from a worker to the coordinator: a list in the answer, and each file under a key of its own that goes out by itself. */
import type { Redis } from 'ioredis'
import { oneLine } from '../../../base/text/printable.ts'
import { type Artefacts, readArtefact, storeArtefacts } from '../pool/artefacts.ts'
import { inWords } from '../pool/in-words.ts'
import { BYTES_MAX, FILES_MAX, type Parcel } from './parcel.ts'
import { PREFIX } from './presence.ts'

/** How long a file waits in the queue for its coordinator, in seconds. */
const WAITS_SECONDS = 600

/** Lays everything down, or nothing where it is too much: then it stays here, and that is said. */
export async function sendParcel(redis: Redis, job: string, artefacts: Artefacts): Promise<Parcel> {
  const { files } = artefacts
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  if (files.length > FILES_MAX)
    return left(`are ${files.length} files, and the queue takes ${FILES_MAX} at most`, artefacts)
  if (bytes > BYTES_MAX)
    return left(`are ${inWords(bytes)}, and the queue takes ${inWords(BYTES_MAX)} at most`, artefacts)
  try {
    for (const [place, file] of files.entries())
      await redis.set(fileKey(job, place), await readArtefact(artefacts, file), 'EX', WAITS_SECONDS)
    return { files, lack: artefacts.lack }
  } catch (error) {
    return left(`were not taken by the queue (${oneLine((error as Error).message)})`, artefacts)
  }
}

function left(why: string, { folder }: Artefacts): Parcel {
  return { files: [], lack: `${why}; they stay on the worker, in ${folder}` }
}

/** Puts the files into `folder`, and gives what came. */
export async function receiveParcel(redis: Redis, job: string, parcel: Parcel, folder: string): Promise<Artefacts> {
  try {
    await storeArtefacts(folder, filesOf(redis, job, parcel))
    return { ...parcel, folder }
  } catch (error) {
    return { folder, files: [], lack: `could not be brought here: ${oneLine((error as Error).message)}` }
  }
}

async function* filesOf(redis: Redis, job: string, { files }: Parcel) {
  for (const [place, artefact] of files.entries()) {
    const key = fileKey(job, place)
    const content = await redis.getBuffer(key)
    await redis.del(key)
    if (content?.length !== artefact.bytes) throw new Error('the queue has lost one of them')
    yield { artefact, content }
  }
}

function fileKey(job: string, place: number): string {
  return `${PREFIX}:artefact:${job}:${place}`
}
