/** Conflicts with what people made of them: out of a repository's merges, or out of mails. */
import { readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { makeBlob, parseCommit } from '../../src/base/git/objects.ts'
import { findRepository } from '../../src/base/git/find-repository.ts'
import { resolveCommit } from '../../src/base/git/rev-parse.ts'
import type { Git } from '../../src/base/git/spawn.ts'
import type { ClashedFile } from '../../src/base/model/clashed-file.ts'
import { parseMbox } from '../../src/base/text/mbox.ts'
import { readField } from '../../src/base/text/mail-read.ts'
import { madeMerges } from '../../src/pipeline/made-merges.ts'
import { readMergeAttributes } from '../../src/stages/integrate/attributes.ts'
import { type HandMerged, remergeAll } from '../../src/stages/integrate/remerge.ts'
import { reclash } from '../../src/stages/integrate/settle/reclash.ts'
import { openWorkshop, type Workshop } from '../../src/stages/integrate/workshop.ts'
import { git as runGit } from '../git.ts'
import { mailTexts } from './mail-parts.ts'
import { readCombinedDiffs, type ShownMerge } from './combined-diff.ts'

export interface MadeUp {
  /** The merge or the mail. */
  readonly from: string
  readonly clashed: ClashedFile
  readonly outcome: HandMerged['outcome']
}

export interface MaterialOptions {
  /** A repository, or a mailbox. */
  readonly source: string
  readonly tip: string
  readonly scratchFolder: string
}

export async function* conflictsIn(git: Git, options: MaterialOptions): AsyncGenerator<MadeUp> {
  if (statSync(options.source).isDirectory()) yield* fromRepository(git, options)
  else yield* fromMails(git, options)
}

async function* fromRepository(git: Git, { source, tip, scratchFolder }: MaterialOptions): AsyncGenerator<MadeUp> {
  const recordDir = await findRepository(git, source)
  const commit = recordDir === undefined ? undefined : await resolveCommit(git.at(recordDir), tip)
  if (recordDir === undefined || commit === undefined) throw new Error(`there is no ${tip} in ${source}`)
  await using shop = await openWorkshop(git, { recordDir, scratchFolder, pid: process.pid })
  const { tree } = parseCommit(await shop.reader.read(commit, 'commit'))
  shop.useAttributes(await readMergeAttributes(shop.git, shop.folders, shop.reader, tree))
  const { merges } = await madeMerges(shop, undefined, commit)
  for await (const { made, remerged } of remergeAll(shop, merges)) {
    if (remerged.kind !== 'by-hand') continue
    for (const file of remerged.files) yield { from: made.commit, ...file }
  }
}

async function* fromMails(git: Git, { source, scratchFolder }: MaterialOptions): AsyncGenerator<MadeUp> {
  // Somewhere to merge: nothing is in it but what is shown.
  const recordDir = join(scratchFolder, 'mails.git')
  rmSync(recordDir, { recursive: true, force: true })
  runGit(scratchFolder, ['init', '--quiet', '--bare', recordDir])
  await using shop = await openWorkshop(git, { recordDir, scratchFolder, pid: process.pid })
  const seen = new Set<string>()
  for (const mail of parseMbox(readFileSync(source)).messages) {
    for (const shown of mailTexts(mail).flatMap(readCombinedDiffs)) {
      const key = JSON.stringify(shown)
      if (seen.has(key)) continue
      seen.add(key)
      const clashed = await clashOf(shop, shown)
      if (!clashed.passages.some(({ kind }) => kind === 'clash')) continue
      yield { from: readField(mail, 'Message-ID'), clashed, outcome: { placed: [], removed: [], text: shown.result } }
    }
  }
}

function clashOf(shop: Workshop, { path, base, ours, theirs }: ShownMerge): Promise<ClashedFile> {
  const stage = (text: string) => {
    const blob = makeBlob(Buffer.from(text, 'latin1'))
    shop.loose.write(blob)
    return { path, mode: 0o100644, oid: blob.oid }
  }
  return reclash(shop, { path, kind: 'content', base: stage(base), ours: stage(ours), theirs: stage(theirs) })
}
