/** Chains of resolutions as other people push them: in order, or changed in any way. */
import { makeBlob, MODE_FILE } from '../../src/base/git/objects.ts'
import type { ClashedFile } from '../../src/base/model/clashed-file.ts'
import { REF_RESOLUTIONS } from '../../src/base/model/names.ts'
import type { Resolution, Withdrawal } from '../../src/base/model/resolution.ts'
import {
  formatResolution,
  formatWithdrawal,
  makeResolution,
  type ResolutionBody,
  withdrawalName,
} from '../../src/memory/resolutions/make.ts'
import { resolvedFile } from '../../src/memory/resolutions/resolved-file.ts'
import { contentsOf, folderOf } from '../../src/memory/resolutions/store.ts'
import { type CommitSpec, git, importCommits } from './fast-import.ts'
import { clashing, SOMEBODY } from './resolutions.ts'

export type Files = CommitSpec['files']

export interface Recorded {
  readonly resolution: Resolution
  /** Everything that its folder holds, by path in the chain. */
  readonly files: Files
}

const NOWHERE = { tree: undefined, commits: [] }

/** What somebody recorded at noon of the first day; `change` says what is otherwise than it should be. */
export function recorded(
  text = 'one\nboth\nthree\n',
  change: (body: ResolutionBody) => Partial<ResolutionBody> = () => ({}),
  clashed: ClashedFile = clashing('core/main.c', ['one\n', ['net\n', 'usb\n', 'two\n'], 'three\n']),
): Recorded {
  const result = makeBlob(Buffer.from(text, 'latin1'))
  const { path } = clashed
  const { file, blobs } = resolvedFile(clashed, {
    placed: [{ path, mode: MODE_FILE, oid: result.oid }],
    removed: [],
    text,
  })
  const body: ResolutionBody = {
    files: [file],
    fixes: [],
    needed: undefined,
    sides: { ours: NOWHERE, theirs: NOWHERE },
    origin: { kind: 'resolved' },
    by: SOMEBODY,
    at: { epochSeconds: 1_767_268_800, zoneMinutes: 60 },
    why: 'both are wanted',
    supersedes: undefined,
  }
  const resolution = makeResolution({ ...body, ...change(body) })
  const versions = Object.values(clashed.texts).map((version) => makeBlob(Buffer.from(version ?? '', 'latin1')))
  const contents = new Map([...blobs, ...versions, result].map(({ oid, content }) => [oid as string, content]))
  const named = contentsOf(resolution).flatMap(({ path: place, oid }) => {
    const content = contents.get(oid)
    return content === undefined ? [] : [[place, content]]
  })
  const record = [`${folderOf(resolution.id)}/record.json`, formatResolution(resolution)]
  return { resolution, files: Object.fromEntries([record, ...named]) as Files }
}

export function withdrawalOf(resolution: Resolution, more: Partial<Withdrawal> = {}): Files {
  const at = { epochSeconds: 1_767_300_000, zoneMinutes: 0 }
  const said: Withdrawal = { resolution: resolution.id, kind: 'revoked', by: SOMEBODY, at, why: 'it is wrong', ...more }
  return { [`${folderOf(resolution.id)}/withdrawn/${withdrawalName(said)}.json`]: formatWithdrawal(said) }
}

/** Puts a chain of one commit, with these files and no others, into a repository. */
export function installChain(repository: string, files: Files): string {
  importCommits(repository, [{ branch: 'chain', parents: [], subject: 'a chain', files }])
  git(repository, ['update-ref', REF_RESOLUTIONS, 'refs/heads/chain'])
  git(repository, ['update-ref', '-d', 'refs/heads/chain'])
  return git(repository, ['rev-parse', REF_RESOLUTIONS])
}
