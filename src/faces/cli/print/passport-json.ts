/** Passports and statistics as `--json` prints them. The shapes are documented in docs/guide/json.md and only ever grow. */
import { isoTime } from '../../../base/model/instant.ts'
import type { CommitKeys, Seen, Stay } from '../../../base/model/passport.ts'
import { COMMONEST } from '../../../base/text/statistics-lines.ts'
import { commonest, firstWord } from '../../../base/text/tally.ts'
import type { PassportAnswer } from '../../../pipeline/passports/passport.ts'
import type { WindowStatistics } from '../../../base/model/window-statistics.ts'

export function passportJson({ commit, keys, passport, upstream }: PassportAnswer) {
  return {
    commit,
    subject: keys.subject,
    author: keys.author,
    patchId: keys.patchId ?? null,
    knownBy: passport?.knownBy ?? null,
    first: seen(passport?.first),
    daysInNext: passport?.daysInNext ?? 0,
    absentDays: passport?.absentDays ?? 0,
    rebased: passport?.rebased ?? 0,
    rewritten: passport?.rewritten ?? 0,
    cherryPicked: passport?.cherryPicked ?? 0,
    trees: passport?.trees ?? [],
    formerTrees: passport?.formerTrees ?? [],
    windows: passport?.windows ?? [],
    commits: (passport?.commits ?? []).map((one) => ({
      commit: one.commit,
      patchId: one.patchId ?? null,
      knownBy: one.knownBy,
      met: seen(one.met),
      stays: one.stays.map(stay),
    })),
    upstream:
      upstream === undefined ? null : { commit: upstream.commit, seen: seen(upstream.seen), tag: upstream.tag ?? null },
  }
}

function stay({ tree, first, last }: Stay) {
  return { tree, first: first.release, last: last?.release ?? null }
}

function seen(one: Seen | undefined) {
  return one === undefined ? null : { release: one.release, at: isoTime(one.at) }
}

export function statisticsJson(counted: WindowStatistics) {
  const { pastNext, notTaken, ...rest } = counted
  return { ...rest, pastNext: listed(pastNext), notTaken: listed(notTaken) }
}

function listed(commits: readonly CommitKeys[]) {
  return {
    count: commits.length,
    firstWords: commonest(commits, firstWord, COMMONEST),
    authors: commonest(commits, ({ author }) => author.email, COMMONEST),
    committers: commonest(commits, ({ committer }) => committer.email, COMMONEST),
    commits: commits.map(({ oid, subject, author }) => ({ commit: oid, subject, author })),
  }
}
