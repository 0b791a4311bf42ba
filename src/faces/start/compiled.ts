/**
 * Loads the files of dist/ as `require` does, with what V8 made of them an earlier time beside them: compiling a run's code
 * anew takes 60 ms of each command. Node 22 has this built in (`module.enableCompileCache`), Node 20 has not.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, resolve } from 'node:path'
import { Script } from 'node:vm'

type Require = (name: string) => unknown

type Body = (exports: object, require: Require, module: { exports: object }, file: string, folder: string) => void

/** Each file of ours, once. */
export class CompiledFiles {
  readonly #modules = new Map<string, { exports: object }>()
  readonly #scripts = new Map<string, Script>()

  /** What a file exports; an absolute path. */
  load(file: string): unknown {
    const known = this.#modules.get(file)
    if (known !== undefined) return known.exports
    const module = { exports: {} }
    this.#modules.set(file, module)
    const folder = dirname(file)
    const theirs = createRequire(file)
    const require: Require = (name) => (name.startsWith('.') ? this.load(resolve(folder, name)) : theirs(name))
    const body = this.#compile(file).runInThisContext() as Body
    body.call(module.exports, module.exports, require, module, file, folder)
    return module.exports
  }

  /** Keeps what has been compiled until now, functions included that only came up while the program ran. */
  keep(): void {
    for (const [file, script] of this.#scripts) writeFileSync(keptAs(file), script.createCachedData())
  }

  /** V8 itself refuses what another version of it made, or one with other flags, and compiles. */
  #compile(file: string): Script {
    const source = readSource(file).replace(/^#!.*/, '')
    const kept = existsSync(keptAs(file)) ? { cachedData: readFileSync(keptAs(file)) } : {}
    // On one line with the first of the file, so that lines are counted as in the file.
    const script = new Script(`(function (exports, require, module, __filename, __dirname) {${source}\n})`, {
      filename: file,
      ...kept,
    })
    this.#scripts.set(file, script)
    return script
  }
}

/** The build writes ASCII alone, which need not be decoded. */
function readSource(file: string): string {
  const source = readFileSync(file, 'latin1')
  return /[\x80-\xff]/.test(source) ? Buffer.from(source, 'latin1').toString('utf8') : source
}

function keptAs(file: string): string {
  return `${file}.compiled`
}
