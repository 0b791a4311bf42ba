/** Gives a resolution its id, and its text in the record: the same resolution has the same text, wherever it is written. */
import { createHash } from 'node:crypto'
import type { Stage } from '../../base/model/conflict.ts'
import type {
  FixedFile,
  Placed,
  ResolvedFile,
  Resolution,
  ResolutionOrigin,
  SettledSide,
  Withdrawal,
} from '../../base/model/resolution.ts'
import type { ResolutionId } from '../../base/model/settling.ts'

/** Digits of an id: 80 bits. */
const ID_DIGITS = 20

/** Of record.json. What has another is of a later day and cannot be read. */
export const FORMAT = 1

export type ResolutionBody = Omit<Resolution, 'id'>

export function makeResolution(body: ResolutionBody): Resolution {
  const ordered = inOrder(body)
  return { id: idOf(JSON.stringify(ordered)), ...ordered }
}

/** Text of record.json. Raw texts stand in it a character a byte. */
export function formatResolution(resolution: Resolution): string {
  return `${JSON.stringify({ format: FORMAT, ...inOrder(resolution) }, null, 1)}\n`
}

export function withdrawalName(withdrawal: Withdrawal): string {
  return idOf(JSON.stringify(withdrawalInOrder(withdrawal)))
}

export function formatWithdrawal(withdrawal: Withdrawal): string {
  return `${JSON.stringify(withdrawalInOrder(withdrawal), null, 1)}\n`
}

function idOf(text: string): ResolutionId {
  return createHash('sha256').update(text).digest('hex').slice(0, ID_DIGITS) as ResolutionId
}

/** Keys in one order and nothing besides, whoever put the value together: the id depends on it. */
function inOrder(body: ResolutionBody): ResolutionBody {
  return {
    files: body.files.map(fileInOrder),
    fixes: body.fixes.map(fixInOrder),
    needed: body.needed && { trees: body.needed.trees, commits: body.needed.commits },
    sides: { ours: sideInOrder(body.sides.ours), theirs: sideInOrder(body.sides.theirs) },
    origin: originInOrder(body.origin),
    by: { name: body.by.name, email: body.by.email },
    at: { epochSeconds: body.at.epochSeconds, zoneMinutes: body.at.zoneMinutes },
    why: body.why,
    supersedes: body.supersedes,
  }
}

function fileInOrder(file: ResolvedFile): ResolvedFile {
  return {
    path: file.path,
    kind: file.kind,
    conflict: file.conflict,
    rerere: file.rerere,
    base: stageInOrder(file.base),
    ours: stageInOrder(file.ours),
    theirs: stageInOrder(file.theirs),
    preimage: file.preimage,
    result: file.result.map(placedInOrder),
    removed: file.removed,
    clashes: file.clashes.map(({ ours, theirs }) => ({ ours, theirs })),
    hunks: file.hunks.map(({ ours, theirs, result, before, after }) => ({ ours, theirs, result, before, after })),
  }
}

function fixInOrder({ path, before, after }: FixedFile): FixedFile {
  return {
    path,
    before: before && { mode: before.mode, oid: before.oid },
    after: after && { mode: after.mode, oid: after.oid },
  }
}

function sideInOrder({ tree, commits }: SettledSide): SettledSide {
  return { tree, commits: commits.map(({ commit, subject }) => ({ commit, subject })) }
}

function originInOrder(origin: ResolutionOrigin): ResolutionOrigin {
  switch (origin.kind) {
    case 'resolved':
      return { kind: 'resolved' }
    case 'learned':
      return { kind: 'learned', merge: origin.merge }
    default:
      return { kind: 'imported', rerere: origin.rerere }
  }
}

function withdrawalInOrder({ resolution, kind, by, at, why }: Withdrawal): Withdrawal {
  return {
    resolution,
    kind,
    by: { name: by.name, email: by.email },
    at: { epochSeconds: at.epochSeconds, zoneMinutes: at.zoneMinutes },
    why,
  }
}

function stageInOrder(stage: Stage | undefined): Stage | undefined {
  return stage && { mode: stage.mode, oid: stage.oid, path: stage.path }
}

function placedInOrder({ path, mode, oid }: Placed): Placed {
  return { path, mode, oid }
}
