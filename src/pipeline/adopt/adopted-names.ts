/** Gives trees that are adopted their names: from what the merge says was merged, made valid and unique. Pure. */
import { parseTreeName, type TreeName } from '../../base/model/names.ts'
import { type CommitOid, short } from '../../base/model/oid.ts'
import type { MergedName } from '../../base/text/merge-subject.ts'

/** Branches that every repository has: the repository's name says more. */
const USUAL_BRANCHES: ReadonlySet<string> = new Set([
  'HEAD',
  'main',
  'master',
  'next',
  'for-next',
  'for-linus',
  'trunk',
])

/** Longest name made; people read them in columns. */
const LENGTH_MAX = 50

export class AdoptedNames {
  readonly #taken = new Set<string>()

  /** A name that no tree has yet, ignoring case. */
  give(merged: MergedName | undefined, commit: CommitOid): TreeName {
    return this.#free(merged === undefined ? `merge-${short(commit)}` : plainName(merged))
  }

  /** For a commit that stands on the branch itself. */
  giveForCommit(subject: string): TreeName {
    return this.#free(
      `fix-${subject
        .replace(/^\S+: /, '')
        .toLowerCase()
        .split(/\s+/)
        .slice(0, 5)
        .join('-')}`,
    )
  }

  #free(wanted: string): TreeName {
    const stem = valid(wanted)
    for (let place = 1; ; place += 1) {
      const name = parseTreeName(place === 1 ? stem : `${stem}-${place}`)
      if (name === undefined || this.#taken.has(name.toLowerCase())) continue
      this.#taken.add(name.toLowerCase())
      return name
    }
  }
}

function plainName({ kind, name, url }: MergedName): string {
  if (kind === 'commit') return `commit-${name.slice(0, 12)}`
  if (kind === 'remote-branch') {
    const slash = name.indexOf('/')
    const branch = name.slice(slash + 1)
    return slash > 0 && USUAL_BRANCHES.has(branch) ? name.slice(0, slash) : name
  }
  const repository = url === undefined ? undefined : /([^/:]+?)(?:\.git)?\/*$/.exec(url)?.[1]
  return kind === 'branch' && USUAL_BRANCHES.has(name) && repository !== undefined ? repository : name
}

function valid(text: string): string {
  const plain = text
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/\.{2,}/g, '.')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, LENGTH_MAX)
    .replace(/(\.lock)+$/i, '')
    .replace(/[^A-Za-z0-9]+$/, '')
  return plain === '' ? 'tree' : plain
}
