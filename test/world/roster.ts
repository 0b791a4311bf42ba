/** Rosters and admissions for tests that have no tributary.toml. */
import { Git } from '../../src/base/git/spawn.ts'
import type { Admission, Version } from '../../src/base/model/admission.ts'
import { parseTreeName, type TreeName } from '../../src/base/model/names.ts'
import type { CommitOid } from '../../src/base/model/oid.ts'
import type { Tree } from '../../src/base/model/roster.ts'

export function treeName(text: string): TreeName {
  const name = parseTreeName(text)
  if (name === undefined) throw new Error(`the test calls a tree ${text}`)
  return name
}

export function testTree(name: string, more: Partial<Tree> = {}): Tree {
  return {
    name: treeName(name),
    url: `https://example.org/${name}.git`,
    branch: 'main',
    kind: 'next',
    contacts: [{ name: `${name} maintainer`, email: `${name}@example.org` }],
    owns: [],
    group: undefined,
    tolerate: [],
    pinned: undefined,
    limits: {},
    rules: {},
    onFailure: {},
    ...more,
  }
}

/** Admits a tree at these commits, best first. */
export function admit(tree: Tree, ...commits: string[]): Admission {
  const versions: Version[] = commits.map((commit) => ({ commit: commit as CommitOid, release: undefined }))
  const [tip] = versions
  return {
    tree,
    tip: tip
      ? { tree: tree.name, state: 'same', commit: tip.commit }
      : { tree: tree.name, state: 'gone', commit: undefined, since: { epochSeconds: 0, zoneMinutes: 0 } },
    versions,
    reason: { kind: 'as-fetched' },
  }
}

/** git as tests find it: unbuffered by coreutils' stdbuf. */
export function testGit(): Git {
  return new Git({ searchPath: process.env['PATH'] ?? '', unbuffered: ['stdbuf', '-o0'] })
}
