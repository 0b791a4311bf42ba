/** The programs that gates need: where they are, and which versions they say they have. */
import { access, constants, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { oneLine } from '../../../base/text/printable.ts'

/** Runs a command line and gives its exit code and what it printed. */
export type Ask = (command: readonly string[]) => Promise<{ readonly exit: number; readonly output: string }>

export interface Tool {
  readonly name: string
  /** Undefined when there is no such program. */
  readonly version: string | undefined
}

/** Asked once each: a tool that is replaced while a pool is open is seen by the next pool. */
export class Tools {
  readonly #searchPath: string
  readonly #ask: Ask
  readonly #asked = new Map<string, Promise<Tool>>()

  constructor(searchPath: string, ask: Ask) {
    this.#searchPath = searchPath
    this.#ask = ask
  }

  find(name: string): Promise<Tool> {
    const asked = this.#asked.get(name) ?? this.#find(name)
    this.#asked.set(name, asked)
    return asked
  }

  async #find(name: string): Promise<Tool> {
    const path = await findProgram(name, this.#searchPath)
    if (path === undefined) return { name, version: undefined }
    const { exit, output } = await this.#ask([path, '--version'])
    const line = output.split('\n').find((one) => one.trim() !== '')
    if (exit === 0 && line !== undefined) return { name, version: oneLine(line) }
    // One that does not know the option is told from the next by its size, which is better than by nothing.
    const { size } = await stat(path)
    return { name, version: `${path} of ${size} bytes` }
  }
}

export async function findProgram(name: string, searchPath: string): Promise<string | undefined> {
  for (const folder of searchPath.split(':')) {
    if (!folder.startsWith('/')) continue
    const path = join(folder, name)
    const isThere = await access(path, constants.X_OK).then(
      async () => (await stat(path)).isFile(),
      () => false,
    )
    if (isThere) return path
  }
  return undefined
}
