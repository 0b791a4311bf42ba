/** `tributary adopt`. */
import { resolve } from 'node:path'
import { usageError } from '../../../base/std/operating-error.ts'
import { type Adoption, adopt as adoptBranch } from '../../../pipeline/adopt/adopt.ts'
import { oneLine } from '../../../base/text/printable.ts'
import { whoeverYouAre } from '../you.ts'
import { makeMachine } from '../machine.ts'
import { count } from '../../../base/text/count.ts'
import { makeScreen, type Screen } from '../print/screen.ts'
import type { Options } from '../options.ts'

export async function adopt(args: readonly string[], options: Options): Promise<void> {
  const [range] = args
  if (range === undefined)
    throw usageError('no branch was named', 'Write: tributary adopt <base>..<branch> --repo <folder or URL>')
  const { repo } = options
  const dir = resolve(String(options['workspace'] ?? '.'))
  const wish = { range, repo: typeof repo === 'string' ? repo : undefined, integrator: whoeverYouAre() }
  const adoption = await adoptBranch(makeMachine(), dir, wish)
  const screen = makeScreen(options)
  if (options['json'] === true) screen.json(adoptionJson(adoption))
  else tell(screen, adoption, dir)
}

function adoptionJson({ made, trees, ...counts }: Adoption): unknown {
  const told = trees.map(({ name, url, branch, at, commit, note }) => ({
    name,
    url,
    branch,
    at,
    commit: commit ?? null,
    note: note ?? null,
  }))
  return { made: made ?? null, trees: told, ...counts }
}

function tell(screen: Screen, adoption: Adoption, dir: string): void {
  const { made, trees, resolutions, conflictedFiles, fixedFiles, carriedFixes, notes } = adoption
  if (made !== undefined) {
    screen.line(`Made a workspace in ${made}: tributary.toml is the roster, record.git the record.`)
    screen.line('Set the integrator in tributary.toml: merges and mails bear that name.')
  }
  const pinned = trees.filter(({ commit }) => commit !== undefined).length
  screen.line(`Adopted ${count(trees.length, 'tree')}, ${pinned} of them pinned to a commit that no branch stands at.`)
  screen.line(
    `Took over ${count(resolutions, 'resolution')}: ${count(conflictedFiles, 'conflicted file')}, and edits of ${count(fixedFiles, 'file')} that merged clean.`,
  )
  if (carriedFixes > 0) screen.line(`${count(carriedFixes, 'commit')} of the branch itself became merge fixes.`)
  for (const note of notes) screen.line(`note: ${oneLine(note, 400)}`)
  screen.line(`Next: tributary${made === undefined ? '' : ` -C ${dir}`} run`)
}
