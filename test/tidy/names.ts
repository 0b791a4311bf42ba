/** What files may be called, and where a test belongs. */
import type { Complaint } from './complaint.ts'

/** Names that say nothing of what is inside, so that anything ends up there. */
const EMPTY_WORDS = /^(utils?|helpers?|managers?|services?|common|misc)$/

export function emptyNames(paths: Iterable<string>): Complaint[] {
  return code(paths).flatMap((path) => {
    const word = path
      .split(/[/.]/)
      .flatMap(lastWord)
      .find((last) => EMPTY_WORDS.test(last))
    return word === undefined ? [] : [{ path, line: 0, what: `"${word}" says nothing; name it by what it holds` }]
  })
}

export function oddlyWritten(paths: Iterable<string>): Complaint[] {
  return code(paths)
    .filter((path) => path.endsWith('.ts') && !/^([a-z0-9]+(-[a-z0-9]+)*\/)*[a-z0-9]+([-.][a-z0-9]+)*\.ts$/.test(path))
    .map((path) => ({ path, line: 0, what: 'is not in kebab-case' }))
}

/** Tests whose source is not there. Stories, measurements and tidy itself are about no single file. */
export function strayTests(paths: Iterable<string>): Complaint[] {
  const known = new Set(paths)
  return [...known].flatMap((path) => {
    const subject = /^test\/(.*)\.test\.ts$/.exec(path)?.[1]
    if (subject === undefined || /^(stories|tidy|bench)(\/|$)/.test(subject)) return []
    if (known.has(`src/${subject}.ts`) || known.has(`src/${subject}.tsx`)) return []
    return [
      {
        path,
        line: 0,
        what: `tests src/${subject}.ts, which does not exist; a test of a whole story is in test/stories/`,
      },
    ]
  })
}

/** The noun of a name: a `service-worker` is a worker. */
function lastWord(name: string): string[] {
  return name.split(/[_-]/).slice(-1)
}

function code(paths: Iterable<string>): string[] {
  return [...paths].filter((path) => /^(src|test|bench)\//.test(path))
}
