/** `tributary fetch`. */
import { count } from '../../../base/text/count.ts'
import { short } from '../../../base/model/oid.ts'
import { isoDay, isoTime } from '../../../base/model/instant.ts'
import type { TipOutcome } from '../../../base/model/tip.ts'
import { unreachable } from '../../../base/std/assert.ts'
import { fetch as fetchThem } from '../../../pipeline/fetch.ts'
import { makeMachine, theWorkspace } from '../machine.ts'
import { columns, makeScreen, safe } from '../print/screen.ts'
import type { Options } from '../options.ts'

export async function fetch(args: readonly string[], options: Options): Promise<void> {
  const machine = makeMachine()
  const fetched = await fetchThem(theWorkspace(machine, options), machine, args)
  const screen = makeScreen(options)
  if (options['json'] === true) {
    screen.json({
      upstream: tipJson(fetched.upstream),
      trees: fetched.tips.map((tip) => ({ name: tip.tree, ...tipJson(tip) })),
    })
    return
  }
  const still = fetched.tips.filter((tip) => tip.state === 'same' || tip.state === 'empty').length
  const news = fetched.tips.filter((tip) => tip.state !== 'same' && tip.state !== 'empty')
  const rows = news.map((tip) => [`  ${tip.tree}`, ...tipWords(tip)])
  screen.line(`upstream: ${tipWords(fetched.upstream).filter(Boolean).join(', ')}`)
  for (const line of columns(rows)) screen.line(line)
  screen.line(`${count(fetched.tips.length, 'tree')}, ${still} as before.`)
}

export function tipJson(tip: TipOutcome) {
  return {
    state: tip.state,
    commit: tip.commit ?? null,
    ...('previous' in tip && tip.previous ? { previous: tip.previous } : {}),
    ...('lost' in tip ? { lost: tip.lost } : {}),
    ...('since' in tip ? { since: isoTime(tip.since) } : {}),
    ...('why' in tip ? { why: tip.why } : {}),
  }
}

/** State and what there is to say about it. */
export function tipWords(tip: TipOutcome): readonly [string, string] {
  switch (tip.state) {
    case 'moved':
      return [
        'moved',
        tip.previous === undefined
          ? `first seen at ${short(tip.commit)}`
          : `${short(tip.previous)} to ${short(tip.commit)}`,
      ]
    case 'same':
    case 'empty':
      return [tip.state, short(tip.commit)]
    case 'rewound':
      return ['rewound', `${short(tip.previous)} to ${short(tip.commit)}, ${count(tip.lost, 'commit')} lost`]
    case 'gone':
      return [
        'gone',
        tip.commit === undefined
          ? `its repository has no such branch (since ${isoDay(tip.since)})`
          : `its branch is gone since ${isoDay(tip.since)}${kept(tip.commit)}`,
      ]
    case 'unreachable':
    case 'refused':
      return [tip.state, `${safe(tip.why)} (since ${isoDay(tip.since)}${kept(tip.commit)})`]
    default:
      return unreachable(tip)
  }
}

function kept(commit: string | undefined): string {
  return commit === undefined ? '' : `; ${short(commit)} is kept`
}
