/** What could become of a file where no lines clash: it was deleted or renamed, or has none. Pure. */
import type { ClashedFile } from '../../../base/model/clashed-file.ts'
import type { Stage } from '../../../base/model/conflict.ts'
import type { Placed } from '../../../base/model/resolution.ts'
import { unreachable } from '../../../base/std/assert.ts'
import type { Proposal } from './proposal.ts'

export function proposeWhole(file: ClashedFile): Proposal[] {
  switch (file.kind) {
    case 'modify/delete':
    case 'rename/delete':
      return deletedBySide(file)
    case 'directory-rename':
      return movedAlong(file)
    case 'rename/rename':
      return [...renamed(file, 'ours', 0.45), ...renamed(file, 'theirs', 0.4)]
    case 'submodule':
      return [
        ...bySide(file, 'theirs', 'theirs: a tree brings its submodule forward, as a rule', 0.45),
        ...bySide(file, 'ours', 'ours: the integration may have a later commit of the submodule', 0.4),
      ]
    case 'content':
    case 'add/add':
    case 'rename/add':
    case 'file/directory':
    case 'binary':
    case 'mode':
      return [
        ...bySide(file, 'ours', 'ours whole, since there are no lines to put together', 0.4),
        ...bySide(file, 'theirs', 'theirs whole, since there are no lines to put together', 0.4),
      ]
    default:
      return unreachable(file.kind)
  }
}

/** Whoever deletes a file has looked at all of it, who edits it at a few lines: mostly the deletion is meant to stay. */
function deletedBySide(file: ClashedFile): Proposal[] {
  const [deleter, other, kept] =
    file.ours === undefined ? (['ours', 'theirs', file.theirs] as const) : (['theirs', 'ours', file.ours] as const)
  if (kept === undefined) return []
  const did = file.kind === 'rename/delete' ? 'renamed' : 'changed'
  return [
    {
      shape: 'deletion',
      outcome: { placed: [], removed: file.paths },
      why: `${deleter} deleted the file; what ${other} ${did} of it has to go where its code went`,
      sureness: 0.6,
    },
    {
      shape: 'one-side',
      outcome: placedAs(file, kept),
      why: `the file stays as ${other} ${did} it, although ${deleter} deleted it`,
      sureness: 0.35,
    },
  ]
}

/** The file under the name that a side gave it, with what the other side made of it where only that one edited it. */
function renamed(file: ClashedFile, name: 'ours' | 'theirs', sureness: number): Proposal[] {
  const { base } = file
  const [own, other] = name === 'ours' ? [file.ours, file.theirs] : [file.theirs, file.ours]
  if (own === undefined) return []
  const isEditedElsewhere = own.oid === base?.oid && other !== undefined && other.oid !== own.oid
  const content = isEditedElsewhere ? other : own
  const why = isEditedElsewhere
    ? `the name that ${name} gave it, with the edit of the other side`
    : `the name that ${name} gave it`
  const placed = { path: own.path, mode: content.mode, oid: content.oid }
  return [{ shape: 'rename', outcome: placedAs(file, placed), why, sureness }]
}

/** A file that only one side has: the other renamed the folder it was put in, and git says where it would come to be there. */
function movedAlong(file: ClashedFile): Proposal[] {
  const named = [...renamed(file, 'ours', 0.45), ...renamed(file, 'theirs', 0.4)]
  const added = file.ours ?? file.theirs
  if (added === undefined || (file.ours && file.theirs) || added.path === file.path) return named
  const along = placedAs(file, { ...added, path: file.path })
  return [{ shape: 'rename', outcome: along, why: 'the folder’s new name, as git suggests', sureness: 0.5 }, ...named]
}

function bySide(file: ClashedFile, name: 'ours' | 'theirs', why: string, sureness: number): Proposal[] {
  const stage = file[name]
  return stage === undefined ? [] : [{ shape: 'one-side', outcome: placedAs(file, stage), why, sureness }]
}

function placedAs(file: ClashedFile, { path, mode, oid }: Stage | Placed) {
  return { placed: [{ path, mode, oid }], removed: file.paths.filter((other) => other !== path) }
}
