/** `tributary resolutions learn` and `suggest`. */
import { short } from '../../../base/model/oid.ts'
import { usageError } from '../../../base/std/operating-error.ts'
import { oneLine } from '../../../base/text/printable.ts'
import { showPath } from '../../../base/text/show-path.ts'
import { type Lesson, learn as learnFrom } from '../../../pipeline/learn.ts'
import { acceptSuggestion, suggest as suggestRules, type Suggestions } from '../../../pipeline/suggest.ts'
import { makeMachine, theWorkspace } from '../machine.ts'
import { count } from '../../../base/text/count.ts'
import { makeScreen, type Screen } from '../print/screen.ts'
import type { Options } from '../options.ts'

export async function learn(args: readonly string[], options: Options): Promise<void> {
  const [range] = args
  if (range === undefined) throw usageError('no history was named', 'Write: tributary resolutions learn <from>..<to>')
  const { repo } = options
  const machine = makeMachine()
  const dryRun = options['dryRun'] === true
  const wish = { range, repo: typeof repo === 'string' ? repo : undefined, dryRun }
  const lesson = await learnFrom(theWorkspace(machine, options), machine, wish)
  const screen = makeScreen(options)
  if (options['json'] === true) screen.json(lessonJson(lesson, dryRun))
  else tellLesson(screen, lesson, dryRun)
}

function lessonJson(lesson: Lesson, dryRun: boolean): unknown {
  const learned = lesson.learned.map(({ id, origin, why, files, fixes }) => ({
    id,
    merge: origin.kind === 'learned' ? origin.merge : null,
    why,
    files: files.map(({ path, kind }) => ({ path: showPath(path), kind })),
    fixes: fixes.map(({ path }) => showPath(path)),
  }))
  return { ...lesson, learned, dryRun }
}

function tellLesson(screen: Screen, lesson: Lesson, dryRun: boolean): void {
  const { merges, byHand, conflictedFiles, fixedFiles, learned, known, skipped } = lesson
  for (const { commit, subject, why } of skipped)
    screen.line(`skipped ${short(commit)} ("${oneLine(subject, 80)}"): ${oneLine(why, 200)}`)
  screen.line(
    `Looked at ${count(merges, 'merge')}: people had a hand in ${byHand}, with ${count(conflictedFiles, 'conflicted file')} and edits of ${count(fixedFiles, 'file')} that merged clean.`,
  )
  const verb = dryRun ? 'Would learn' : 'Learned'
  screen.line(
    `${verb} ${count(learned.length, 'resolution')}; ${known} known already, ${count(skipped.length, 'thing')} skipped.`,
  )
}

export async function suggest(_args: readonly string[], options: Options): Promise<void> {
  const workspace = theWorkspace(makeMachine(), options)
  const screen = makeScreen(options)
  const { accept } = options
  if (accept === undefined) {
    const suggestions = await suggestRules(workspace)
    if (options['json'] === true) screen.json(suggestions)
    else tellSuggestions(screen, suggestions)
    return
  }
  if (!/^[1-9]\d{0,5}$/.test(String(accept)))
    throw usageError(
      `${JSON.stringify(accept)} is no number of a suggestion`,
      'Write: tributary resolutions suggest --accept 1',
    )
  const accepted = await acceptSuggestion(workspace, Number(accept))
  if (options['json'] === true) screen.json(accepted)
  else screen.line(`Added to tributary.toml:\n\n${accepted.toml}`)
}

function tellSuggestions(screen: Screen, { conflicts, suggestions }: Suggestions): void {
  for (const [place, { toml }] of suggestions.entries()) screen.line(`${place + 1}.\n${toml}\n`)
  screen.line(
    suggestions.length === 0
      ? `${conflicts === 0 ? 'No conflicted file is on record yet.' : `No rule holds in the ${count(conflicts, 'conflicted file')} on record.`} More can be learned with: tributary resolutions learn <range>`
      : 'To add one to tributary.toml: tributary resolutions suggest --accept <number>',
  )
}
