/** Lays a conflict out in a folder of the workspace, where a person can edit it: the marked file, its three versions, and what it is about. */
import { whyUnreadable } from '../../base/std/unreadable.ts'
import { lstat, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { mergeForEditor } from '../../base/git/merge-tree.ts'
import { parseCommit } from '../../base/git/objects.ts'
import type { ClashedFile } from '../../base/model/clashed-file.ts'
import type { Stage } from '../../base/model/conflict.ts'
import { short } from '../../base/model/oid.ts'
import { OperatingError, usageError } from '../../base/std/operating-error.ts'
import { oneLine, printable } from '../../base/text/printable.ts'
import { safePath } from '../../base/text/safe-file-name.ts'
import { showPath } from '../../base/text/show-path.ts'
import { sideName } from '../../base/text/side-name.ts'
import type { Proposal } from '../../memory/resolutions/propose/proposal.ts'
import { restage } from '../../stages/integrate/settle/reclash.ts'
import type { Workshop } from '../../stages/integrate/workshop.ts'
import type { Workspace } from '../workspace.ts'
import type { Subject } from './subject.ts'

/** Longest commit message shown beside a conflict: the 99th of a hundred has 4 KB. */
const MESSAGE_MAX_CHARACTERS = 8_192

export interface LaidOut {
  readonly folder: string
  /** The file to edit, whole path. */
  readonly file: string
  /** `nothing` where no text can be laid out: the file is deleted, binary, large or no file; what is put there is taken. */
  readonly state: 'fresh' | 'edited-before' | 'nothing'
}

/** Where a conflict is laid out. */
export type Desk = Pick<LaidOut, 'folder' | 'file'>

export function deskOf(workspace: Workspace, subject: Subject): Desk {
  const folder = join(workspace.dir, 'resolve', subject.conflict.slice(0, 12))
  const path = safePath(subject.path)
  return { folder, file: join(folder, path.split('/')[0] === ABOUT ? `_${path}` : path) }
}

const ABOUT = 'CONFLICT'

/** Writes the folder anew, unless something was edited there: that stays as it is. */
export async function layOut(
  workspace: Workspace,
  shop: Workshop,
  subject: Subject,
  clashed: ClashedFile,
  proposals: readonly Proposal[],
): Promise<LaidOut> {
  const desk = deskOf(workspace, subject)
  // One side of a file whose lines git may not merge would pass for what somebody made of it.
  const whole = subject.kind === 'binary' ? undefined : clashed.texts.ours
  const text = (await replacedText(shop, subject)) ?? (await markedText(shop, subject)) ?? whole
  const before = await standing(desk)
  if (before !== undefined && before.text !== text) return { ...desk, state: 'edited-before' }
  await rm(desk.folder, { recursive: true, force: true })
  await mkdir(dirname(desk.file), { recursive: true })
  if (text !== undefined) await writeFile(desk.file, text, 'latin1')
  for (const [name, stage] of Object.entries({ base: subject.base, ours: subject.ours, theirs: subject.theirs })) {
    const content = await contentOf(shop, stage)
    if (content !== undefined) await writeFile(`${desk.file}.${name}`, content)
  }
  for (const [place, { outcome }] of proposals.entries())
    if ('text' in outcome) await writeFile(proposalFile(desk, place), outcome.text, 'latin1')
  await writeFile(join(desk.folder, ABOUT), await about(shop, subject))
  await writeFile(join(desk.folder, VERSIONS), JSON.stringify(versionsOf(subject)))
  return { ...desk, state: text === undefined ? 'nothing' : 'fresh' }
}

/** The text at the place of the file to edit, or that something else is there; undefined when nothing is. */
async function standing({ file }: Desk): Promise<{ readonly text: string | undefined } | undefined> {
  const found = await lstat(file).catch(() => undefined)
  if (found === undefined) return undefined
  return { text: found.isFile() && found.size <= EDITED_MAX_BYTES ? await readFile(file, 'latin1') : undefined }
}

/** Where a proposal stands beside the file, by its number less one. Only those that are a text have one. */
export function proposalFile({ file }: Desk, place: number): string {
  return `${file}.proposal-${place + 1}`
}

/** Longest file that is taken. A tree with a larger one is refused when it is fetched. */
const EDITED_MAX_BYTES = 256 * 1024 * 1024

/** What stands in the folder now; undefined when it was never laid out, or the file was taken away. */
export async function editedText(workspace: Workspace, subject: Subject): Promise<string | undefined> {
  const { file } = deskOf(workspace, subject)
  try {
    const found = await lstat(file)
    const fault = found.isFile() ? undefined : found.isSymbolicLink() ? 'a symbolic link' : 'no file'
    if (fault !== undefined)
      throw usageError(
        `${file} is ${fault}, and is not taken`,
        'Put the file itself there, or remove it to begin anew.',
      )
    if (found.size > EDITED_MAX_BYTES)
      throw usageError(`${file} is larger than ${EDITED_MAX_BYTES / 1024 / 1024} MiB`, 'Take a commit’s with --from.')
    return await readFile(file, 'latin1')
  } catch (cause) {
    if (cause instanceof OperatingError) throw cause
    if (['ENOENT', 'ENOTDIR'].includes((cause as NodeJS.ErrnoException).code ?? '')) return undefined
    throw new OperatingError('disk', `${file} cannot be read: ${whyUnreadable(cause)}`, 'See the cause above.', cause)
  }
}

type Versions = Pick<Subject, 'base' | 'ours' | 'theirs'>

/** Which versions were laid out, for `--done`. */
const VERSIONS = '.versions.json'

function versionsOf({ base, ours, theirs }: Versions): Versions {
  return { base, ours, theirs }
}

/**
 * The conflict as it was laid out. The file may have moved on since, outside of what clashes: what was edited is about the versions that
 * were there, and is put over the file as it is now by the run that meets it.
 */
export async function asLaidOut(workspace: Workspace, subject: Subject): Promise<Subject> {
  try {
    const text = await readFile(join(deskOf(workspace, subject).folder, VERSIONS), 'utf8')
    return { ...subject, ...versionsOf(JSON.parse(text) as Versions) }
  } catch {
    return subject
  }
}

export async function clearDesk(workspace: Workspace, subject: Subject): Promise<void> {
  await rm(deskOf(workspace, subject).folder, { recursive: true, force: true })
}

/** What an earlier resolution made of it. */
async function replacedText(shop: Workshop, { replaces, conflict }: Subject): Promise<string | undefined> {
  const file = replaces?.files.find((one) => one.conflict === conflict)
  const [placed] = file?.result ?? []
  const content = placed && (await shop.reader.find(placed.oid))
  return content?.type === 'blob' ? content.content.toString('latin1') : undefined
}

/** With zdiff3 markers: what both sides came from stands between theirs. */
async function markedText(shop: Workshop, subject: Subject): Promise<string | undefined> {
  if (subject.kind === 'binary') return undefined
  const staged = await restage(shop, subject)
  if (staged === undefined) return undefined
  const { ours, theirs } = staged
  const answer = await mergeForEditor(shop.git, ours, theirs)
  const entry = 'refused' in answer ? undefined : await staged.view.entryIn(answer.tree, subject.path)
  await staged.view.load([entry?.oid])
  return staged.view
    .text(entry?.oid)
    ?.replaceAll(` ${ours}`, ` ours: ${sideName(subject.sides.ours.tree)}`)
    .replaceAll(` ${theirs}`, ` theirs: ${sideName(subject.sides.theirs.tree)}`)
}

async function contentOf(shop: Workshop, stage: Stage | undefined): Promise<Buffer | undefined> {
  const found = stage && (await shop.reader.find(stage.oid))
  return found?.type === 'blob' ? found.content : undefined
}

/** The commits that clash, with what their authors said of them. */
async function about(shop: Workshop, subject: Subject): Promise<string> {
  const { path, kind, sides } = subject
  const parts = [`${showPath(path)}: ${kind}`]
  for (const [name, side] of Object.entries(sides)) {
    parts.push(`${'='.repeat(72)}\n${name}: ${sideName(side.tree)}`)
    for (const { commit, subject: title } of side.commits) {
      const found = await shop.reader.find(commit)
      const message = found?.type === 'commit' ? parseCommit(found.content).message : title
      const text = printable(message).slice(0, MESSAGE_MAX_CHARACTERS).trimEnd()
      parts.push(`${short(commit)} ("${oneLine(title)}")\n\n${text.replace(/^/gm, '    ')}`)
    }
  }
  return `${parts.join('\n\n')}\n`
}
