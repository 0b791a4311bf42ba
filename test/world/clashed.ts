/** A conflicted file made of three texts, by git's own merge of one file. */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ClashedFile } from '../../src/base/model/clashed-file.ts'
import type { Stage } from '../../src/base/model/conflict.ts'
import type { BlobOid } from '../../src/base/model/oid.ts'
import { readMarkers } from '../../src/base/text/conflict-markers.ts'
import { testFolder } from './folder.ts'

export interface Versions {
  readonly base: string
  readonly ours: string
  readonly theirs: string
}

/** What git makes of it, with markers where it cannot. */
export function gitMerge(versions: Versions): { readonly clean: boolean; readonly text: string } {
  using folder = testFolder()
  const path = (name: keyof Versions): string => join(folder.path, name)
  for (const name of ['base', 'ours', 'theirs'] as const) writeFileSync(path(name), versions[name], 'latin1')
  const args = ['merge-file', '-p', path('ours'), path('base'), path('theirs')]
  const { status, stdout } = spawnSync('git', args, { encoding: 'latin1' })
  return { clean: status === 0, text: stdout }
}

export function clashed(versions: Versions, path = 'file'): ClashedFile {
  const passages = readMarkers(gitMerge(versions).text) ?? []
  const bare = passages.map((one) =>
    one.kind === 'agreed' ? one : { kind: one.kind, ours: one.ours, theirs: one.theirs },
  )
  return { ...withoutLines('content', path), passages: bare, texts: versions }
}

/** A conflict in which no lines clash. All three versions are there and differ. */
export function withoutLines(kind: ClashedFile['kind'], path = 'file'): ClashedFile {
  return {
    path,
    kind,
    paths: [path],
    base: stage(path, 'b'),
    ours: stage(path, 'a'),
    theirs: stage(path, 'c'),
    passages: [],
    texts: {},
  }
}

export function stage(path: string, digit: string, mode = 0o100644): Stage {
  return { path, mode, oid: digit.repeat(40) as BlobOid }
}
