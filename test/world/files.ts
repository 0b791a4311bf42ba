/** Files that processes of a test write, waited for without looking again and again. */
import { existsSync, watch } from 'node:fs'
import { join } from 'node:path'

/** Until there is a file of that name. */
export async function appears(folder: string, name: string): Promise<void> {
  const path = join(folder, name)
  if (!existsSync(path)) for await (const _ of changesIn(folder)) if (existsSync(path)) break
}

async function* changesIn(folder: string): AsyncGenerator<void> {
  let changed: () => void = () => undefined
  const watcher = watch(folder, () => changed())
  try {
    for (;;) {
      yield
      await new Promise<void>((resolve) => {
        changed = resolve
      })
    }
  } finally {
    watcher.close()
  }
}
