/** Where we note what a repository has from us. */
import { createHash } from 'node:crypto'
import type { RefName } from '../../base/model/names.ts'

/** Named by a hash: a URL is no ref name. */
export function pushedRef(url: string, what: 'release' | 'resolutions'): RefName {
  const name = what === 'release' ? url : `${what} ${url}`
  return `refs/tributary/pushed/${createHash('sha256').update(name).digest('hex').slice(0, 16)}` as RefName
}
