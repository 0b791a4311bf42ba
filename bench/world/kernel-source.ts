/** A Linux kernel to build the large world on: Debian's package of its source, fetched and unpacked without root. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** The kernel of Debian 12, an LTS release whose package stays in the archive for years. */
const PACKAGE = 'linux-source-6.1'

/** The unpacked source below the cache folder, brought there when it is missing. */
export function kernelSource(cache: string, say: (line: string) => void): string {
  const ready = join(cache, PACKAGE)
  if (existsSync(ready)) return ready
  const work = join(cache, 'unpacking')
  rmSync(work, { recursive: true, force: true })
  mkdirSync(work, { recursive: true })
  say(`fetching ${PACKAGE}`)
  execFileSync('apt-get', ['download', PACKAGE], { cwd: work, stdio: ['ignore', 'ignore', 'inherit'] })
  say(`unpacking ${PACKAGE}`)
  execFileSync('dpkg', ['-x', only(work, '.deb'), 'package'], { cwd: work })
  execFileSync('tar', ['xf', join('package/usr/src', `${PACKAGE}.tar.xz`)], { cwd: work })
  renameSync(join(work, PACKAGE), ready)
  rmSync(work, { recursive: true, force: true })
  return ready
}

function only(folder: string, ending: string): string {
  const [name, ...others] = readdirSync(folder).filter((entry) => entry.endsWith(ending))
  if (name === undefined || others.length > 0) throw new Error(`expected one *${ending} in ${folder}`)
  return name
}
