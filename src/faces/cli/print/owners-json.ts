/** Who owns what, as `--json` prints it. The shape is documented in docs/guide/json.md and only ever grows. */
import { showPath } from '../../../base/text/show-path.ts'
import type { OwnersFound } from '../../../pipeline/owners.ts'

export function ownersJson({ commit, invasive, paths, byWords, asked, unread }: OwnersFound) {
  return {
    commit: commit?.oid ?? null,
    invasive: invasive?.degree ?? null,
    paths: paths.map(({ path, holdings, consent }) => ({
      path: showPath(path),
      owners: holdings,
      consent: consent ?? null,
    })),
    byWords: byWords.map(({ title }) => title),
    people: asked.people,
    lists: asked.lists.map(({ email }) => email),
    unread,
  }
}
